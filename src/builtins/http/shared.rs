//! What several of these need.

use crate::base::limits;
use crate::builtins::args::Args;
use crate::value::{CallBody, Effect, Fault, FaultKind, HttpCall, Value, refused_header};

/// `url`, then the parameters of the body, then those that every call has.
pub(in crate::builtins) fn call_with_body(method: &'static str, args: &[Value]) -> Result<Effect, Fault> {
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
pub(in crate::builtins) fn call(
    method: &'static str,
    args: &[Value],
    body: CallBody,
) -> Result<Effect, Fault> {
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
    let headers = entries(2)?;
    if let Some(why) = headers.iter().find_map(|(name, _)| refused_header(name)) {
        return Err(refused(why));
    }
    Ok(Effect::Http(HttpCall {
        method: method.into(),
        url: given.str(0)?.into(),
        query: entries(1)?,
        headers,
        body,
        timeout_ms,
        retry,
    }))
}

/// How often a call may be tried again.
fn retries(retry: i64) -> Result<u32, Fault> {
    u32::try_from(retry).ok().filter(|retry| *retry <= limits::HTTP_RETRIES_MAX).ok_or_else(|| {
        refused(format!("`retry` of a call is 0 to {}, found {retry}", limits::HTTP_RETRIES_MAX))
    })
}

fn refused(message: impl AsRef<str>) -> Fault {
    Fault::new(FaultKind::Builtin, message)
}
