//! What was called and answered, noted where somebody asks for it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::base::limits::EMULATOR_CALLS_NOTED_MAX;

/// A call of the REST API and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: String,
    /// Path below the host, with the query.
    pub path: String,
    /// Media type of the body, with its parameters; empty where there was none.
    pub media_type: String,
    /// The body.
    pub body: Vec<u8>,
    /// Status of the answer; 0 where the connection was broken before it.
    pub status: u16,
    /// Headers of the answer, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body of the answer.
    pub answer: Vec<u8>,
}

/// The calls since it was said that they be noted.
#[derive(Debug, Default)]
pub(crate) struct Calls(Mutex<Option<VecDeque<Call>>>);

impl Calls {
    /// Notes calls from now on.
    pub(crate) fn start(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
    }

    /// Notes no more and forgets.
    pub(crate) fn stop(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether calls are noted.
    pub(crate) fn are_noted(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Notes a call. Of very many the oldest are forgotten.
    pub(crate) fn note(&self, call: Call) {
        if let Some(calls) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            if calls.len() == EMULATOR_CALLS_NOTED_MAX {
                calls.pop_front();
            }
            calls.push_back(call);
        }
    }

    /// The calls, oldest first.
    pub(crate) fn list(&self) -> Vec<Call> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().flatten().cloned().collect()
    }
}
