// An Adaptive Card of version 1.3, drawn about as Webex draws it. What a card says goes in as text; addresses are
// http, https or mailto.
import { drawInput } from "./card_input.js";
import { cardText, dates, safeUrl } from "./card_text.js";
import { h } from "./dom.js";

const ACTIONS_MAX = 5;

/** The element of a card. `submit(inputs)` is called with what a button sends; it gives a promise. */
export function drawCard(card, submit) {
  return new Drawing(submit).card(card, { inputs: [] }, "card-root");
}

class Drawing {
  constructor(submit) {
    this.submit = submit;
    /** Elements by the id that the card gives them, for `Action.ToggleVisibility`. */
    this.byId = new Map();
  }

  card(card, scope, className) {
    const body = this.items(card.body, scope);
    const actions = this.actions(card.actions, scope);
    const root = h("div", { class: `card ${className}`, role: "group", "aria-label": "Card", lang: card.lang }, body, actions);
    this.backdrop(root, card.backgroundImage);
    if (card.minHeight) root.style.minHeight = pixels(card.minHeight);
    root.classList.add(`card-middle-${word(card.verticalContentAlignment, ["top", "center", "bottom"])}`);
    return this.selectable(root, card.selectAction, scope);
  }

  items(nodes, scope) {
    return list(nodes).map((node) => this.element(node, scope));
  }

  /** Any element, with what all elements have. */
  element(node, scope) {
    if (typeof node !== "object" || node === null) return null;
    const draw = ELEMENTS[String(node.type ?? "").toLowerCase()];
    if (!draw) return this.instead(node, (fallback) => this.element(fallback, scope));
    const element = draw(this, node, scope);
    element.classList.add("card-item", `card-space-${word(node.spacing, ["default", "none", "small", "medium", "large", "extralarge", "padding"])}`);
    if (node.separator) element.classList.add("card-separator");
    if (word(node.height, ["auto", "stretch"]) === "stretch") element.classList.add("card-grow");
    if (node.isVisible === false) element.hidden = true;
    if (node.id) this.byId.set(String(node.id), element);
    return element;
  }

  /** What stands for something that is not known. */
  instead(node, draw) {
    if (typeof node.fallback === "object" && node.fallback !== null) return draw(node.fallback);
    return node.fallback === "drop" ? null : h("div", { class: "card-unknown" }, `Webex does not draw ${node.type ?? "this"}.`);
  }

  actions(nodes, scope) {
    const known = list(nodes).slice(0, ACTIONS_MAX);
    if (!known.length) return null;
    const row = h("div", { class: "card-actions" });
    const below = h("div", { class: "card-shown" });
    for (const node of known) {
      const button = this.action(node, scope, below);
      if (button) row.append(button);
    }
    return h("div", { class: "card-action-set" }, row, below);
  }

  /** The button of an action. A card that it shows opens in `below`. */
  action(node, scope, below) {
    const run = this.run(node, scope);
    const kind = String(node.type ?? "").toLowerCase();
    if (!run && kind !== "action.showcard") return this.instead(node, (fallback) => this.action(fallback, scope, below));
    const style = word(node.style, ["default", "positive", "destructive"]);
    const picture = node.iconUrl && safeImage(node.iconUrl) ? h("img", { class: "card-icon", src: safeImage(node.iconUrl), alt: "" }) : null;
    const button = h("button", { type: "button", class: `card-button ${style}` }, picture, node.title ?? "");
    if (kind === "action.showcard") {
      if (!below) return null;
      const shown = this.card(node.card ?? {}, { inputs: [], parent: scope }, "card-inner");
      shown.hidden = true;
      below.append(shown);
      button.classList.add("card-opens");
      button.setAttribute("aria-expanded", "false");
      button.addEventListener("click", () => {
        const open = shown.hidden;
        for (const other of below.children) other.hidden = true;
        for (const other of button.parentElement.querySelectorAll("[aria-expanded]")) other.setAttribute("aria-expanded", "false");
        shown.hidden = !open;
        button.setAttribute("aria-expanded", String(open));
      });
    } else {
      button.addEventListener("click", () => run(button));
    }
    return button;
  }

