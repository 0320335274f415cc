// The middle column: what was said.
import { api } from "./api.js";
import { drawCard } from "./card.js";
import { avatar, clock, day, h, icon, iconButton, plainText, safeHtml } from "./dom.js";

/** Messages of one author within this time stand together. */
const TOGETHER_MS = 5 * 60 * 1000;
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Draws a conversation into `root`, reusing what did not change. */
export class Conversation {
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    this.drawn = new Map();
    this.newest = 0;
    this.key = undefined;
    // Who reads the newest goes on reading the newest, whatever is shown around it.
    let atEnd = true;
    root.addEventListener("scroll", () => (atEnd = this.isAtEnd()));
    new ResizeObserver(() => atEnd && this.toEnd()).observe(root);
  }

  isAtEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < 80;
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
  }

  draw(state) {
    const { view, spaceKey } = state;
    const messages = view.messages;
    const other = `${view.person.id} ${spaceKey}`;
    const opened = other !== this.key;
    if (opened) {
      this.key = other;
      this.drawn.clear();
      this.newest = Infinity;
    }
    const atEnd = this.isAtEnd();
    this.root.replaceChildren(...(messages.length ? this.rows(state) : [this.empty(state)]));
    const last = messages.reduce((most, message) => (message.seq > most.seq ? message : most), { seq: 0 });
    const arrived = last.seq > this.newest;
    this.newest = last.seq;
    const own = last.personId === view.person.id;
    if (!opened && !atEnd && arrived && own && last.parentId) {
      // A reply in a thread further up: the thread stays in view.
      this.drawn.get(last.id)?.element.scrollIntoView({ block: "nearest" });
    } else if (opened || atEnd || (arrived && own)) {
      this.toEnd();
    }
  }

  rows(state) {
    const { messages } = state.view;
    const byId = new Map(messages.map((message) => [message.id, message]));
    const replies = new Map();
    const roots = [];
    for (const message of messages) {
      if (message.parentId && byId.has(message.parentId)) {
        replies.set(message.parentId, [...(replies.get(message.parentId) ?? []), message]);
      } else roots.push(message);
    }
    const rows = [];
    let before;
    let today;
    for (const root of roots) {
      if (day(root.created) !== today) {
        today = day(root.created);
        rows.push(h("div", { class: "day" }, today));
        before = undefined;
      }
      rows.push(this.row(state, root, before));
      const thread = replies.get(root.id);
      if (thread) {
        let previous;
        const inside = thread.map((reply) => {
          const row = this.row(state, reply, previous);
          previous = reply;
          return row;
        });
        const again = h("button", { type: "button", class: "thread-reply", onclick: () => this.actions.replyTo(root) }, "Reply in thread");
        rows.push(h("div", { class: "thread", role: "group", "aria-label": "Thread" }, inside, again));
      }
      before = thread ? undefined : root;
    }
    return rows;
  }

  row(state, message, before) {
    const joined = Boolean(
      before && before.personId === message.personId && !before.deleted && Date.parse(message.created) - Date.parse(before.created) < TOGETHER_MS,
    );
    const author = state.view.people.find((person) => person.id === message.personId);
    const signature = JSON.stringify([message, joined, author?.name, state.shown.has(message.id)]);
    const known = this.drawn.get(message.id);
    if (known?.signature === signature) return known.element;
    const element = this.build(state, message, author, joined);
    if (!known && message.seq > this.newest) element.classList.add("fresh");
    this.drawn.set(message.id, { signature, element });
    return element;
  }

  build(state, message, author, joined) {
    const own = message.personId === state.view.person.id;
    const group = state.entry?.kind === "group";
    const unseen = group && !author?.bot && !message.botSees && !message.deleted;
    return h(
      "article",
      { class: `message ${joined ? "joined" : ""} ${message.parentId ? "reply" : ""}`, "data-id": message.id, "data-author": author?.name ?? "" },
      avatar(author),
      h(
        "div",
        {},
        h(
          "div",
          { class: "message-head" },
          h("b", {}, own ? `${author.name} (you)` : (author?.name ?? "Somebody")),
          author?.bot ? h("span", { class: "tag" }, "bot") : null,
          h("time", { datetime: message.created, title: new Date(message.created).toLocaleString() }, clock(message.created)),
        ),
        message.deleted ? h("div", { class: "deleted" }, "This message was deleted.") : this.body(state, message),
        message.updated && !message.deleted
          ? h("span", { class: "note", title: `${message.edits} of 10 edits` }, "edited ")
          : null,
        unseen ? h("span", { class: "note", title: "In a group a bot is told only of messages that mention it" }, "The bot does not see this: it is not mentioned.") : null,
      ),
      message.deleted ? null : this.tools(message, own),
    );
  }

  body(state, message) {
    const person = state.view.person.id;
    const parts = [];
    // A client that draws the card shows no text beside it.
    if (message.card) parts.push(drawCard(message.card, (inputs) => this.actions.press(message, inputs)));
    else if (message.html) parts.push(h("div", { class: "body" }, safeHtml(message.html, person)));
    else if (message.text) parts.push(h("div", { class: "body plain" }, plainText(message.text)));
    if (state.shown.has(message.id)) parts.push(h("div", { class: "source", "aria-label": "Markdown" }, message.markdown ?? message.text));
    for (const file of message.files) parts.push(fileOf(file, person));
    if (message.card && state.shown.has(message.id)) {
      parts.push(h("div", { class: "source", "aria-label": "JSON of the card" }, JSON.stringify(message.card, null, 2)));
    }
    return parts;
  }

  tools(message, own) {
    const editable = own && !message.files.length && !message.card && message.edits < 10;
    return h(
      "div",
      { class: "message-actions", role: "toolbar", "aria-label": "Message" },
      iconButton("reply", "Reply in thread", () => this.actions.replyTo(message)),
      message.markdown || message.card ? iconButton("source", message.card ? "Show the text and the card’s JSON" : "Show the markdown", () => this.actions.toggleSource(message)) : null,
      editable ? iconButton("edit", "Edit", () => this.actions.edit(message)) : null,
      own ? iconButton("trash", "Delete", () => this.actions.remove(message)) : null,
    );
  }

  empty(state) {
    const bot = state.view.bot.name;
    return state.entry?.kind === "group"
      ? h("div", { class: "empty" }, h("b", {}, `This is the start of ${state.entry.title}`), h("span", {}, "Type ", h("code", {}, `@${bot}`), " first: a bot in a group sees only what mentions it."))
      : h("div", { class: "empty" }, h("b", {}, `Say something to ${state.entry?.title ?? bot}`), h("span", {}, "Try ", h("code", {}, "help"), " to see what it can do."));
  }
}

function fileOf(file, person) {
  const href = api.fileUrl(file.id, person);
  if (PICTURES.has(file.mediaType)) {
    return h("a", { href, target: "_blank", rel: "noopener" }, h("img", { class: "picture", src: href, alt: file.name }));
  }
  const size = file.bytes < 1024 ? `${file.bytes} bytes` : `${Math.round(file.bytes / 1024)} kB`;
  return h("a", { class: "attachment", href, download: file.name, target: "_blank", rel: "noopener" }, icon("file"), file.name, h("span", { class: "muted" }, size));
}
