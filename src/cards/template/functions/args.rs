//! Getting at the arguments of a function.

use crate::cards::template::datum::Datum;
use crate::value::Text;
use std::sync::Arc;

/// What a function gives: data, or why not, in words.
pub(super) type Given = Result<Datum, String>;

/// The arguments.
#[derive(Clone, Copy)]
pub(super) struct Args<'a>(pub(super) &'a [Datum]);

impl Args<'_> {
    pub(super) fn get(&self, at: usize) -> Datum {
        self.0.get(at).cloned().unwrap_or_default()
    }

    /// A text; nothing is the empty one.
    pub(super) fn text(&self, at: usize) -> Result<Text, String> {
        match self.get(at) {
            Datum::Text(text) => Ok(text),
            Datum::Missing | Datum::Null => Ok(Text::default()),
            other => Err(format!("{} is no text", shown(&other))),
        }
    }

    pub(super) fn number(&self, at: usize) -> Result<f64, String> {
        match self.get(at) {
            Datum::Number(number) => Ok(number),
            other => Err(format!("{} is no number", shown(&other))),
        }
    }

    pub(super) fn whole(&self, at: usize) -> Result<i64, String> {
        let number = self.number(at)?;
        #[expect(clippy::cast_possible_truncation, reason = "the bound is checked")]
        if number.fract() == 0.0 && number.abs() < 1e15 {
            return Ok(number as i64);
        }
        Err(format!("{} is no whole number", shown(&self.get(at))))
    }

    pub(super) fn list(&self, at: usize) -> Result<Arc<Vec<Datum>>, String> {
        match self.get(at) {
            Datum::List(items) => Ok(items),
            other => Err(format!("{} is no list", shown(&other))),
        }
    }
}

/// A value in a message.
pub(super) fn shown(datum: &Datum) -> String {
    match datum {
        Datum::Missing | Datum::Null => "nothing".to_owned(),
        Datum::Text(text) => format!("`{}`", text.as_str()),
        Datum::List(_) => "a list".to_owned(),
        Datum::Object(_) => "an object".to_owned(),
        other => format!("`{}`", other.show().as_str()),
    }
}
