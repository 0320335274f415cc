// Calls of the server that served this page.

async function call(method, path, body) {
  const response = await fetch(`/control${path}`, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const json = text && response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(json?.message ?? text ?? `status ${response.status}`);
  return json;
}

const query = (values) => {
  const present = Object.entries(values).filter(([, value]) => value);
  return new URLSearchParams(present).toString();
};

export const api = {
  view: (person, room) => call("GET", `/view?${query({ person, room })}`),
  say: (message) => call("POST", "/say", message),
  edit: (id, person, text) => call("PUT", `/messages/${id}`, { person, text }),
  press: (person, messageId, inputs) => call("POST", "/click", { person, messageId, inputs }),
  remove: (id, person) => call("DELETE", `/messages/${id}?${query({ person })}`),
  addPerson: (name, email) => call("POST", "/people", { name, email }),
  addSpace: (person, title, members) => call("POST", "/rooms", { person, title, members }),
  addMember: (person, roomId, member) => call("POST", "/memberships", { person, roomId, member }),
  removeMember: (person, roomId, member) => call("DELETE", `/memberships?${query({ person, roomId, member })}`),
  callHook: (hook) => call("POST", "/hook", hook),
  reset: () => call("POST", "/reset"),
  fileUrl: (id, person) => `/control/contents/${id}?${query({ person })}`,
};

/** Follows what happens. `handlers` has `hello`, `change`, `log`, `banner`, `lost`. */
export function follow(handlers) {
  const source = new EventSource("/control/events");
  for (const name of ["hello", "change", "log", "banner"]) {
    source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
  }
  source.addEventListener("error", () => handlers.lost());
}
