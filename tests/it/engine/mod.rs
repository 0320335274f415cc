//! The engine over a double of Webex, with programs that are put together by hand and a clock that is
//! moved by hand.

mod addresses;
mod conversations;
mod crashes;
mod double;
mod effects;
mod hooks;
mod listening;
mod programs;
mod reloads;
mod stage;
