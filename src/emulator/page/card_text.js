// The little markdown of cards: bold, italic, links, lists, and dates. Everything becomes nodes, nothing html.
import { h } from "./dom.js";

/** The nodes of a text block. */
export function cardText(text) {
  const nodes = [];
  let list;
  for (const line of dates(String(text ?? "")).split(/\r?\n/u)) {
    const item = /^\s*(?:([-*+])|(\d+)[.)])\s+(.*)$/u.exec(line);
    if (item) {
      const tag = item[1] ? "ul" : "ol";
      if (list?.localName !== tag) nodes.push((list = h(tag, item[2] ? { start: item[2] } : {})));
      list.append(h("li", {}, inline(item[3])));
      continue;
    }
    if (line.trim() === "") {
      list = undefined;
      if (nodes.length) nodes.push(h("br"));
      continue;
    }
    if (!list && nodes.length && nodes.at(-1).localName === "span") nodes.push(h("br"));
    list = undefined;
    nodes.push(h("span", {}, inline(line)));
  }
  return nodes;
}

/** `{{DATE(2026-11-23T08:59:00Z, SHORT)}}` and `{{TIME(...)}}`, as the reader's own clock shows them. */
export function dates(text) {
  return text.replace(/\{\{(DATE|TIME)\(\s*([^,)]+?)\s*(?:,\s*(COMPACT|SHORT|LONG)\s*)?\)\}\}/gu, (whole, kind, at, form) => {
    const time = new Date(at);
    if (Number.isNaN(time.getTime())) return whole;
    if (kind === "TIME") return time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    if (form === "LONG") return time.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    if (form === "SHORT") return time.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short", year: "numeric" });
    return time.toLocaleDateString();
  });
}

/** Addresses that a card may open. */
export function safeUrl(url) {
  try {
    const parsed = new URL(String(url));
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}

/** One line: the longest mark first, a backslash keeps the next character what it is. */
function inline(line) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = "";
  };
  let rest = line;
  while (rest) {
    const escaped = /^\\([\\*_[\]()~`#+.!{}>-])/u.exec(rest);
    const link = /^\[((?:\\.|[^\]\\])+)\]\(((?:\\.|[^)\\\s])+)\)/u.exec(rest);
    const bold = /^(\*\*|__)(?=\S)((?:\\.|[^\\])+?)(?<=\S)\1/u.exec(rest);
    const italic = /^([*_])(?=[^\s*_])((?:\\.|[^\\*_])+?)(?<=\S)\1/u.exec(rest);
    if (escaped) {
      plain += escaped[1];
      rest = rest.slice(escaped[0].length);
    } else if (link && safeUrl(unescaped(link[2]))) {
      flush();
      nodes.push(h("a", { href: safeUrl(unescaped(link[2])), target: "_blank", rel: "noopener noreferrer" }, inline(link[1])));
      rest = rest.slice(link[0].length);
    } else if (bold) {
      flush();
      nodes.push(h("strong", {}, inline(bold[2])));
      rest = rest.slice(bold[0].length);
    } else if (italic && !/\w$/u.test(plain)) {
      flush();
      nodes.push(h("em", {}, inline(italic[2])));
      rest = rest.slice(italic[0].length);
    } else {
      const [letter] = rest;
      plain += letter;
      rest = rest.slice(letter.length);
    }
  }
  flush();
  return nodes;
}

function unescaped(text) {
  return text.replace(/\\(.)/gu, "$1");
}
