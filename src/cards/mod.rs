//! Adaptive Cards 1.3 as Webex takes them: the schema as tables, a card's values as JSON, what is wrong with
//! JSON of others, what comes back when a button is pressed.
//!
//! Input: card values (maps with marked texts), the JSON of a card, submitted inputs. Output: JSON to
//! send, defects, scripts, checked inputs. Invariants: pure; data in a text is escaped for where it stands; what a
//! client sends is validated again. Start with `schema/`, then `validate/`, `render.rs` and `submit.rs`.

mod choices;
mod import;
mod render;
mod schema;
mod sketch;
mod submit;
mod template;
mod validate;

pub use choices::{CHOICE, choices_card};
pub use import::{ImportProblem, Imported, card_name, card_script, import};
pub use render::{card_text, fallback_text, render};
pub use schema::{
    Content, ElementType, Kind, Part, Property, action, card_property, element, input_property, of_json_type,
    part_types, snake, words,
};
pub use sketch::{Field, Item, Pressable, Sketch, SketchKind, Spot, Spots, Through, Words, template_sketch};
pub use submit::{
    InputProblem, NAMES, OWN, Submitted, adopt_submits, buttons, sends_no_inputs, submitted, tell_apart,
};
pub use template::{
    Absent, Datum, Expanded, Expr, ExprKind, Function, Gives, Node, NodeKind, Places, Problem, Template,
    expand, function, function_names,
};
pub use validate::{Defect, RULES, Rule, Severity, card_of, review, validate};