  /** What an action does; nothing for one that is not known or opens a card. */
  run(node, scope) {
    switch (String(node?.type ?? "").toLowerCase()) {
      case "action.openurl": {
        const url = safeUrl(node.url);
        return () => url && window.open(url, "_blank", "noopener,noreferrer");
      }
      case "action.submit":
        return (button) => this.send(node, scope, button);
      case "action.togglevisibility":
        return () => {
          for (const target of list(node.targetElements)) {
            const element = this.byId.get(String(target?.elementId ?? target));
            if (element) element.hidden = typeof target?.isVisible === "boolean" ? !target.isVisible : !element.hidden;
          }
        };
      default:
        return undefined;
    }
  }

  /** Sends the data of a button with the inputs of its card and of the cards around it. */
  async send(node, scope, button) {
    const inputs = {};
    if (word(node.associatedInputs, ["auto", "none"]) === "auto") {
      const all = [];
      for (let at = scope; at; at = at.parent) all.push(...at.inputs);
      const wrong = all.filter((input) => input.problem() !== undefined);
      if (wrong.length) return wrong[0].focus();
      for (const input of all) inputs[input.id] = input.read();
    }
    button?.setAttribute("aria-busy", "true");
    try {
      await this.submit({ ...inputs, ...(typeof node.data === "object" ? node.data : {}) });
    } finally {
      button?.removeAttribute("aria-busy");
    }
    return undefined;
  }

  /** Makes an element a button, if it has an action. */
  selectable(element, action, scope) {
    const run = action && this.run(action, scope);
    if (!run) return element;
    element.classList.add("card-select");
    element.tabIndex = 0;
    element.setAttribute("role", "button");
    if (action.title) element.title = action.title;
    const own = (event) => event.target.closest("button, a, input, select, textarea, label, .card-select") === element;
    element.addEventListener("click", (event) => own(event) && run());
    element.addEventListener("keydown", (event) => event.target === element && event.key === "Enter" && run());
    return element;
  }

  backdrop(element, image) {
    const url = safeImage(typeof image === "string" ? image : image?.url);
    if (!url) return;
    element.style.backgroundImage = `url("${url.replace(/["\\\n]/gu, encodeURIComponent)}")`;
    const fill = word(image?.fillMode, ["cover", "repeathorizontally", "repeatvertically", "repeat"]);
    element.classList.add("card-backdrop", `card-fill-${fill}`);
  }

  box(node, scope, className, children) {
    const style = word(node.style, ["default", "emphasis", "good", "attention", "warning", "accent"]);
    const middle = word(node.verticalContentAlignment, ["top", "center", "bottom"]);
    const element = h("div", { class: `${className} card-box-${style} card-middle-${middle} ${node.bleed ? "card-bleed" : ""}` }, children);
    this.backdrop(element, node.backgroundImage);
    if (node.minHeight) element.style.minHeight = pixels(node.minHeight);
    return this.selectable(element, node.selectAction, scope);
  }
}

