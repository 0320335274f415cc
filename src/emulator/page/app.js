// The page: its state, and what happens when something changes.
import { api, follow } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { askPerson, askSpace, confirm, showPeople } from "./dialogs.js";
import { h, iconButton, toast } from "./dom.js";
import { drawPerson, drawSpaces, walkSpaces } from "./spaces.js";
import { Hooks, Log } from "./tools.js";

const $ = (id) => document.getElementById(id);
const BANNER_MS = 5000;

const state = {
  view: undefined,
  /** The space that is open: a room id, or `direct:` and a person where there is no room yet. */
  spaceKey: undefined,
  entry: undefined,
  /** Messages whose markdown is shown. */
  shown: new Set(),
  /** Newest message that was seen, by person and room. */
  seen: JSON.parse(sessionStorage.getItem("seen") ?? "{}"),
  personId: sessionStorage.getItem("person") ?? undefined,
};

const actions = {
  entries(view = state.view) {
    const entries = view.rooms.map((room) => ({ ...room, key: room.id, other: room.members.find((id) => id !== view.person.id) }));
    if (!entries.some((entry) => entry.kind === "direct" && entry.other === view.bot.id)) {
      entries.push({ key: `direct:${view.bot.id}`, id: undefined, kind: "direct", title: view.bot.name, members: [], other: view.bot.id, lastHeard: 0, preview: "" });
    }
    // The bot stands first; the rest as the server sorted it, by activity.
    return entries.sort((one, other) => Number(other.other === view.bot.id && other.kind === "direct") - Number(one.other === view.bot.id && one.kind === "direct"));
  },
  isUnread: (entry) => entry.key !== state.spaceKey && entry.lastHeard > (state.seen[`${state.view.person.id} ${entry.id}`] ?? 0),
  choosePerson(id) {
    state.personId = id;
    state.spaceKey = undefined;
    sessionStorage.setItem("person", id);
    return refresh();
  },
  async openSpace(key) {
    state.spaceKey = key;
    $("app").classList.remove("show-spaces");
    await refresh();
    composer.input.focus();
  },
  addPerson: () =>
    askPerson(async (name, email) => {
      const person = await api.addPerson(name, email);
      await actions.choosePerson(person.id);
    }),
  addSpace: () =>
    askSpace(state.view, async (title, members) => {
      const room = await api.addSpace(state.view.person.id, title, members);
      await actions.openSpace(room.id);
    }),
  people: () =>
    showPeople(state.view, state.entry, (person, add) =>
      add ? api.addMember(state.view.person.id, state.entry.id, person.id) : api.removeMember(state.view.person.id, state.entry.id, person.id),
    ),
  replyTo: (message) => composer.replyTo(message),
  edit: (message) => composer.edit(message),
  async press(message, inputs) {
    try {
      await api.press(state.view.person.id, message.id, inputs);
    } catch (error) {
      toast(error.message);
    }
  },
  toggleSource(message) {
    if (!state.shown.delete(message.id)) state.shown.add(message.id);
    draw();
  },
  remove: (message) => confirm("Delete this message?", "Those who read it keep what they read.", "Delete", () => api.remove(message.id, state.view.person.id)),
  async send({ text, editing, reply, file }) {
    const person = state.view.person.id;
    if (editing) return api.edit(editing.id, person, text);
    const to = state.entry.id ? { roomId: state.entry.id } : { toPersonId: state.entry.other };
    const message = await api.say({ person, ...to, text, parentId: reply?.id, file });
    if (!state.entry.id) await actions.openSpace(message.roomId);
  },
};

const conversation = new Conversation($("messages"), actions);
const composer = new Composer($("composer"), actions);
const log = new Log($("log-pane"));
const hooks = new Hooks($("hooks-pane"));

let running = false;
let again = false;
/** Reads the world anew and draws it. Calls that come meanwhile become one more. */
async function refresh() {
  again = true;
  if (running) return;
  running = true;
  try {
    while (again) {
      again = false;
      await load();
      draw();
    }
  } catch (error) {
    toast(error.message);
  } finally {
    running = false;
  }
}

