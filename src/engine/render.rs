//! Until the renderer of marks is there.
use crate::value::Text;
pub(super) fn render_markdown(text: &Text) -> String {
    text.as_str().to_owned()
}
