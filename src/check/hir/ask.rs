//! Questions, and runs that begin at another time.

use super::{Expr, FunctionId, GroupId, Lambda, LocalId};
use crate::pattern::ArgumentType;
use crate::value::Type;

/// `ask` and `confirm`.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// A room or a person; `None`: the run's own person, where the run is.
    pub to: Option<Expr>,
    /// A text; a card that is asked may have none.
    pub prompt: Option<Expr>,
    /// A card.
    pub card: Option<Expr>,
    /// What an answer is.
    pub expects: Expects,
    /// Who may answer.
    pub audience: Audience,
    /// How many answers are awaited: an int; the expression gives a list of `{ who, answer }` then.
    pub until: Option<Expr>,
    /// `where`.
    pub check: Option<AnswerCheck>,
    /// A duration.
    pub within: Option<Expr>,
}

/// What an answer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Expects {
    /// What a hole of this type would take.
    Argument(ArgumentType),
    /// Yes or no.
    Confirmation,
    /// An attachment.
    File,
    /// One of a list or set.
    OneOf(Box<Expr>),
    /// The inputs of the card, as a record of this type.
    Card(Type),
}

/// Who may answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Who is asked.
    Person,
    /// `by anyone`
    Anyone,
    /// `by GROUP`
    Group(GroupId),
}

/// `where COND else "..."`
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerCheck {
    /// Holds the answer.
    pub local: LocalId,
    /// A bool.
    pub condition: Expr,
    /// What is said where it is false: a text.
    pub message: Expr,
}

/// `later`.
#[derive(Clone, Debug, PartialEq)]
pub struct Later {
    /// When.
    pub when: LaterWhen,
    /// What: captures are copied when the statement is reached.
    pub body: Lambda,
}

/// When a `later` runs.
#[derive(Clone, Debug, PartialEq)]
pub enum LaterWhen {
    /// After a duration.
    After(Expr),
    /// At a time.
    At(Expr),
    /// The next time that the clock shows this, in minutes since midnight.
    Clock(u16),
    /// At a date, and this time of day in minutes since midnight.
    Day(Expr, u16),
}

/// `start f(args)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Which function.
    pub function: FunctionId,
    /// All arguments, in the order of the parameters.
    pub args: Vec<Expr>,
}
