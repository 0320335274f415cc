//! A message as a form with a file.

use axum::extract::{FromRequest, Multipart, Request};

use crate::emulator::error::ApiError;
use crate::emulator::world::Upload;
use crate::webex::wire::MessageCreate;

/// Reads `multipart/form-data`: the fields of a message, and one part `files`.
///
/// # Errors
/// 400 for a form that is malformed or has several files.
pub(super) async fn read_form(request: Request) -> Result<(MessageCreate, Option<Upload>), ApiError> {
    let wrong = |error: axum::extract::multipart::MultipartError| {
        ApiError::new(error.status().as_u16(), format!("The form is not valid: {}", error.body_text()))
    };
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|error| ApiError::bad_request(format!("The form is not valid: {}", error.body_text())))?;
    let mut message = MessageCreate::default();
    let mut upload = None;
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" && field.file_name().is_some() {
            let file = Upload {
                name: field.file_name().unwrap_or_default().to_owned(),
                media_type: field.content_type().unwrap_or("application/octet-stream").to_owned(),
                bytes: field.bytes().await.map_err(wrong)?.to_vec(),
            };
            if upload.replace(file).is_some() {
                return Err(ApiError::bad_request(
                    "Unable to post message to room: Only one file is supported.",
                ));
            }
            continue;
        }
        let value = field.text().await.map_err(wrong)?;
        match name.as_str() {
            "roomId" => message.room_id = Some(value),
            "toPersonId" => message.to_person_id = Some(value),
            "toPersonEmail" => message.to_person_email = Some(value),
            "text" => message.text = Some(value),
            "markdown" => message.markdown = Some(value),
            "parentId" => message.parent_id = Some(value),
            "files" => message.files.push(value),
            "attachments" => {
                return Err(ApiError::bad_request("Attachments are not supported in a form."));
            }
            _ => {}
        }
    }
    Ok((message, upload))
}
