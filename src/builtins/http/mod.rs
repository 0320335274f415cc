//! The modules `http` and `json`. A call is an effect: the engine does it, the run waits for it.
//! Secrets in headers and bodies stay names here. Start with `call.rs`.

pub(super) mod call;
pub(super) mod json;
