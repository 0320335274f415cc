// The left column: who you are, and your spaces.
import { avatar, h, icon, iconButton } from "./dom.js";

/** Draws who speaks, with a choice of everyone. */
export function drawPerson(root, state, actions) {
  const people = state.view.people.filter((person) => !person.bot);
  const select = h(
    "select",
    { "aria-label": "You are", id: "person-select", onchange: (event) => actions.choosePerson(event.target.value) },
    people.map((person) => h("option", { value: person.id }, person.name)),
  );
  select.value = state.view.person.id;
  root.replaceChildren(
    h("label", { class: "person-label", for: "person-select" }, "You are"),
    h(
      "div",
      { class: "person-row" },
      h("div", { class: "person-pick", title: state.view.person.email }, avatar(state.view.person, "tiny"), select, icon("down")),
      iconButton("add", "Add a person", actions.addPerson),
    ),
  );
}

/** Draws the spaces: the bot first, then what was active last. */
export function drawSpaces(root, state, actions) {
  const { view } = state;
  const entries = actions.entries();
  const direct = entries.filter((entry) => entry.kind === "direct");
  const groups = entries.filter((entry) => entry.kind === "group");
  const row = (entry) => {
    const unread = actions.isUnread(entry);
    const other = entry.kind === "direct" ? view.people.find((person) => person.id === entry.other) : undefined;
    const picture = other ? avatar(other) : avatar({ name: entry.title, email: entry.id }, "square");
    return h(
      "button",
      {
        type: "button",
        class: `space ${unread ? "unread" : ""}`,
        "aria-current": entry.key === state.spaceKey ? "true" : null,
        "data-space": entry.title,
        onclick: () => actions.openSpace(entry.key),
      },
      picture,
      h(
        "span",
        { class: "space-words" },
        h("span", { class: "space-title" }, entry.title, other?.bot ? h("span", {}, " ", h("span", { class: "tag" }, "bot")) : null),
        h("span", { class: "space-preview" }, entry.preview || (entry.kind === "direct" ? "No messages yet" : `${entry.members.length} people`)),
      ),
      unread ? h("span", { class: "unread-mark", role: "img", "aria-label": "unread" }) : null,
    );
  };
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.space : undefined;
  root.replaceChildren(
    h("div", { class: "space-heading" }, "Direct"),
    ...direct.map(row),
    h("div", { class: "space-heading" }, "Spaces"),
    ...(groups.length ? groups.map(row) : [h("div", { class: "space-none" }, "No group yet. Make one and invite the bot.")]),
  );
  if (focused !== undefined) root.querySelector(`[data-space="${CSS.escape(focused)}"]`)?.focus();
}

/** Arrow keys walk through the list. */
export function walkSpaces(root) {
  root.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...root.querySelectorAll(".space")];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
}
