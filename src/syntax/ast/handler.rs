//! Handlers: what starts a run.

use super::{Arg, Block, ClockTime, Doc, Expr, Name, Param, Path, PatternLit, RegexLit, StringLit};
use crate::base::Span;

/// A trigger, its guards and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// `///` lines: the help text of a command.
    pub doc: Option<Doc>,
    /// What starts it.
    pub trigger: Trigger,
    /// `for`, `in`, `limit`, in source order.
    pub guards: Vec<Guard>,
    /// What it does.
    pub body: Block,
    /// The whole handler.
    pub span: Span,
    /// The trigger and the guards: what to underline when the handler as such is meant.
    pub head: Span,
}

/// What starts a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// `command "a {x}" or "b {x}"`
    Command {
        /// At least one.
        patterns: Vec<PatternLit>,
    },
    /// `on message /re/`
    Message(RegexLit),
    /// `otherwise`
    Otherwise,
    /// `on join`: the bot was added
    Join,
    /// `on leave`: the bot was removed
    Leave,
    /// `on member joined`
    MemberJoined,
    /// `on member left`
    MemberLeft,
    /// `on webhook "/path" verify github(S) as event`
    Webhook {
        /// The path.
        path: StringLit,
        /// How a delivery proves where it comes from; the checker asks for it where it is missing.
        verify: Option<Verify>,
        /// The name after `as`.
        event: Option<Name>,
    },
    /// `every ...`, `cron "..."`
    Every(Schedule),
    /// `action decide(id: int)`
    Action {
        /// Its name.
        name: Name,
        /// Its parameters.
        params: Vec<Param>,
    },
    /// `on error as e`
    Error {
        /// The name after `as`.
        name: Option<Name>,
    },
    /// `on start`
    Start,
    /// `before message`, `before command`
    Before(Name),
    /// `after message`, `after command`
    After(Name),
    /// `on book_flight(city: text?)`
    Intent {
        /// The intent.
        name: Path,
        /// The slots that are used.
        params: Vec<Param>,
    },
}

/// How a webhook is verified.
#[derive(Clone, Debug, PartialEq)]
pub enum Verify {
    /// `verify none`
    None(Span),
    /// `verify github(S)`, `verify token("X-Token", S)`, `verify hmac(...)`
    Scheme {
        /// `github`, `token`, ...
        name: Name,
        /// What stands in the parentheses.
        args: Vec<Arg>,
        /// Name and arguments.
        span: Span,
    },
}

/// What a handler asks for before it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// Which.
    pub kind: GuardKind,
    /// The guard.
    pub span: Span,
}

/// The three guards.
#[derive(Clone, Debug, PartialEq)]
pub enum GuardKind {
    /// `for admins`
    For(Path),
    /// `in direct`, `in group`
    In(Place),
    /// `limit 3 per 1m per room`
    Limit {
        /// How many runs.
        count: Expr,
        /// In which time.
        window: Expr,
        /// Counted for each what.
        scope: LimitScope,
    },
}

/// Kinds of rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A room of two.
    Direct,
    /// Any other room.
    Group,
}

/// What a `limit` counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitScope {
    /// Nothing written: for all together.
    All,
    /// `per person`
    Person,
    /// `per room`
    Room,
}

/// When an `every` handler runs, in the bot's time zone.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// `every 5m`: the duration
    Interval(Expr),
    /// `every weekday at 09:00, 17:00`
    Days {
        /// On which days.
        days: Days,
        /// At which hours; at least one.
        times: Vec<ClockTime>,
        /// Days and hours.
        span: Span,
    },
    /// `every cron "0 9 * * 1"`
    Cron(StringLit),
}

/// The days of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// `day`
    Every,
    /// `weekday`: Monday to Friday
    Weekdays,
    /// `weekend`: Saturday and Sunday
    Weekend,
    /// `mon, thu`: each with where it stands
    Some(Vec<(Weekday, Span)>),
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weekday {
    /// `mon`, `monday`
    Monday,
    /// `tue`, `tuesday`
    Tuesday,
    /// `wed`, `wednesday`
    Wednesday,
    /// `thu`, `thursday`
    Thursday,
    /// `fri`, `friday`
    Friday,
    /// `sat`, `saturday`
    Saturday,
    /// `sun`, `sunday`
    Sunday,
}
