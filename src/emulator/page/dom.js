// Small helpers to build the page. Text goes in as text; the one place that takes html is
// `safeHtml`, for what the server has sanitised.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  reply: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6v1",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  source: "m8 8-4 4 4 4M16 8l4 4-4 4M13.5 5l-3 14",
  close: "M6 6l12 12M18 6 6 18",
  clip: "m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L14.5 7",
  send: "M4 12 20 4l-4 16-4-7z",
  at: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8m4-8v5.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7m-6.5 9a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.5M18 14.2a6.5 6.5 0 0 1 3.5 5.8",
  add: "M12 5v14M5 12h14",
  down: "m6 9 6 6 6-6",
  menu: "M4 7h16M4 12h16M4 17h16",
  panel: "M4 5h16v14H4zM14 5v14",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
};

/** An element with properties (`class`, `on…`, attributes) and children (elements or text). */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
    else element.setAttribute(name === "className" ? "class" : name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A line drawing. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button with a drawing; the label is what is read out and shown on hover. */
export function iconButton(name, label, onclick, className = "") {
  return h("button", { type: "button", class: `icon-button ${className}`, title: label, "aria-label": label, onclick }, icon(name));
}

/** The initials of somebody in a colour of their own. */
export function avatar(person, className = "") {
  const words = (person?.name ?? "?").split(/\s+/u).filter(Boolean);
  const initials = words.length > 1 ? [words[0], words.at(-1)].map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  let sum = 0;
  for (const letter of person?.email ?? person?.name ?? "") sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  const tone = person?.bot ? "bot" : sum % 7;
  return h("span", { class: `avatar tone-${tone} ${person?.bot ? "square" : ""} ${className}`, "aria-hidden": "true" }, initials.join("").toUpperCase());
}

/** Html that the server has drawn and sanitised, with links that open elsewhere. */
export function safeHtml(html, personId) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const link of template.content.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  for (const mention of template.content.querySelectorAll("spark-mention")) {
    const all = mention.dataset.objectType === "groupMention";
    if (all || mention.dataset.objectId === personId) mention.classList.add("me");
  }
  linkify(template.content);
  return template.content;
}

/** Plain text, with its addresses as links. */
export function plainText(text) {
  const fragment = document.createDocumentFragment();
  fragment.append(text);
  linkify(fragment);
  return fragment;
}

function linkify(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement?.closest("a, code, pre")) nodes.push(walker.currentNode);
  }
  for (const node of nodes) {
    const parts = node.data.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/u);
    if (parts.length < 2) continue;
    node.replaceWith(
      ...parts.map((part, index) =>
        index % 2 === 1 ? h("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part,
      ),
    );
  }
}

export function clock(time) {
  return new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function day(time) {
  const date = new Date(time);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  return date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

let toastTimer;
/** One line that goes away by itself. */
export function toast(text) {
  const element = document.getElementById("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (element.hidden = true), 6000);
}
