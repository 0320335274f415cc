//! Many conversations, in private and in groups, with a bot that is ended by `kill -9` again and again, also before it is
//! running, while deliveries and frames come twice, late, in another order or not at all, and Webex refuses, fails, says
//! that it failed and hangs up. At the end everything is as after a quiet run, and what may have been said twice was told
//! of, message by message.
//!
//! 20 kills over each way in; `WBOT_CHAOS_KILLS=200 cargo test chaos -- --nocapture` is the long form,
//! `WBOT_CHAOS_SEED` draws other moments.

mod faults;
mod kills;
mod ledger;
