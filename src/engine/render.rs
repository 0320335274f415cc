//! Until the renderer of marks is there.
use crate::value::Text;
pub(super) fn render_markdown(text: &Text) -> String {
    text.as_str().to_owned()
}
pub(super) fn text_for(message: &crate::webex::wire::Message, _me: &crate::webex::wire::Person) -> String {
    message.text.clone().unwrap_or_default()
}
