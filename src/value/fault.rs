//! What can go wrong while a run runs.

use super::{ErrorValue, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A failure of an expression or statement: what `else err` sees, or what ends the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Which kind.
    pub kind: FaultKind,
    /// What happened, in the author's words; for [`FaultKind::Fail`] what the user is told.
    pub message: Value,
    /// The HTTP status where there is one.
    pub status: Option<i64>,
    /// The body of the answer where there is one.
    pub body: Option<Value>,
    /// Where in the program: index of the function and of its operation; filled in by the machine.
    pub at: Option<(u32, u32)>,
}

/// Why a run failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultKind {
    /// `fail "..."`: no bug, the user is told, what was changed is kept.
    Fail,
    /// `http` answered 400 or more, or could not be reached.
    Http,
    /// `as T` found another shape.
    Shape,
    /// Webex refused a call.
    Webex,
    /// Nobody answered in time.
    Timeout,
    /// Overflow, division by zero, not a number.
    Arithmetic,
    /// A bound was reached: steps, frames, size.
    Limit,
    /// A built-in could not do what was asked.
    Builtin,
    /// The runtime broke one of its own rules; a bug of ours.
    Internal,
}

impl FaultKind {
    /// The code under which the log speaks of it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fail => "run/fail",
            Self::Http => "run/http",
            Self::Shape => "run/shape",
            Self::Webex => "run/webex",
            Self::Timeout => "run/timeout",
            Self::Arithmetic => "run/arithmetic",
            Self::Limit => "run/limit",
            Self::Builtin => "run/builtin",
            Self::Internal => "run/internal",
        }
    }
}

impl Fault {
    /// A fault of `kind` with a message that is data.
    #[must_use]
    pub fn new(kind: FaultKind, message: impl AsRef<str>) -> Self {
        Self { kind, message: Value::data(message), status: None, body: None, at: None }
    }

    /// The fault as the value that `else err` binds.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::Error(Arc::new(ErrorValue {
            message: self.message.clone(),
            status: self.status,
            body: self.body.clone(),
        }))
    }

    /// Its message as plain characters, for logs.
    #[must_use]
    pub fn plain(&self) -> String {
        match &self.message {
            Value::Text(text) => text.as_str().to_owned(),
            _ => String::from("(a secret)"),
        }
    }
}
