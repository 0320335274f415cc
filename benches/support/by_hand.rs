//! The bot that one writes by hand: axum and reqwest, nothing else. It registers its webhook, answers deliveries at once, fetches
//! the message, takes the mention off and answers. No signature, no store, no order, no retry: the least that works.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;

/// The argument that makes the benchmark's own program this bot.
pub const ARGUMENT: &str = "--by-hand";

struct Bot {
    http: reqwest::Client,
    api: String,
    token: String,
    id: String,
}

/// Runs it until the process is ended: listens on `port`, talks to the Webex at `api`.
pub async fn run(api: &str, token: &str, port: u16) {
    let http = reqwest::Client::new();
    let me: Value = call(http.get(format!("{api}/people/me")), token).await.expect("the bot's identity");
    let id = me["id"].as_str().expect("an id").to_owned();
    let bot = Arc::new(Bot { http, api: api.to_owned(), token: token.to_owned(), id });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    let hook = json!({
        "name": "by hand", "targetUrl": format!("http://127.0.0.1:{port}/hook"), "resource": "messages", "event": "created",
    });
    let register = bot.http.post(format!("{api}/webhooks")).json(&hook);
    call(register, token).await.expect("the webhook is registered");
    let app = Router::new().route("/hook", post(take)).with_state(bot);
    axum::serve(listener, app).await.expect("it serves");
}

async fn take(State(bot): State<Arc<Bot>>, Json(event): Json<Value>) -> StatusCode {
    tokio::spawn(async move {
        if let Err(error) = answer(&bot, &event).await {
            eprintln!("{error}");
        }
    });
    StatusCode::OK
}

async fn answer(bot: &Bot, event: &Value) -> Result<(), reqwest::Error> {
    if event["data"]["personId"] == bot.id.as_str() {
        return Ok(());
    }
    let Some(id) = event["data"]["id"].as_str() else { return Ok(()) };
    let message = call(bot.http.get(format!("{}/messages/{id}", bot.api)), &bot.token).await?;
    let Some(number) =
        message["text"].as_str().and_then(|text| text.rsplit_once("count ")).map(|(_, number)| number)
    else {
        return Ok(());
    };
    let said = format!("{} {number}", message["personEmail"].as_str().unwrap_or_default());
    let body = json!({ "roomId": message["roomId"], "markdown": said });
    call(bot.http.post(format!("{}/messages", bot.api)).json(&body), &bot.token).await?;
    Ok(())
}

async fn call(request: reqwest::RequestBuilder, token: &str) -> Result<Value, reqwest::Error> {
    request.bearer_auth(token).send().await?.error_for_status()?.json().await
}
