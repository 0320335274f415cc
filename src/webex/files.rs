//! Files: what is uploaded with a message, and what is downloaded from one.

use super::client::{API_URL, Call, WebexClient};
use super::error::{WebexError, WebexErrorKind};
use crate::base::limits;
use crate::hosts::same_origin;
use crate::net::{Bytes, HttpResponse, Method};
use std::time::Duration;
use url::Url;

/// The host that addresses of older files name; it takes the same token.
const LEGACY_API_URL: &str = "https://api.ciscospark.com/v1";

/// A file to send.
#[derive(Clone, PartialEq, Eq)]
pub enum OutgoingFile {
    /// These bytes.
    Upload {
        /// Name as it is shown.
        name: String,
        /// Content type; absent: by the name's ending.
        content_type: Option<String>,
        /// Content, 100 MB at most.
        bytes: Bytes,
    },
    /// A public address from which Webex fetches it.
    Url(String),
}

impl std::fmt::Debug for OutgoingFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Upload { name, bytes, .. } => write!(f, "Upload({name:?}, {} bytes)", bytes.len()),
            Self::Url(_) => f.write_str("Url"),
        }
    }
}

/// A file that was read.
#[derive(Clone, PartialEq, Eq)]
pub struct DownloadedFile {
    /// Name, without folders.
    pub name: String,
    /// Content type, `application/octet-stream` when none was given.
    pub content_type: String,
    /// Content.
    pub bytes: Bytes,
}

impl std::fmt::Debug for DownloadedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DownloadedFile({:?}, {} bytes)", self.name, self.bytes.len())
    }
}

impl WebexClient {
    /// Reads a file of a message. A file that is still being scanned is waited for. One that cannot be
    /// scanned is refused unless `allow_unscannable`.
    ///
    /// # Errors
    /// Why not. An address that is not Webex's is refused: the token goes nowhere else.
    pub async fn download(&self, url: &str, allow_unscannable: bool) -> Result<DownloadedFile, WebexError> {
        let action = "read the file";
        let refused = |message: &str| WebexError::new(WebexErrorKind::Refused, action, message);
        let mut url = Url::parse(url).map_err(|_| refused("its address is none"))?;
        if !self.takes_token(&url) {
            return Err(refused("it is not at Webex"));
        }
        if allow_unscannable {
            url.query_pairs_mut().append_pair("allow", "unscannable");
        }
        let call = Call {
            timeout: Duration::from_millis(limits::WEBEX_FILE_TIMEOUT_MS),
            answer_bytes_max: limits::FILE_BYTES_MAX,
            follow: true,
            ..self.request(action, Method::GET, url)
        };
        let response = self.call(call).await?;
        let content_type = response.header("content-type").unwrap_or("application/octet-stream").to_owned();
        Ok(DownloadedFile { name: name_of(&response), content_type, bytes: response.body })
    }

    fn takes_token(&self, url: &Url) -> bool {
        let production = Url::parse(API_URL).is_ok_and(|api| same_origin(&api, self.api()));
        let legacy = Url::parse(LEGACY_API_URL).is_ok_and(|legacy| same_origin(&legacy, url));
        same_origin(self.api(), url) || production && legacy
    }
}

fn name_of(response: &HttpResponse) -> String {
    let value = response.headers.get("content-disposition");
    let disposition = value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    plain_name(&disposition.and_then(|text| file_name(&text)).unwrap_or_default())
}

/// The name in `attachment; filename="a.txt"; filename*=UTF-8''a.txt`; the second form wins.
fn file_name(disposition: &str) -> Option<String> {
    let mut plain = None;
    let mut rest = disposition;
    while let Some((_, after)) = rest.split_once(';') {
        rest = after;
        let Some((name, value)) = after.split_once('=') else { break };
        if name.trim().eq_ignore_ascii_case("filename*") {
            let value = value.split(';').next().unwrap_or_default().trim();
            let encoded = value.splitn(3, '\'').nth(2)?;
            // A form pair decodes `%XX` alike; `+` stands for itself here.
            let pair = format!("x={}", encoded.replace('+', "%2B"));
            return url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, name)| name.into_owned());
        }
        if name.trim().eq_ignore_ascii_case("filename") {
            plain = Some(unquote(value.trim_start()));
            if let Some(quoted) = value.trim_start().strip_prefix('"') {
                rest = quoted.split_once('"').map_or("", |(_, after)| after);
            }
        }
    }
    plain
}

fn unquote(value: &str) -> String {
    let Some(quoted) = value.strip_prefix('"') else {
        return value.split(';').next().unwrap_or_default().trim().to_owned();
    };
    let (mut name, mut escaped) = (String::new(), false);
    for c in quoted.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => break,
            other => {
                name.push(other);
                escaped = false;
            }
        }
    }
    name
}

/// A name without folders and control characters: nothing that could lead out of a folder or into a
/// header.
pub(super) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).collect();
    match plain.trim() {
        "" | "." | ".." => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// Content type by the name's ending.
pub(super) fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref().unwrap_or_default() {
        "txt" | "log" => "text/plain",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "html" | "htm" => "text/html",
        "json" => "application/json",
        "xml" => "application/xml",
        "yaml" | "yml" => "application/yaml",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{file_name, media_type, plain_name};

    fn check(disposition: &str, want: Option<&str>) {
        assert_eq!(file_name(disposition).as_deref(), want, "{disposition}");
    }

    #[test]
    fn names_are_read_from_the_header() {
        check(r#"attachment; filename="a b.txt""#, Some("a b.txt"));
        check(r#"attachment; filename="a;\"b\".txt"; size=3"#, Some(r#"a;"b".txt"#));
        check("attachment; FileName=a.txt; size=3", Some("a.txt"));
        check("attachment; filename=\"x.txt\"; filename*=UTF-8''%E2%82%AC+1.txt", Some("€+1.txt"));
        check("attachment", None);
        check("inline; filename*=broken", None);
        check("a;b", None);
    }

    #[test]
    fn names_lead_nowhere() {
        for (name, want) in [
            ("../../etc/passwd", "passwd"),
            (r"C:\x\a.txt", "a.txt"),
            ("a\r\nX: y", "aX: y"),
            ("..", "file"),
            ("", "file"),
            ("grün.pdf", "grün.pdf"),
        ] {
            assert_eq!(plain_name(name), want);
        }
        assert_eq!((media_type("A.CSV"), media_type("csv")), ("text/csv", "application/octet-stream"));
    }
}
