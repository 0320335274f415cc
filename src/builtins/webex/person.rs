//! People and what is known of them.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::{Fault, FaultKind, PersonRef, Read, Text, TextBuilder, Value, parse_email};

pub(in crate::builtins) static OF: Builtin = Builtin {
    signature: "person(email: text) -> person",
    doc: "The person with this e-mail address.",
    examples: &[(r#"person("Bob@Acme.com").email"#, "bob@acme.com")],
    kind: Kind::Pure(|args, _| {
        let email = Args(args).str(0)?;
        parse_email(email)
            .map(Value::Person)
            .ok_or_else(|| Fault::new(FaultKind::Builtin, format!("`{email}` is no e-mail address")))
    }),
};

pub(in crate::builtins) static BOT: Builtin = Builtin {
    signature: "bot -> person",
    doc: "The bot itself.",
    examples: &[("bot == bot", "true")],
    kind: Kind::Pure(|_, env| Ok(Value::Person(env.bot.clone()))),
};

pub(in crate::builtins) static EMAIL: Builtin = Builtin {
    signature: "person.email -> text",
    doc: "The e-mail address, in lower case.",
    examples: &[(r#"person("Bob@Acme.com").email"#, "bob@acme.com")],
    kind: Kind::Read {
        ask: |args| known(args, |person| &person.email),
        pick: |profile, args| Ok(known_or(&profile, "email", &Args(args).person(0)?.email)),
    },
};

pub(in crate::builtins) static ID: Builtin = Builtin {
    signature: "person.id -> text",
    doc: "The id that Webex gives.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| known(args, |person| &person.id),
        pick: |profile, args| Ok(known_or(&profile, "id", &Args(args).person(0)?.id)),
    },
};

pub(in crate::builtins) static NAME: Builtin = Builtin {
    signature: "person.name -> text",
    doc: "The display name; the local part of the address where it is not known.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, args| Ok(Value::data(name(&profile, Args(args).person(0)?))),
    },
};

pub(in crate::builtins) static FIRST_NAME: Builtin = Builtin {
    signature: "person.first_name -> text",
    doc: "The first name.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, args| {
            let first = field(&profile, "first_name");
            if !first.is_empty() {
                return Ok(Value::data(first));
            }
            let name = name(&profile, Args(args).person(0)?);
            Ok(Value::data(name.split_whitespace().next().unwrap_or(&name)))
        },
    },
};

pub(in crate::builtins) static LAST_NAME: Builtin = Builtin {
    signature: "person.last_name -> text",
    doc: "The last name; empty where it is not known.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, _| Ok(Value::data(field(&profile, "last_name"))),
    },
};

pub(in crate::builtins) static AVATAR: Builtin = Builtin {
    signature: "person.avatar -> text",
    doc: "The address of the picture; empty where there is none.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Person(Args(args).person(0)?.clone()))),
        pick: |profile, _| Ok(Value::data(field(&profile, "avatar"))),
    },
};

pub(in crate::builtins) static DOMAIN: Builtin = Builtin {
    signature: "person.domain -> text",
    doc: "What stands behind the @ of the address.",
    examples: &[(r#"person("bob@acme.com").domain"#, "acme.com")],
    kind: Kind::Read {
        ask: |args| {
            let email = &Args(args).person(0)?.email;
            Ok(match email.split_once('@') {
                Some((_, domain)) => Answer::Known(Value::data(domain)),
                None => Answer::Ask(Read::Person(Args(args).person(0)?.clone())),
            })
        },
        pick: |profile, _| {
            Ok(Value::data(field(&profile, "email").split_once('@').map_or("", |(_, domain)| domain)))
        },
    },
};

pub(in crate::builtins) static MENTION: Builtin = Builtin {
    signature: "person.mention -> text",
    doc: "Markup that mentions the person.",
    examples: &[(r#"person("bob@acme.com").mention"#, "<@personEmail:bob@acme.com>")],
    kind: Kind::Pure(|args, _| Ok(Value::Text(mention(Args(args).person(0)?)))),
};

/// A part of the reference, asked for where it is missing.
fn known(args: &[Value], part: fn(&PersonRef) -> &smol_str::SmolStr) -> Result<Answer, Fault> {
    let person = Args(args).person(0)?;
    let part = part(person);
    Ok(if part.is_empty() {
        Answer::Ask(Read::Person(person.clone()))
    } else {
        Answer::Known(Value::data(part))
    })
}

fn known_or(profile: &Value, name: &str, known: &str) -> Value {
    let read = field(profile, name);
    Value::data(if read.is_empty() { known } else { read })
}

/// A text of the profile; empty where it is absent.
fn field<'a>(profile: &'a Value, name: &str) -> &'a str {
    match profile {
        Value::Record(fields) | Value::Map(fields) => {
            fields.get(name).and_then(Value::as_str).unwrap_or_default()
        }
        _ => "",
    }
}

fn name(profile: &Value, person: &PersonRef) -> String {
    let name = field(profile, "name");
    if name.is_empty() { person.local_part().to_owned() } else { name.to_owned() }
}

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
