//! `person.mention`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{PersonRef, Text, TextBuilder, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "person.mention -> text",
    doc: "Markup that mentions the person.",
    examples: &[(r#"person("bob@acme.com").mention"#, r#""<@personEmail:bob@acme.com>""#)],
    kind: Kind::Pure(|args, _| Ok(Value::Text(mention(Args(args).person(0)?)))),
};

/// Only what cannot end the mention early goes into one; of anything else the name is said.
fn mention(person: &PersonRef) -> Text {
    let harmless = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let (kind, value) = if harmless(&person.email, "@.+-_'") {
        ("personEmail", &person.email)
    } else if harmless(&person.id, "-_=") {
        ("personId", &person.id)
    } else {
        return Text::data(person.local_part());
    };
    let mut builder = TextBuilder::new();
    builder.push(&format!("<@{kind}:{value}>"), true);
    builder.finish()
}
