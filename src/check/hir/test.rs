//! Tests.

use super::{ConfigId, FunctionId, RegexLiteral};
use crate::base::Span;
use smol_str::SmolStr;

/// `test "name" { ... }`
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// In quotes; unique in the file.
    pub name: SmolStr,
    /// Its lines.
    pub steps: Vec<Step>,
    /// Its head.
    pub span: Span,
}

/// A line of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// All of it.
    pub span: Span,
}

/// What a line of a test does. Functions of steps have no parameters and see the person and the room of
/// the line before.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `person alice = "alice@acme.com"`
    Person {
        /// Name before `>`.
        name: SmolStr,
        /// Lower case.
        email: SmolStr,
    },
    /// `alice> text`, `alice in "Ops"> text`
    Line(Line),
    /// `alice sends "report.csv"`
    Sends {
        /// Who and where; its text is empty.
        line: Line,
        /// Relative to the script.
        file: SmolStr,
    },
    /// `bob clicks "Approve" with { urgency: "high" }`
    Clicks {
        /// Who.
        who: SmolStr,
        /// The title of the button.
        button: SmolStr,
        /// Gives the inputs, json.
        inputs: Option<FunctionId>,
    },
    /// `bot> text`
    Bot(BotLine),
    /// `nothing`
    Nothing,
    /// `mock http ...`
    Mock(MockHttp),
    /// `webhook "/path" ...`
    Webhook(WebhookStep),
    /// `duplicate`: the last delivery comes again.
    Duplicate,
    /// `expect response 401`
    ExpectResponse {
        /// The status.
        status: u16,
        /// A function that gives json: what the body must have at least.
        with: Option<FunctionId>,
    },
    /// `expect http POST "url" with {...}`: such a call was made; not listed keys do not matter.
    ExpectHttp {
        /// Upper case.
        method: SmolStr,
        /// Absolute.
        url: SmolStr,
        /// A function that gives json.
        with: Option<FunctionId>,
    },
    /// `expect condition`
    Expect {
        /// Gives a bool.
        condition: FunctionId,
        /// The parts of a comparison, for the message: left and right.
        sides: Option<(FunctionId, FunctionId)>,
    },
    /// `set x = value` of state: the function does it.
    SetState(FunctionId),
    /// `set x = value` of a setting, before the first event.
    SetConfig {
        /// Which.
        config: ConfigId,
        /// Gives the value.
        value: FunctionId,
    },
    /// `after 2d`
    After {
        /// Milliseconds.
        ms: i64,
    },
    /// `clock "2026-11-23 08:59"`
    Clock {
        /// Year to minute, in the bot's zone.
        at: SmolStr,
    },
    /// `restart`
    Restart,
    /// `reload "v2.wbot"`
    Reload {
        /// Relative to the script.
        path: SmolStr,
    },
    /// `join "Ops"`, `alice join "Ops"`
    Join {
        /// Who is added; `None`: the bot.
        who: Option<SmolStr>,
        /// Title of the room; `None`: that of the line before.
        room: Option<SmolStr>,
    },
    /// `leave "Ops"`, `alice leave "Ops"`
    Leave {
        /// Who is removed; `None`: the bot.
        who: Option<SmolStr>,
        /// Title of the room; `None`: that of the line before.
        room: Option<SmolStr>,
    },
}

/// Somebody says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Name before `>`.
    pub who: SmolStr,
    /// Where.
    pub place: TestPlace,
    /// What, as typed; `@bot` is a mention.
    pub text: SmolStr,
}

/// The bot says something.
#[derive(Clone, Debug, PartialEq)]
pub struct BotLine {
    /// Where.
    pub place: TestPlace,
    /// What.
    pub text: Expected,
}

/// What a message of the bot must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// `...`
    Any,
    /// The whole message, as its markdown or as plain text.
    Text(SmolStr),
    /// Found in either.
    Regex(RegexLiteral),
    /// `card name`
    Card(SmolStr),
}

/// Where a line of a transcript is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestPlace {
    /// `bot>`: the room of the line before. `alice>`: her direct room.
    Default,
    /// `in "Ops"`
    Room(SmolStr),
    /// `bot to alice`: the direct room of this person.
    Direct(SmolStr),
    /// `alice in thread>`: a reply to the bot's last message; `bot in thread>`: the thread of the line before.
    Thread,
}

/// `mock http METHOD "url" => ...`
#[derive(Clone, Debug, PartialEq)]
pub struct MockHttp {
    /// Upper case.
    pub method: SmolStr,
    /// Absolute.
    pub url: SmolStr,
    /// In turn; the last one stays.
    pub answers: Vec<Answer>,
}

/// What a mock answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// `200 { "ok": true } headers { }`
    Status {
        /// HTTP status.
        status: u16,
        /// A function that gives json.
        body: Option<FunctionId>,
        /// A function that gives `map<text>`.
        headers: Option<FunctionId>,
    },
    /// `timeout`
    Timeout,
    /// `refused`
    Refused,
}

/// `webhook "/path" (file "f" | json {...}) [headers {...}] [signed]`
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookStep {
    /// A path that a handler has.
    pub path: SmolStr,
    /// What is sent.
    pub body: WebhookBody,
    /// A function that gives `map<text>`.
    pub headers: Option<FunctionId>,
    /// Signed as the handler's `verify` wants it.
    pub signed: bool,
}

/// What a delivery carries.
#[derive(Clone, Debug, PartialEq)]
pub enum WebhookBody {
    /// Nothing.
    Empty,
    /// Bytes of a file beside the script.
    File(SmolStr),
    /// A function that gives json.
    Json(FunctionId),
    /// A function that gives a text.
    Text(FunctionId),
}
