//! `test` blocks.

use super::{Doc, Expr, Name, Path, RegexLit, StringLit};
use crate::base::Span;
use smol_str::SmolStr;

/// `test "..." { ... }`
#[derive(Clone, Debug, PartialEq)]
pub struct TestDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// What it shows.
    pub name: StringLit,
    /// In source order.
    pub steps: Vec<Step>,
    /// The declaration.
    pub span: Span,
}

/// A line of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// Its text.
    pub span: Span,
}

/// The forms of a line of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `alice> text`, `alice in "Ops"> text`, `alice in thread> text`
    Says {
        /// The person.
        who: Name,
        /// Where.
        place: PersonPlace,
        /// What is typed.
        text: ChatText,
    },
    /// `alice sends "report.csv"`
    Sends {
        /// The person.
        who: Name,
        /// Where.
        place: PersonPlace,
        /// A file beside the script.
        file: StringLit,
    },
    /// `bob clicks "Approve" with { urgency: "high" }`
    Clicks {
        /// The person.
        who: Name,
        /// The title of the button.
        button: StringLit,
        /// A record of the card's inputs.
        inputs: Option<Expr>,
    },
    /// `bot> text`, `bot to alice> text`, `bot in "Ops"> text`
    Bot {
        /// Where.
        place: BotPlace,
        /// What must be said.
        expected: Expectation,
    },
    /// `nothing`
    Nothing,
    /// `expect ...`
    Expect(Expect),
    /// `mock http POST "https://..." => 200 { } then timeout`
    Mock {
        /// `GET`, `POST`, ...
        method: Name,
        /// The address.
        url: StringLit,
        /// In turn; at least one.
        replies: Vec<MockReply>,
    },
    /// `webhook "/github" file "x.json" headers { } signed`
    Webhook {
        /// The path.
        path: StringLit,
        /// What is delivered.
        body: Option<WebhookBody>,
        /// A record.
        headers: Option<Expr>,
        /// Whether it is signed as the handler's `verify` wants it.
        signed: bool,
    },
    /// `set x = value`
    Set {
        /// A state or config.
        target: Expr,
        /// Its value.
        value: Expr,
    },
    /// `person alice = "alice@acme.com"`
    Person {
        /// The name.
        name: Name,
        /// The address.
        address: StringLit,
    },
    /// `clock "2026-11-23 08:59"`
    Clock(StringLit),
    /// `after 1d`
    After(Expr),
    /// `restart`
    Restart,
    /// `reload "v2.wbot"`
    Reload(StringLit),
    /// `duplicate`
    Duplicate,
    /// `join`, `join "Ops"`, `alice join "Ops"`
    Join {
        /// The person; else the bot.
        who: Option<Name>,
        /// The room; else that of the line before.
        room: Option<StringLit>,
    },
    /// `leave`, `leave "Ops"`, `alice leave "Ops"`
    Leave {
        /// The person; else the bot.
        who: Option<Name>,
        /// The room; else that of the line before.
        room: Option<StringLit>,
    },
    /// A line that does not parse.
    Error,
}

/// Where a person speaks.
#[derive(Clone, Debug, PartialEq)]
pub enum PersonPlace {
    /// Nothing written: the direct room with the bot.
    Direct,
    /// `in "Ops"`
    Room(StringLit),
    /// `in thread`: a reply to the bot's last message
    Thread,
}

/// Where the bot speaks.
#[derive(Clone, Debug, PartialEq)]
pub enum BotPlace {
    /// Nothing written: the room of the line before.
    Same,
    /// `to alice`
    Person(Name),
    /// `in "Ops"`
    Room(StringLit),
    /// `in thread`: the thread of the line before
    Thread,
}

/// What stands after `>`, as written: no comments, no holes, no escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatText {
    /// Without the space around it; of a `"""` block the lines, without their common indent.
    pub text: SmolStr,
    /// Where it is written.
    pub span: Span,
}

/// What stands after `bot>`.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// `...`
    Any,
    /// `/re/`, found in the message
    Regex(RegexLit),
    /// `card approval`
    Card(Path),
    /// The whole message.
    Text(ChatText),
}

/// What stands after `expect`.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// A condition.
    Condition(Expr),
    /// `http POST "https://..." with { }`
    Http {
        /// `GET`, `POST`, ...
        method: Name,
        /// The address.
        url: StringLit,
        /// What the body must have at least.
        with: Option<Expr>,
    },
    /// `response 401 { }`
    Response {
        /// The status.
        status: Expr,
        /// What the body must have at least.
        body: Option<Expr>,
    },
}

/// An answer of a mock.
#[derive(Clone, Debug, PartialEq)]
pub struct MockReply {
    /// Which.
    pub kind: MockReplyKind,
    /// Its text.
    pub span: Span,
}

/// The answers of a mock.
#[expect(clippy::large_enum_variant, reason = "nearly all are answers, and there are few")]
#[derive(Clone, Debug, PartialEq)]
pub enum MockReplyKind {
    /// `200 { "ok": true } headers { }`
    Answer {
        /// The status.
        status: Expr,
        /// json or a text.
        body: Option<Expr>,
        /// A record.
        headers: Option<Expr>,
    },
    /// `timeout`
    Timeout,
    /// `refused`
    Refused,
}

/// The body of a webhook delivery.
#[derive(Clone, Debug, PartialEq)]
pub enum WebhookBody {
    /// `json { ... }`
    Json(Expr),
    /// `text "..."`: the raw body
    Text(Expr),
    /// `file "x.json"`: a file beside the script
    File(StringLit),
}
