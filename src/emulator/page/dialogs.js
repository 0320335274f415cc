// Dialogs: a person, a space, the people of a space, a question.
import { avatar, h, toast } from "./dom.js";

/** Shows a form; `submit` gets its data and may throw to keep it open. Resolves when it closes. */
function show(title, fields, { label, danger = false, submit }) {
  const problem = h("div", { class: "dialog-error", role: "alert", hidden: true });
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", {}, title),
    fields,
    problem,
    h(
      "div",
      { class: "dialog-buttons" },
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, label ? "Cancel" : "Close"),
      label ? h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}` }, label) : null,
    ),
  );
  const dialog = h("dialog", { "aria-label": title }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await submit(new FormData(form));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const field = (label, properties) => h("label", { class: "field" }, h("span", {}, label), h("input", { class: "input", ...properties }));

export const askPerson = (submit) =>
  show("Add a person", [field("Name", { name: "name", required: true, placeholder: "Dora Diaz" }), field("Email (optional)", { name: "email", placeholder: "made from the name" })], {
    label: "Add",
    submit: (data) => submit(data.get("name"), data.get("email") || undefined),
  });

export const askSpace = (view, submit) => {
  const others = [...view.people].filter((person) => person.id !== view.person.id).sort((one, other) => Number(other.bot) - Number(one.bot));
  const choices = others.map((person) => choice(person, h("input", { type: "checkbox", name: "member", value: person.id, checked: person.bot })));
  return show("New space", [field("Title", { name: "title", required: true, placeholder: "Ops" }), h("div", { class: "field" }, h("span", {}, "People"), h("div", { class: "choices" }, choices))], {
    label: "Create",
    submit: (data) => submit(data.get("title"), data.getAll("member")),
  });
};

/** Who is in a space; each change is made at once. */
export const showPeople = (view, entry, change) => {
  const list = h("div", { class: "choices" });
  const members = new Set(entry.members);
  const draw = () => {
    const sorted = [...view.people].sort((one, other) => Number(members.has(other.id)) - Number(members.has(one.id)));
    list.replaceChildren(
      ...sorted.map((person) => {
        const inside = members.has(person.id);
        const me = person.id === view.person.id;
        const toggle = async () => {
          try {
            await change(person, !inside);
            if (inside) members.delete(person.id);
            else members.add(person.id);
            draw();
          } catch (error) {
            toast(error.message);
          }
        };
        return choice(person, me ? h("span", { class: "muted" }, "you") : h("button", { type: "button", class: "button small", onclick: toggle }, inside ? "Remove" : "Add"));
      }),
    );
  };
  draw();
  return show(`People in ${entry.title}`, [list], {});
};

export const confirm = (title, text, label, submit) => show(title, [h("div", { class: "muted" }, text)], { label, danger: true, submit });

function choice(person, control) {
  return h(
    control.type === "checkbox" ? "label" : "div",
    { class: "choice" },
    avatar(person),
    h("span", { class: "who" }, h("span", {}, person.name, person.bot ? h("span", {}, " ", h("span", { class: "tag" }, "bot")) : null), h("small", {}, person.email)),
    control,
  );
}
