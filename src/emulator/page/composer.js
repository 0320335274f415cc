// Where messages are written: Enter sends, `@` offers names, files go along.
import { avatar, h, icon, iconButton, toast } from "./dom.js";

const FILE_BYTES_MAX = 30 * 1024 * 1024;

export class Composer {
  constructor(root, actions) {
    this.actions = actions;
    this.drafts = new Map();
    this.choices = [];
    this.chosen = 0;
    this.note = h("div", { class: "composer-note", hidden: true });
    this.list = h("div", { class: "completions", role: "listbox", id: "completions", "aria-label": "Mention", hidden: true });
    this.input = h("textarea", {
      rows: 1,
      id: "message",
      "aria-label": "Message",
      "aria-autocomplete": "list",
      "aria-controls": "completions",
      oninput: () => this.changed(),
      onkeydown: (event) => this.key(event),
      onblur: () => setTimeout(() => this.close(), 150),
      onpaste: (event) => this.take(event, event.clipboardData?.files),
    });
    this.picker = h("input", { type: "file", hidden: true, "aria-label": "File", onchange: () => this.attach(this.picker.files[0]) });
    this.hint = h("span", { class: "hint" });
    this.mention = iconButton("at", "Mention the bot", () => this.insertMention());
    this.send = h("button", { type: "submit", class: "icon-button", title: "Send (Enter)", "aria-label": "Send", disabled: true }, icon("send"));
    root.append(
      this.list,
      this.note,
      this.input,
      this.picker,
      h("div", { class: "composer-row" }, iconButton("clip", "Attach a file", () => this.picker.click()), this.mention, this.hint, h("span", { class: "grow" }), this.send),
    );
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => this.take(event, event.dataTransfer?.files));
  }

  /** Follows the open space; each keeps its draft. */
  draw(state) {
    const key = `${state.view.person.id} ${state.spaceKey}`;
    if (key !== this.open) {
      if (this.open) this.drafts.set(this.open, this.input.value);
      this.open = key;
      this.set(this.drafts.get(key) ?? "");
      this.reply = this.editing = this.file = undefined;
    }
    this.state = state;
    const title = state.entry?.title ?? "";
    const group = state.entry?.kind === "group";
    this.input.placeholder = this.editing ? "Edit your message" : `Write to ${title}`;
    this.mention.hidden = !group;
    this.hint.textContent = group ? `@${state.view.bot.name} to be heard by the bot` : "Enter sends, Shift+Enter starts a new line";
    this.drawNote();
  }

  drawNote() {
    const kind = this.editing ? ["Editing", this.editing.text] : this.reply ? ["Reply in the thread of", this.reply.text || "a message"] : this.file ? ["File", this.file.name] : undefined;
    this.note.hidden = !kind;
    if (kind) this.note.replaceChildren(h("span", {}, h("b", {}, kind[0]), ` ${kind[1]}`), iconButton("close", "Cancel", () => this.cancel()));
    this.send.disabled = !this.input.value.trim() && !this.file;
  }

  replyTo(message) {
    const parent = this.state.view.messages.find((other) => other.id === message.parentId);
    this.editing = undefined;
    this.reply = parent ?? message;
    this.draw(this.state);
    this.input.focus();
  }

  edit(message) {
    this.reply = this.file = undefined;
    this.editing = message;
    // A mention is kept by the name after its @.
    let text = message.text;
    for (const id of message.mentionedPeople) {
      const name = this.state.view.people.find((person) => person.id === id)?.name;
      if (name && text.includes(name)) text = text.replace(name, `@${name}`);
    }
    this.set(text);
    this.draw(this.state);
    this.input.focus();
  }

  cancel() {
    if (this.editing) this.set("");
    this.reply = this.editing = this.file = undefined;
    this.picker.value = "";
    this.draw(this.state);
    this.input.focus();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text && !this.file) return;
    const { editing, reply, file } = this;
    this.set("");
    this.reply = this.editing = this.file = undefined;
    this.picker.value = "";
    this.draw(this.state);
    try {
      await this.actions.send({ text, editing, reply, file });
    } catch (error) {
      // Nothing that was written is lost.
      this.set(text);
      Object.assign(this, { editing, reply, file });
      this.draw(this.state);
      toast(error.message);
    }
  }

  take(event, files) {
    if (!files?.length) return;
    event.preventDefault();
    this.attach(files[0]);
  }

  async attach(file) {
    if (!file) return;
    if (file.size > FILE_BYTES_MAX) return toast("The page takes files up to 30 MB.");
    const url = await new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.addEventListener("load", () => resolve(reader.result));
      reader.addEventListener("error", () => reject(reader.error));
      reader.readAsDataURL(file);
    });
    this.editing = undefined;
    this.file = { name: file.name, mediaType: file.type, base64: url.slice(url.indexOf(",") + 1) };
    this.drawNote();
    this.input.focus();
  }

  set(text) {
    this.input.value = text;
    this.changed();
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 220)}px`;
    this.send.disabled = !this.input.value.trim() && !this.file;
    this.complete();
  }

  key(event) {
    if (!this.list.hidden) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.chosen = (this.chosen + step + this.choices.length) % this.choices.length;
        return this.drawList();
      }
      if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        return this.pick(this.choices[this.chosen]);
      }
      if (event.key === "Escape") return this.close();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && (this.reply || this.editing || this.file)) {
      this.cancel();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const own = this.state.view.messages.filter((m) => m.personId === this.state.view.person.id && !m.deleted && !m.files.length && m.edits < 10);
      if (own.length) {
        event.preventDefault();
        this.edit(own.at(-1));
      }
    }
  }

  /** Offers the members whose name begins like the word after `@`. */
  complete() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    const found = /(?:^|[\s(])@([^@\n]{0,40})$/u.exec(before);
    if (!found || this.state?.entry?.kind !== "group") return this.close();
    const typed = found[1].toLowerCase();
    const members = this.state.view.people.filter((person) => this.state.entry.members.includes(person.id) && person.id !== this.state.view.person.id);
    const sorted = [...members].sort((one, other) => Number(other.bot) - Number(one.bot));
    const names = [...sorted, { name: "All", email: "everyone in the space" }];
    this.choices = names.filter(({ name }) => name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed);
    this.from = before.length - found[1].length;
    this.chosen = 0;
    if (this.choices.length) this.drawList();
    else this.close();
  }

  drawList() {
    this.list.hidden = false;
    this.list.replaceChildren(
      ...this.choices.map((person, index) =>
        h(
          "button",
          { type: "button", class: "completion", role: "option", "aria-selected": String(index === this.chosen), tabindex: "-1", onmousedown: (event) => { event.preventDefault(); this.pick(person); } },
          avatar(person, "tiny"),
          person.name,
          person.bot ? h("span", { class: "tag" }, "bot") : null,
        ),
      ),
    );
  }

  pick(person) {
    const { value, selectionStart } = this.input;
    const start = `${value.slice(0, this.from)}${person.name} `;
    this.input.value = start + value.slice(selectionStart).replace(/^ /u, "");
    this.input.setSelectionRange(start.length, start.length);
    this.close();
    this.changed();
    this.input.focus();
  }

  insertMention() {
    const mention = `@${this.state.view.bot.name} `;
    if (!this.input.value.includes(mention.trim())) this.set(mention + this.input.value);
    this.close();
    this.input.focus();
  }

  close() {
    this.list.hidden = true;
  }
}
