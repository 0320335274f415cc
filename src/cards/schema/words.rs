//! The words that properties take, as the schema writes them.

pub(super) const COLORS: &[&str] = &["default", "dark", "light", "accent", "good", "warning", "attention"];
pub(super) const SIZES: &[&str] = &["default", "small", "medium", "large", "extraLarge"];
pub(super) const WEIGHTS: &[&str] = &["lighter", "default", "bolder"];
pub(super) const ALIGN: &[&str] = &["left", "center", "right"];
pub(super) const VALIGN: &[&str] = &["top", "center", "bottom"];
pub(super) const FONTS: &[&str] = &["default", "monospace"];
pub(super) const STYLES: &[&str] = &["default", "emphasis", "good", "attention", "warning", "accent"];
pub(super) const SPACING: &[&str] = &["default", "none", "small", "medium", "large", "extraLarge", "padding"];
pub(super) const IMAGE_SIZES: &[&str] = &["auto", "stretch", "small", "medium", "large"];
pub(super) const IMAGE_STYLES: &[&str] = &["default", "person"];
pub(super) const HEIGHTS: &[&str] = &["auto", "stretch"];
pub(super) const ACTION_STYLES: &[&str] = &["default", "positive", "destructive"];
pub(super) const ASSOCIATED: &[&str] = &["auto", "none"];
pub(super) const TEXT_STYLES: &[&str] = &["text", "tel", "url", "email"];
pub(super) const CHOICE_STYLES: &[&str] = &["compact", "expanded"];
pub(super) const FILL_MODES: &[&str] = &["cover", "repeatHorizontally", "repeatVertically", "repeat"];
