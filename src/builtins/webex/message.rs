//! Messages, files and failures.

use crate::builtins::builtin::{Answer, Builtin, Kind};
use crate::value::{ErrorValue, Fault, FaultKind, FileRef, MessageRef, Read, Value};

pub(in crate::builtins) static ID: Builtin = Builtin {
    signature: "message.id -> text",
    doc: "The id that Webex gives.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(Value::data(&message(args)?.id))),
};

pub(in crate::builtins) static TEXT: Builtin = Builtin {
    signature: "message.text -> text",
    doc: "What it says, without markup.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Message(message(args)?.clone()))),
        pick: |content, _| Ok(field(content, "text", Value::data(""))),
    },
};

pub(in crate::builtins) static MARKDOWN: Builtin = Builtin {
    signature: "message.markdown -> text",
    doc: "What it says, as markdown; the plain text where it has none.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Message(message(args)?.clone()))),
        pick: |content, _| Ok(field(content, "markdown", Value::data(""))),
    },
};

pub(in crate::builtins) static PERSON: Builtin = Builtin {
    signature: "message.person -> person?",
    doc: "Who said it.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Message(message(args)?.clone()))),
        pick: |content, _| Ok(field(content, "person", Value::None)),
    },
};

pub(in crate::builtins) static FILES: Builtin = Builtin {
    signature: "message.files -> list<file>",
    doc: "The files that came with it.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::Message(message(args)?.clone()))),
        pick: |content, _| Ok(field(content, "files", Value::list(Vec::new()))),
    },
};

pub(in crate::builtins) static FILE_URL: Builtin = Builtin {
    signature: "file.url -> text",
    doc: "The address from which Webex serves the file.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(Value::data(&file(args)?.url))),
};

pub(in crate::builtins) static FILE_TEXT: Builtin = Builtin {
    signature: "file.text -> text",
    doc: "The content of the file as text.",
    examples: &[],
    kind: Kind::Read {
        ask: |args| Ok(Answer::Ask(Read::File(file(args)?.clone()))),
        pick: |content, _| Ok(content),
    },
};

pub(in crate::builtins) static ERROR_MESSAGE: Builtin = Builtin {
    signature: "error.message -> text",
    doc: "What happened.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(error(args)?.message.clone())),
};

pub(in crate::builtins) static ERROR_STATUS: Builtin = Builtin {
    signature: "error.status -> int?",
    doc: "The HTTP status, where there is one.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(error(args)?.status.map_or(Value::None, Value::Int))),
};

pub(in crate::builtins) static ERROR_BODY: Builtin = Builtin {
    signature: "error.body -> json",
    doc: "The body of the answer, where there is one.",
    examples: &[],
    kind: Kind::Pure(|args, _| Ok(error(args)?.body.clone().unwrap_or_default())),
};

fn field(content: Value, name: &str, absent: Value) -> Value {
    match content {
        Value::Record(fields) | Value::Map(fields) => fields.get(name).cloned().unwrap_or(absent),
        _ => absent,
    }
}

fn unfit(args: &[Value]) -> Fault {
    let found = args.first().map_or("nothing", Value::kind_name);
    Fault::new(FaultKind::Internal, format!("a built-in of another type was given a {found}"))
}

fn message(args: &[Value]) -> Result<&MessageRef, Fault> {
    match args.first() {
        Some(Value::Message(message)) => Ok(message),
        _ => Err(unfit(args)),
    }
}

fn file(args: &[Value]) -> Result<&FileRef, Fault> {
    match args.first() {
        Some(Value::File(file)) => Ok(file),
        _ => Err(unfit(args)),
    }
}

fn error(args: &[Value]) -> Result<&ErrorValue, Fault> {
    match args.first() {
        Some(Value::Error(error)) => Ok(error),
        _ => Err(unfit(args)),
    }
}
