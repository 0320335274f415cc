//! What several tests share.

pub mod bot_process;
pub mod logged;
pub mod scene;
pub mod talk;
