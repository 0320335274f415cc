// The right column: the log, and the form that calls the bot's webhooks.
import { api } from "./api.js";
import { h } from "./dom.js";

const LINES_MAX = 500;

/** The log of the engine. */
export class Log {
  constructor(root) {
    this.root = root;
    this.set([]);
  }

  set(lines) {
    this.root.replaceChildren(...(lines.length ? lines.map(line) : [empty()]));
    this.root.scrollTop = this.root.scrollHeight;
  }

  add(entry) {
    const atEnd = this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < 60;
    this.root.querySelector(".log-empty")?.remove();
    this.root.append(line(entry));
    while (this.root.childElementCount > LINES_MAX) this.root.firstElementChild.remove();
    if (atEnd) this.root.scrollTop = this.root.scrollHeight;
  }
}

function empty() {
  return h("div", { class: "log-empty" }, "What the bot does, and why, is told here.");
}

function line(entry) {
  const fields = entry.fields.flatMap(([name, value]) =>
    value.includes("\n") ? [h("dd", { class: "block" }, value)] : [h("dt", {}, name), h("dd", {}, value)],
  );
  const time = new Date(entry.time).toLocaleTimeString([], { hour12: false });
  return h(
    "div",
    { class: `log-line ${entry.level}` },
    h("time", { datetime: entry.time }, time),
    h("p", {}, entry.text),
    fields.length ? h("dl", {}, fields) : null,
  );
}

/** Posts to the webhooks that the bot serves for others. */
export class Hooks {
  constructor(root) {
    this.root = root;
    this.answer = h("div", { class: "answer", hidden: true });
  }

  draw(hooks) {
    const signature = JSON.stringify(hooks);
    if (signature === this.signature) return;
    this.signature = signature;
    this.hooks = hooks;
    if (!hooks.paths.length) {
      this.root.replaceChildren(h("div", { class: "log-empty" }, "This bot has no webhooks. One is declared with ", h("code", {}, "on webhook"), "."));
      return;
    }
    this.path = h(
      "select",
      { class: "input", "aria-label": "Path", onchange: () => this.choose() },
      hooks.paths.map((hook) => h("option", { value: hook.path }, hook.path)),
    );
    this.method = h("select", { class: "input", "aria-label": "Method" }, ["POST", "PUT", "GET"].map((name) => h("option", {}, name)));
    this.headers = h("textarea", { class: "textarea", rows: 2, spellcheck: "false", placeholder: "Name: value" });
    this.body = h("textarea", { class: "textarea", rows: 12, spellcheck: "false", oninput: () => this.check() });
    this.sign = h("input", { type: "checkbox", checked: true });
    this.signText = h("span", {});
    this.signRow = h("label", { class: "check" }, this.sign, this.signText);
    this.send = h("button", { type: "submit", class: "button primary", disabled: !hooks.listening }, "Send");
    const form = h(
      "form",
      { class: "hooks-form", onsubmit: (event) => this.submit(event) },
      h("div", { class: "hooks-target" }, this.method, this.path),
      h("label", { class: "field" }, h("span", {}, "Headers"), this.headers),
      h("label", { class: "field" }, h("span", {}, "Body"), this.body),
      this.signRow,
      this.send,
    );
    this.root.replaceChildren(form, this.answer);
    this.choose();
  }

  choose() {
    const hook = this.hooks.paths.find((other) => other.path === this.path.value);
    const signed = hook.verify === "github" || hook.verify === "token";
    this.signRow.hidden = !signed;
    this.signText.textContent = hook.verify === "github" ? "Sign as GitHub would" : "Send the token";
    this.headers.value = hook.verify === "github" ? "X-GitHub-Event: push" : "";
    this.body.value = hook.sample ?? "{\n  \n}";
    this.check();
  }

  check() {
    let wrong = false;
    try {
      if (this.body.value.trim()) JSON.parse(this.body.value);
    } catch {
      wrong = true;
    }
    this.body.classList.toggle("wrong", wrong);
    this.body.title = wrong ? "This is no JSON. It is sent as it is." : "";
  }

  async submit(event) {
    event.preventDefault();
    const headers = this.headers.value
      .split("\n")
      .map((text) => text.trim())
      .filter(Boolean)
      .map((text) => {
        const at = text.indexOf(":");
        return at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      });
    this.send.disabled = true;
    try {
      const answer = await api.callHook({ method: this.method.value, path: this.path.value, headers, body: this.body.value, sign: this.sign.checked });
      this.show(answer.status < 300 ? "good" : "bad", `${answer.status}`, answer.body || "(no body)");
    } catch (error) {
      this.show("bad", "No answer", error.message);
    }
    this.send.disabled = false;
  }

  show(kind, title, body) {
    this.answer.hidden = false;
    this.answer.replaceChildren(h("div", { class: "answer-head" }, "Answer", h("span", { class: kind }, title)), h("pre", {}, body));
  }
}
