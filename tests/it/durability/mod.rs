//! What a bot keeps and in which order it speaks while Webex, its store or its connection do not do as they should:
//! the real program in a process of its own.

mod cut_off;
mod deaf;
#[cfg(target_os = "linux")]
mod full_disk;
mod looking_back;
mod lost_answers;
mod order;
mod presses;
mod throttled;
