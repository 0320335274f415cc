//! One call of a script's `http`: secrets are filled in here, right before it goes out.

use super::active::Active;
use super::core::Core;
use crate::net::{FetchAnswer, FetchBody, FetchError, FetchRequest};
use crate::value::{
    CallBody, Fault, FaultKind, HttpCall, Outcome, Value, from_json, reveal, to_json, to_json_with,
};
use smol_str::SmolStr;
use std::time::Duration;
use url::Url;

pub(super) async fn make(core: &Core, active: &Active, call: &HttpCall) -> Outcome {
    let request = request(active, call)?;
    match core.fetch.fetch(&active.program().bot.net, request).await {
        Ok(answer) => Ok(response(&answer)),
        Err(error) => Err(fault(error)),
    }
}

fn request(active: &Active, call: &HttpCall) -> Result<FetchRequest, Fault> {
    let mut headers = Vec::new();
    for (name, value) in &call.headers {
        headers.push((name.to_string(), plain(active, value)?));
    }
    let timeout = u64::try_from(call.timeout_ms).ok().filter(|ms| *ms > 0).map(Duration::from_millis);
    Ok(FetchRequest {
        method: call.method.to_string(),
        url: address(active, call)?,
        headers,
        body: body(active, &call.body)?,
        timeout,
        retry: call.retry,
    })
}

/// The address with the query parameters appended; a list repeats its name, none leaves it out.
fn address(active: &Active, call: &HttpCall) -> Result<String, Fault> {
    if call.query.is_empty() {
        return Ok(call.url.to_string());
    }
    let mut url = Url::parse(call.url.trim()).map_err(|_| {
        Fault::new(FaultKind::Http, "this is no address to call: it starts with `https://` and a host")
    })?;
    let pairs = pairs(active, call.query.iter().map(|(name, value)| (name, value)))?;
    url.query_pairs_mut().extend_pairs(pairs);
    Ok(url.into())
}

fn body(active: &Active, body: &CallBody) -> Result<FetchBody, Fault> {
    Ok(match body {
        CallBody::Empty => FetchBody::Empty,
        CallBody::Json(value) => FetchBody::Json(to_json_with(value, &mut |name| active.secret(name))?),
        CallBody::Form(Value::Map(fields) | Value::Record(fields)) => {
            FetchBody::Form(pairs(active, fields.iter())?)
        }
        CallBody::Form(other) => {
            let message = format!("a form is a map or a record, found {}", other.kind_name());
            return Err(Fault::new(FaultKind::Builtin, message));
        }
        CallBody::Text(value) => FetchBody::Text(plain(active, value)?),
    })
}

fn pairs<'v>(
    active: &Active,
    entries: impl Iterator<Item = (&'v SmolStr, &'v Value)>,
) -> Result<Vec<(String, String)>, Fault> {
    let mut pairs = Vec::new();
    for (name, value) in entries {
        match value {
            Value::None => {}
            Value::List(items) | Value::Set(items) => {
                for item in items.iter() {
                    pairs.push((name.to_string(), plain(active, item)?));
                }
            }
            value => pairs.push((name.to_string(), plain(active, value)?)),
        }
    }
    Ok(pairs)
}

/// The characters of a scalar, with its secrets.
fn plain(active: &Active, value: &Value) -> Result<String, Fault> {
    match value {
        Value::Text(text) => Ok(text.as_str().to_owned()),
        Value::Secret(parts) => reveal(parts, &mut |name| active.secret(name)),
        other => Ok(match to_json(other)? {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        }),
    }
}

/// The record `{ status, headers, body, json }`.
fn response(answer: &FetchAnswer) -> Value {
    let json = serde_json::from_slice(&answer.body).ok().and_then(|json| from_json(&json).ok());
    let headers = answer.headers.iter().map(|(name, value)| (name.to_lowercase(), Value::data(value)));
    Value::record([
        ("status", Value::Int(i64::from(answer.status))),
        ("headers", Value::map(headers)),
        ("body", Value::data(answer.text())),
        ("json", json.unwrap_or_default()),
    ])
}

fn fault(error: FetchError) -> Fault {
    let body = error.body.map(|body| {
        let json = serde_json::from_str(&body).ok().and_then(|json| from_json(&json).ok());
        json.unwrap_or_else(|| Value::data(&body))
    });
    Fault { status: error.status.map(i64::from), body, ..Fault::new(FaultKind::Http, error.message) }
}
