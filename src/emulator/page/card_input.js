// The inputs of a card. Each gives its value as text, as clients send it, and says what is wrong with it.
import { h } from "./dom.js";

let count = 0;

/** The element of an input; it is added to `inputs` as `{ id, read, problem }`. */
export function drawInput(node, inputs, inlineAction) {
  const kind = String(node.type).toLowerCase();
  const name = `card-input-${(count += 1)}`;
  const control = (CONTROLS[kind] ?? CONTROLS["input.text"])(node, name);
  const error = h("div", { class: "card-error", id: `${name}-error`, hidden: true, role: "alert" });
  const problem = () => {
    const wrong = wrongWith(node, control.read());
    error.textContent = wrong ?? "";
    error.hidden = wrong === undefined;
    return wrong;
  };
  inputs.push({ id: String(node.id ?? ""), read: control.read, problem, focus: control.focus });
  const label = node.label
    ? h("label", control.group ? { id: `${name}-label` } : { for: name }, node.label, node.isRequired ? h("span", { class: "card-required", "aria-hidden": "true" }, " *") : null)
    : null;
  const field = inlineAction ? h("div", { class: "card-inline" }, control.element, inlineAction) : control.element;
  return h("div", { class: "card-input" }, label, field, error);
}

const CONTROLS = {
  "input.text": (node, id) => {
    const shared = { id, placeholder: node.placeholder, maxlength: node.maxLength, "aria-label": node.label ? null : (node.placeholder ?? node.id) };
    const style = { email: "email", tel: "tel", url: "url" }[String(node.style ?? "").toLowerCase()] ?? "text";
    const element = node.isMultiline
      ? h("textarea", { class: "input", rows: "3", ...shared }, node.value ?? "")
      : h("input", { class: "input", type: style, ...shared, value: node.value ?? "" });
    return single(element);
  },
  "input.number": (node, id) =>
    single(h("input", { class: "input", type: "number", step: "any", id, min: node.min, max: node.max, placeholder: node.placeholder, value: node.value ?? "", "aria-label": node.label ? null : (node.placeholder ?? node.id) })),
  "input.date": (node, id) =>
    single(h("input", { class: "input", type: "date", id, min: node.min, max: node.max, value: node.value ?? "", "aria-label": node.label ? null : node.id })),
  "input.time": (node, id) =>
    single(h("input", { class: "input", type: "time", id, min: node.min, max: node.max, value: node.value ?? "", "aria-label": node.label ? null : node.id })),
  "input.toggle": (node, id) => {
    const [on, off] = [node.valueOn ?? "true", node.valueOff ?? "false"];
    const box = h("input", { type: "checkbox", id, checked: (node.value ?? off) === on });
    return {
      element: h("label", { class: "card-choice" }, box, h("span", {}, node.title ?? "")),
      read: () => (box.checked ? on : off),
      focus: () => box.focus(),
    };
  },
  "input.choiceset": (node, id) => {
    const choices = Array.isArray(node.choices) ? node.choices : [];
    const chosen = new Set(String(node.value ?? "").split(node.isMultiSelect ? "," : "\n"));
    const compact = String(node.style ?? "compact").toLowerCase() !== "expanded";
    if (compact && !node.isMultiSelect) {
      const empty = h("option", { value: "" }, node.placeholder ?? "");
      const options = choices.map((choice) => h("option", { value: choice.value, selected: chosen.has(choice.value) }, choice.title));
      return single(h("select", { class: "input", id, "aria-label": node.label ? null : node.id }, empty, options));
    }
    const boxes = choices.map((choice) =>
      h("input", { type: node.isMultiSelect ? "checkbox" : "radio", name: id, value: choice.value, checked: chosen.has(choice.value) }),
    );
    const rows = boxes.map((box, at) => h("label", { class: "card-choice" }, box, h("span", {}, choices[at].title)));
    return {
      group: true,
      element: h("div", { class: "card-choices", role: node.isMultiSelect ? "group" : "radiogroup", "aria-labelledby": node.label ? `${id}-label` : null, "aria-label": node.label ? null : node.id }, rows),
      read: () => boxes.filter((box) => box.checked).map((box) => box.value).join(","),
      focus: () => boxes[0]?.focus(),
    };
  },
};

function single(element) {
  return { element, read: () => element.value, focus: () => element.focus() };
}

/** What a client tells before it sends; the bot looks again by itself. */
function wrongWith(node, value) {
  const kind = String(node.type).toLowerCase();
  const words = (otherwise) => node.errorMessage || otherwise;
  const toggle = kind === "input.toggle";
  if (node.isRequired && (value === "" || (toggle && value === (node.valueOff ?? "false")))) return words("Please fill this in.");
  if (value === "") return undefined;
  if (kind === "input.text" && node.regex && !matches(node.regex, value)) return words("This has another form.");
  if (["input.number", "input.date", "input.time"].includes(kind)) {
    const as = kind === "input.number" ? Number : String;
    if (node.min !== undefined && as(value) < as(node.min)) return words(`At least ${node.min}, please.`);
    if (node.max !== undefined && as(value) > as(node.max)) return words(`At most ${node.max}, please.`);
  }
  return undefined;
}

function matches(regex, value) {
  try {
    return new RegExp(regex, "u").test(value);
  } catch {
    return true;
  }
}
