//! Names that the schema does not have.

use super::defect::Severity;
use super::place::Wrong;
use super::rules;
use super::values::quoted;
use crate::cards::schema::{ElementType, Part, newer_property, newer_type, of_json_type, part_types};
use crate::cards::sketch::Field;
use crate::diagnostics::nearest;

pub(super) fn unknown_property(kind: &'static ElementType, field: &Field) -> Wrong {
    let name = field.name.as_str();
    if ["$data", "$when"].contains(&name) {
        return Wrong::new(
            &rules::UNEXPANDED_TEMPLATE,
            format!("`{name}` of a template is still there"),
            "fill it in: a template is used by `card x(p: T) from \"./x.card.json\"`",
        )
        .weighs(Severity::Error);
    }
    if let Some(newer) = newer_property(kind.json, name) {
        let message = format!("`{name}` came with version {}, Webex takes 1.3", newer.version);
        return Wrong::new(&rules::VERSION_TOO_NEW, message, newer.instead);
    }
    let message = format!("{} has no property `{name}`", article(kind.json));
    let help = match nearest(name, kind.properties().map(|known| known.json)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "leave it out".to_owned(),
    };
    Wrong::new(&rules::UNKNOWN_PROPERTY, message, help)
}

/// `fallback`: whether something stands in for it.
pub(super) fn unknown_type(named: &str, part: Part, fallback: bool) -> Wrong {
    let rule = if part == Part::Action { &rules::UNKNOWN_ACTION } else { &rules::UNKNOWN_ELEMENT };
    let noun = if part == Part::Action { "action" } else { "element" };
    if let Some(newer) = newer_type(named) {
        let message = format!("`{named}` came with version {}, Webex takes 1.3", newer.version);
        return Wrong::new(&rules::VERSION_TOO_NEW, message, newer.instead);
    }
    if let Some(known) = of_json_type(named) {
        let help = match known.json {
            "Column" => "put it into the `columns` of a `ColumnSet`",
            "TextRun" => "put it into the `inlines` of a `RichTextBlock`",
            _ if known.is_action() => "put it into `actions`, or into an `ActionSet`",
            _ => "put it into `body`",
        };
        return Wrong::new(rule, format!("{} can't stand here", article(named)), help);
    }
    let also = if fallback { "; Webex refuses it even where it has a `fallback`" } else { "" };
    let message = format!("there is no {noun} {}{also}", quoted(named));
    let help = match nearest(named, part_types(part).map(|known| known.json)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if part == Part::Action => {
            "the actions are `Action.Submit`, `Action.OpenUrl`, `Action.ShowCard` and `Action.ToggleVisibility`"
                .to_owned()
        }
        None => "leave it out, or build it of `Container`, `ColumnSet`, `TextBlock` and `Image`".to_owned(),
    };
    Wrong::new(rule, message, help)
}

/// A type with its article.
pub(super) fn article(json: &str) -> String {
    let vowel = json.starts_with(['A', 'E', 'I', 'O', 'U']);
    format!("{} `{json}`", if vowel { "an" } else { "a" })
}
