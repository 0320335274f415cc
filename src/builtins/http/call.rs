//! Calls of other hosts. A status of 400 or more fails.

use crate::base::limits;
use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{CallBody, Effect, Fault, FaultKind, HttpCall, Value};

pub(in crate::builtins) static GET: Builtin = Builtin {
    signature: "http.get(url: text, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Asks for what stands at an address.",
    examples: &[],
    kind: Kind::Effect(|args, _| call("GET", args, CallBody::Empty)),
};

pub(in crate::builtins) static HEAD: Builtin = Builtin {
    signature: "http.head(url: text, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Asks for the headers of what stands at an address.",
    examples: &[],
    kind: Kind::Effect(|args, _| call("HEAD", args, CallBody::Empty)),
};

pub(in crate::builtins) static POST: Builtin = Builtin {
    signature: "http.post(url: text, json: J?, form: map<S>?, body: S?, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Sends a body to an address; done again after a failure only if `retry` says so.",
    examples: &[],
    kind: Kind::Effect(|args, _| call_with_body("POST", args)),
};

pub(in crate::builtins) static PUT: Builtin = Builtin {
    signature: "http.put(url: text, json: J?, form: map<S>?, body: S?, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Puts a body at an address.",
    examples: &[],
    kind: Kind::Effect(|args, _| call_with_body("PUT", args)),
};

pub(in crate::builtins) static PATCH: Builtin = Builtin {
    signature: "http.patch(url: text, json: J?, form: map<S>?, body: S?, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Changes what stands at an address.",
    examples: &[],
    kind: Kind::Effect(|args, _| call_with_body("PATCH", args)),
};

pub(in crate::builtins) static DELETE: Builtin = Builtin {
    signature: "http.delete(url: text, json: J?, form: map<S>?, body: S?, query: map<json>?, headers: map<S>?, timeout: duration?, retry: int?) -> response",
    doc: "Deletes what stands at an address.",
    examples: &[],
    kind: Kind::Effect(|args, _| call_with_body("DELETE", args)),
};

/// `url`, then the parameters of the body, then those that every call has.
fn call_with_body(method: &'static str, args: &[Value]) -> Result<Effect, Fault> {
    let given = Args(args);
    let bodies = [given.given(1), given.given(2), given.given(3)];
    if bodies.iter().flatten().count() > 1 {
        return Err(refused("a call has one body: `json`, `form` or `body`"));
    }
    let body = match bodies {
        [Some(json), _, _] => CallBody::Json(json.clone()),
        [_, Some(form), _] => CallBody::Form(form.clone()),
        [_, _, Some(text)] => CallBody::Text(text.clone()),
        _ => CallBody::Empty,
    };
    let rest: Vec<Value> = args.iter().take(1).chain(args.iter().skip(4)).cloned().collect();
    call(method, &rest, body)
}

/// `url, query, headers, timeout, retry`
fn call(method: &'static str, args: &[Value], body: CallBody) -> Result<Effect, Fault> {
    let given = Args(args);
    let entries = |at| match given.given(at) {
        Some(_) => {
            given.map(at).map(|map| map.iter().map(|(key, value)| (key.clone(), value.clone())).collect())
        }
        None => Ok(Vec::new()),
    };
    let timeout_ms = match given.given(3) {
        Some(_) => given.duration(3)?,
        None => limits::HTTP_TIMEOUT_MS,
    };
    if timeout_ms <= 0 {
        return Err(refused("the `timeout` of a call is longer than nothing"));
    }
    let retry = match given.given(4) {
        Some(_) => Some(retries(given.int(4)?)?),
        None => None,
    };
    Ok(Effect::Http(HttpCall {
        method: method.into(),
        url: given.str(0)?.into(),
        query: entries(1)?,
        headers: entries(2)?,
        body,
        timeout_ms,
        retry,
    }))
}

fn retries(retry: i64) -> Result<u32, Fault> {
    u32::try_from(retry).ok().filter(|retry| *retry <= limits::HTTP_RETRIES_MAX).ok_or_else(|| {
        refused(format!("`retry` of a call is 0 to {}, found {retry}", limits::HTTP_RETRIES_MAX))
    })
}

fn refused(message: impl AsRef<str>) -> Fault {
    Fault::new(FaultKind::Builtin, message)
}
