//! The engine over a double of Webex, with programs that are put together by hand and a clock that is
//! moved by hand.

mod addresses;
mod coming;
mod conversations;
mod crashes;
mod double;
mod effects;
mod ends;
mod exactly;
mod faulty;
mod frames;
mod hooks;
mod listening;
mod missed;
mod programs;
mod queue;
mod reloads;
mod sending;
mod stage;
mod trouble;
mod unreachable;
