//! Files that a message names by URL: the service downloads them when it takes the message.

use std::time::Duration;

use url::Url;

use crate::base::limits::FILE_BYTES_MAX;
use crate::emulator::error::ApiError;
use crate::emulator::http::extract::media_type;
use crate::emulator::shared::Shared;
use crate::emulator::world::Upload;
use crate::net::{ClientOptions, HttpClient, HttpRequest, HttpResponse, Method, is_loopback};

/// From the first byte sent to the last byte read.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is at `written`.
///
/// # Errors
/// 400 for what is no address of the web, and where nothing can be had without authentication.
pub(super) async fn fetch(shared: &Shared, written: &str) -> Result<Upload, ApiError> {
    let url = Url::parse(written).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url =
        url.ok_or_else(|| ApiError::bad_request(format!("'{written}' is not a valid URL of a file.")))?;
    let answer = download(shared, &url).await.map_err(|why| {
        ApiError::bad_request(format!(
            "Unable to post message to room: the file at '{url}' cannot be had: {why}."
        ))
    })?;
    let name = url.path_segments().and_then(|mut parts| parts.next_back()).filter(|name| !name.is_empty());
    let declared = media_type(&answer.headers);
    Ok(Upload {
        name: name.unwrap_or("file").to_owned(),
        media_type: if declared.is_empty() { "application/octet-stream".to_owned() } else { declared },
        bytes: answer.body.to_vec(),
    })
}

async fn download(shared: &Shared, url: &Url) -> Result<HttpResponse, String> {
    let request = HttpRequest {
        answer_bytes_max: FILE_BYTES_MAX,
        ..HttpRequest::new(Method::GET, url.clone(), PATIENCE)
    };
    let client = if is_loopback(url) {
        shared.client.clone()
    } else {
        // A machine in a company reaches the world through the proxy that its environment names.
        HttpClient::new(&ClientOptions::default()).map_err(|error| error.to_string())?
    };
    let answer = client.send(request).await.map_err(|error| error.to_string())?;
    match answer.status {
        200 => Ok(answer),
        status => Err(format!("it is answered with {status}")),
    }
}