const ELEMENTS = {
  textblock: (_, node) => {
    const element = h("div", { class: `card-text ${textClasses(node)} ${node.wrap ? "" : "card-clipped"}` }, cardText(node.text));
    if (node.wrap && node.maxLines > 0) {
      element.classList.add("card-lines");
      element.style.setProperty("-webkit-line-clamp", String(Math.floor(node.maxLines)));
    }
    return element;
  },
  richtextblock: (drawing, node, scope) =>
    h("div", { class: `card-text ${textClasses(node)}` }, list(node.inlines).map((run) => {
      if (typeof run !== "object" || run === null) return String(run ?? "");
      const marks = ["italic", "strikethrough", "highlight", "underline"].filter((mark) => run[mark]).map((mark) => `card-${mark}`);
      return drawing.selectable(h("span", { class: `card-run ${textClasses(run)} ${marks.join(" ")}` }, dates(String(run.text ?? ""))), run.selectAction, scope);
    })),
  image: (drawing, node, scope) => drawing.selectable(picture(node, node.size), node.selectAction, scope),
  imageset: (drawing, node, scope) =>
    h("div", { class: "card-images" }, list(node.images).map((image) => drawing.selectable(picture(image, node.imageSize ?? "medium"), image.selectAction, scope))),
  container: (drawing, node, scope) => drawing.box(node, scope, "card-container", drawing.items(node.items, scope)),
  columnset: (drawing, node, scope) => {
    const align = word(node.horizontalAlignment, ["left", "center", "right"]);
    const columns = list(node.columns).map((column) => drawing.element({ type: "Column", ...column }, scope));
    return drawing.box(node, scope, `card-columns card-align-${align}`, columns);
  },
  column: (drawing, node, scope) => {
    const column = drawing.box(node, scope, "card-column", drawing.items(node.items, scope));
    const width = node.width ?? "stretch";
    const weight = typeof width === "number" ? width : Number(width);
    if (Number.isFinite(weight) && weight > 0) column.style.flex = `${weight} 1 0`;
    else if (/^\d+px$/u.test(width)) column.style.flex = `0 0 ${width}`;
    else if (String(width).toLowerCase() === "auto") column.style.flex = "0 1 auto";
    return column;
  },
  factset: (_, node) =>
    h("dl", { class: "card-facts" }, list(node.facts).flatMap((fact) => [h("dt", {}, String(fact?.title ?? "")), h("dd", {}, dates(String(fact?.value ?? "")))])),
  actionset: (drawing, node, scope) => drawing.actions(node.actions, scope) ?? h("div", {}),
  ...Object.fromEntries(
    ["text", "number", "date", "time", "toggle", "choiceset"].map((kind) => [
      `input.${kind}`,
      (drawing, node, scope) => drawInput(node, scope.inputs, node.inlineAction ? drawing.action(node.inlineAction, scope) : null),
    ]),
  ),
};

function picture(node, size) {
  const kind = word(size, ["auto", "stretch", "small", "medium", "large"]);
  const person = word(node.style, ["default", "person"]) === "person" ? "card-round" : "";
  const align = word(node.horizontalAlignment, ["left", "center", "right"]);
  const url = safeImage(node.url);
  const label = node.altText ?? "";
  const missing = () => h("span", { class: "card-missing" }, label || "image");
  const image = url ? h("img", { src: url, alt: label, class: `card-image card-image-${kind} ${person}` }) : missing();
  image.addEventListener("error", () => image.replaceWith(missing()));
  if (node.width) image.style.width = pixels(node.width);
  if (node.height && !["auto", "stretch"].includes(node.height)) image.style.height = pixels(node.height);
  if (/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/iu.test(node.backgroundColor ?? "")) image.style.backgroundColor = rgba(node.backgroundColor);
  return h("div", { class: `card-picture card-align-${align}` }, image);
}

function textClasses(node) {
  return [
    `card-size-${word(node.size, ["default", "small", "medium", "large", "extralarge"])}`,
    `card-weight-${word(node.weight, ["default", "lighter", "bolder"])}`,
    `card-color-${word(node.color, ["default", "dark", "light", "accent", "good", "warning", "attention"])}`,
    `card-align-${word(node.horizontalAlignment, ["left", "center", "right"])}`,
    word(node.fontType, ["default", "monospace"]) === "monospace" ? "card-mono" : "",
    node.isSubtle ? "card-subtle" : "",
  ].join(" ");
}

/** The word in small letters, else the first of those that are known. */
function word(value, known) {
  const found = String(value ?? "").toLowerCase();
  return known.includes(found) ? found : known[0];
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function pixels(value) {
  return /^\d+(?:px)?$/u.test(value) ? `${Number.parseInt(value, 10)}px` : "";
}

/** `#AARRGGBB`, as cards write it. */
function rgba(value) {
  return value.length === 9 ? `#${value.slice(3)}${value.slice(1, 3)}` : value;
}

function safeImage(url) {
  const text = String(url ?? "");
  if (/^data:image\/(?:png|jpeg|gif|webp);base64,/u.test(text)) return text;
  const safe = safeUrl(text);
  return safe?.startsWith("http") ? safe : undefined;
}
