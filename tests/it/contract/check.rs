//! What is wrong with a call: its answer, and its request where it was carried out.

use serde_json::Value;
use wbot::emulator::Call;

use super::document::{Operation, document};

/// Parameters that only the addresses of next pages have.
const OF_PAGES: [&str; 2] = ["cursor", "beforeMessage"];

/// What is wrong with a call.
pub fn problems(call: &Call) -> Vec<String> {
    // The connection was broken: there was no answer.
    if call.status == 0 {
        return Vec::new();
    }
    let (path, query) = call.path.split_once('?').unwrap_or((&call.path, ""));
    let path = path.strip_prefix("/v1").unwrap_or(path);
    let operation = document().operation(&call.method, path);
    let mut found = match &operation {
        Some(operation) => of_operation(call, operation),
        None => of_nothing(call, path),
    };
    if call.status < 300
        && let Some(operation) = &operation
    {
        found.extend(of_request(call, operation, query));
    }
    found.iter().map(|problem| format!("{} {} {}: {problem}", call.method, call.path, call.status)).collect()
}

/// The operation of a call, if the file has it.
pub fn operation_of(call: &Call) -> Option<String> {
    let path = call.path.split('?').next().unwrap_or_default();
    let operation = document().operation(&call.method, path.strip_prefix("/v1").unwrap_or(path));
    operation.map(|operation| operation.name())
}

/// Files are not in the document; another path or method is refused.
fn of_nothing(call: &Call, path: &str) -> Vec<String> {
    let is_file = path.starts_with("/contents/") && matches!(call.method.as_str(), "GET" | "HEAD");
    match call.status {
        200 if is_file => {
            let wanted = ["content-disposition", "content-type", "content-length"];
            let missing = wanted.iter().filter(|name| header(call, name).is_none());
            missing.map(|name| format!("a file has the header {name}")).collect()
        }
        400.. if call.method == "HEAD" => Vec::new(),
        404 | 405 => of_refusal(call),
        400.. if is_file => of_refusal(call),
        _ => vec!["the API has no such operation".to_owned()],
    }
}

fn of_operation(call: &Call, operation: &Operation) -> Vec<String> {
    let status = call.status.to_string();
    let answers = &document().entry(operation)["responses"];
    let Some(answer) = answers.get(&status) else {
        return vec![format!("{} does not answer so", operation.name())];
    };
    if call.status >= 400 {
        return of_refusal(call);
    }
    if header(call, "trackingid").is_none() {
        return vec!["no trackingid".to_owned()];
    }
    if answer["content"]["application/json"].is_null() {
        return if call.answer.is_empty() { Vec::new() } else { vec!["there should be no body".to_owned()] };
    }
    let pointer = format!("{}/responses/{status}/content/application~1json/schema", pointer_of(operation));
    let mut found = match serde_json::from_slice::<Value>(&call.answer) {
        Ok(body) => document().errors(&pointer, &body),
        Err(error) => vec![format!("the body is no JSON: {error}")],
    };
    if let Some(link) = header(call, "link")
        && !(link.starts_with("<http") && link.ends_with(">; rel=\"next\""))
    {
        found.push(format!("no link to a next page: {link}"));
    }
    found
}

/// A refusal has a message, what is wrong, and the tracking id of its header. Gateways answer with a page.
fn of_refusal(call: &Call) -> Vec<String> {
    if call.status >= 500 && header(call, "content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return Vec::new();
    }
    let Ok(body) = serde_json::from_slice::<Value>(&call.answer) else {
        return vec!["a refusal has a body in JSON".to_owned()];
    };
    let mut found = Vec::new();
    if body["message"].as_str().is_none_or(str::is_empty) {
        found.push("a refusal has a message".to_owned());
    }
    let listed = body["errors"].as_array().is_some_and(|errors| {
        !errors.is_empty() && errors.iter().all(|error| error["description"].is_string())
    });
    let of_card = body["errors"]["attachments"]["attachmentErrors"].is_array();
    if !listed && !of_card {
        found.push(format!("a refusal says what is wrong: {body}"));
    }
    if body["trackingId"].as_str() != header(call, "trackingid") {
        found.push("the tracking id is that of the header".to_owned());
    }
    if call.status == 429 && header(call, "retry-after").is_some_and(|after| after.parse::<u64>().is_err()) {
        found.push("Retry-After is in seconds".to_owned());
    }
    found
}

fn of_request(call: &Call, operation: &Operation, query: &str) -> Vec<String> {
    let entry = document().entry(operation);
    let parameters: Vec<&Value> = entry["parameters"].as_array().into_iter().flatten().collect();
    let sent: Vec<String> =
        url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).collect();
    let of_query = |parameter: &&&Value| parameter["in"] == "query";
    let mut found: Vec<String> = sent
        .iter()
        .filter(|name| !OF_PAGES.contains(&name.as_str()))
        .filter(|name| !parameters.iter().filter(of_query).any(|it| it["name"] == name.as_str()))
        .map(|name| format!("there is no parameter {name}"))
        .collect();
    let required = parameters.iter().filter(of_query).filter(|it| it["required"] == true);
    let missing = required.filter(|it| !sent.iter().any(|name| it["name"] == name.as_str()));
    found.extend(missing.map(|it| format!("the parameter {} is missing", it["name"])));
    if !entry["requestBody"].is_null() && call.media_type.starts_with("application/json") {
        let pointer = format!("{}/requestBody/content/application~1json/schema", pointer_of(operation));
        match serde_json::from_slice::<Value>(&call.body) {
            Ok(body) => {
                found.extend(document().errors(&pointer, &body).iter().map(|it| format!("request {it}")));
            }
            Err(error) => found.push(format!("the request is no JSON: {error}")),
        }
    }
    found
}

fn pointer_of(operation: &Operation) -> String {
    let path = operation.template.replace('~', "~0").replace('/', "~1");
    format!("/paths/{path}/{}", operation.method.to_lowercase())
}

fn header<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    call.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}