/** Reads the world for the chosen person and space. What was chosen meanwhile is read in the next turn. */
async function load() {
  const { personId, spaceKey } = state;
  const overtaken = () => (state.personId !== personId || state.spaceKey !== spaceKey ? (again = true) : false);
  let view;
  try {
    view = await api.view(personId, spaceKey?.startsWith("direct:") ? undefined : spaceKey);
  } catch (error) {
    if (!personId || overtaken()) throw error;
    // The person is of an earlier run of the server.
    state.personId = state.spaceKey = undefined;
    again = true;
    return;
  }
  if (overtaken()) return;
  const entries = actions.entries(view);
  // A direct space that was only offered may have become a room.
  const entry =
    entries.find((other) => other.key === spaceKey) ??
    entries.find((other) => other.kind === "direct" && `direct:${other.other}` === spaceKey) ??
    entries[0];
  if (entry.id && entry.id !== view.room) {
    view = await api.view(view.person.id, entry.id);
    if (overtaken()) return;
  }
  Object.assign(state, { view, entry, personId: view.person.id, spaceKey: entry.key });
}

function draw() {
  const { view, entry } = state;
  if (!view) return;
  if (entry.id) {
    state.seen[`${view.person.id} ${entry.id}`] = entry.lastHeard;
    sessionStorage.setItem("seen", JSON.stringify(state.seen));
  }
  document.title = `${entry.title} · wbot dev`;
  drawPerson($("person"), state, actions);
  drawSpaces($("space-list"), state, actions);
  drawHeader();
  conversation.draw(state);
  composer.draw(state);
  hooks.draw(view.hooks);
}

function drawHeader() {
  const { view, entry } = state;
  const names = entry.members.map((id) => view.people.find((person) => person.id === id)?.name ?? "?");
  const about = entry.kind === "group" ? names.join(", ") : (view.people.find((person) => person.id === entry.other)?.email ?? "");
  const toggle = (name) => () => $("app").classList.toggle(name);
  $("chat-header").replaceChildren(
    iconButton("menu", "Spaces", toggle("show-spaces"), "only-narrow"),
    h("div", { class: "chat-title" }, h("h2", {}, entry.title), h("small", {}, about)),
    h("span", { class: "grow" }),
    ...(entry.kind === "group" ? [iconButton("people", "People of this space", actions.people)] : []),
    iconButton("panel", "Log and webhooks", toggle("show-tools"), "only-medium"),
  );
}

let bannerTimer;
function showBanner(banner, className = banner?.kind) {
  const root = $("banner");
  clearTimeout(bannerTimer);
  root.hidden = !banner;
  if (!banner) return;
  root.className = `banner ${className}`;
  root.replaceChildren(
    h("div", { class: "banner-words" }, h("b", {}, banner.title), banner.details ? h("pre", {}, banner.details) : null),
    iconButton("close", "Hide", () => (root.hidden = true)),
  );
  if (banner.kind === "ok") bannerTimer = setTimeout(() => (root.hidden = true), BANNER_MS);
}

function chooseTab(name) {
  for (const other of ["log", "hooks"]) {
    const selected = other === name;
    $(`tab-${other}`).setAttribute("aria-selected", String(selected));
    $(`tab-${other}`).tabIndex = selected ? 0 : -1;
    $(`${other}-pane`).hidden = !selected;
  }
}
for (const name of ["log", "hooks"]) {
  $(`tab-${name}`).addEventListener("click", () => chooseTab(name));
  $(`tab-${name}`).addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = name === "log" ? "hooks" : "log";
    chooseTab(other);
    $(`tab-${other}`).focus();
  });
}
chooseTab("log");
walkSpaces($("space-list"));

$("new-space").addEventListener("click", () => actions.addSpace());
$("reset").addEventListener("click", () =>
  confirm("Reset the bot’s state?", "What the bot remembers and all conversations are forgotten. People and spaces stay.", "Reset", async () => {
    await api.reset();
    toast("The state was reset.");
  }),
);
$("app").addEventListener("click", (event) => {
  // The dimmed page behind a drawer.
  if (event.target === $("app")) $("app").classList.remove("show-tools", "show-spaces");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") $("app").classList.remove("show-tools", "show-spaces");
});

let lost = false;
follow({
  hello({ log: lines, banner }) {
    lost = false;
    log.set(lines);
    // An old success is no news to a page that has just opened.
    showBanner(banner?.kind === "ok" ? null : banner);
    refresh();
  },
  change: () => refresh(),
  log: (entry) => log.add(entry),
  banner: (banner) => showBanner(banner),
  lost() {
    if (lost) return;
    lost = true;
    showBanner({ kind: "lost", title: "The bot is not running. The page comes back with it.", details: "" });
  },
});
