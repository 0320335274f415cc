//! Handlers: what starts a run.

use super::{FunctionId, GroupBinding, GroupId, LocalId, RegexLiteral, SecretId};
use crate::base::Span;
use crate::pattern::Matcher;
use crate::signing::Scheme;
use crate::value::{Schedule, Type, Value};
use smol_str::SmolStr;

/// A handler.
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// What starts it.
    pub kind: HandlerKind,
    /// Refuse whom it is not for, in this order.
    pub guards: Vec<Guard>,
    /// Its doc comment: the help text.
    pub doc: Option<SmolStr>,
    /// Its body. The locals of bindings are parameters of it, in this order.
    pub function: FunctionId,
    /// Its head.
    pub span: Span,
}

/// What starts a handler.
#[derive(Clone, Debug, PartialEq)]
pub enum HandlerKind {
    /// `command "..." or "..."`
    Command {
        /// Tried in order.
        patterns: Vec<CommandPattern>,
        /// The patterns, compiled.
        matcher: Matcher,
        /// Names of the matcher's parameters, in the order of the parameters of the handler's function.
        params: Vec<SmolStr>,
    },
    /// `on message /regex/`
    Message {
        /// `None`: every message.
        regex: Option<RegexLiteral>,
        /// Its named groups; the locals are all parameters, in order.
        groups: Vec<GroupBinding>,
    },
    /// `otherwise`
    Otherwise,
    /// `on join`: the bot was added.
    Join,
    /// `on leave`: the bot was removed.
    Leave,
    /// `on member joined`: somebody else was added.
    MemberJoined,
    /// `on member left`
    MemberLeft,
    /// `on webhook "/path" verify ... as event`
    Webhook {
        /// Begins with `/`; unique.
        path: SmolStr,
        /// How deliveries are verified.
        verify: Verify,
        /// The only parameter: a record `{ json, body, headers, query, method }`; header names lower case.
        event: LocalId,
    },
    /// `on book_flight(city: text?)`
    Intent {
        /// Index into the program's intents.
        intent: usize,
        /// The slots that it takes, in the order of its function's parameters.
        params: Vec<SmolStr>,
    },
    /// `action decide(id: int)`
    Action {
        /// Its name.
        name: SmolStr,
        /// Its parameters, in order.
        params: Vec<ActionParam>,
    },
    /// `every ...`
    Every(Schedule),
    /// `before message`: runs before the handler of each message.
    BeforeMessage,
    /// `before command`
    BeforeCommand,
    /// `after message`
    AfterMessage,
    /// `after command`
    AfterCommand,
    /// `on error as e`: the only parameter is the error.
    Error,
    /// `on start`
    Start,
}

/// A parameter of an action.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionParam {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
    /// What stands where nothing was given.
    pub default: Option<Value>,
}

/// A pattern of a command with the parameters that its holes fill.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandPattern {
    /// As written, without the quotes.
    pub source: SmolStr,
    /// One for each parameter of the handler's function, in order.
    pub holes: Vec<HoleBinding>,
    /// The literal.
    pub span: Span,
}

/// A hole or flag of a pattern, or a parameter that this pattern does not fill.
#[derive(Clone, Debug, PartialEq)]
pub struct HoleBinding {
    /// Name of the hole or flag; a parameter that no hole of this pattern fills gets `none` (or
    /// false).
    pub name: SmolStr,
    /// The parameter.
    pub local: LocalId,
}

/// A condition of a handler.
#[derive(Clone, Debug, PartialEq)]
pub enum Guard {
    /// `for GROUP`
    Group(GroupId),
    /// `in direct`
    Direct,
    /// `in group`
    GroupRoom,
    /// `limit N per DURATION [per person|room]`
    Limit {
        /// How often.
        count: u32,
        /// In how long, in milliseconds.
        per_ms: i64,
        /// For whom it counts.
        scope: Scope,
    },
}

/// For whom a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All together.
    Bot,
    /// Each person.
    Person,
    /// Each room.
    Room,
}

/// How a webhook delivery is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verify {
    /// `verify none`
    None,
    /// By a secret.
    Signed {
        /// How.
        scheme: Scheme,
        /// With which.
        secret: SecretId,
    },
}
