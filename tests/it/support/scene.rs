//! A bot in a process of its own, an embedded Webex, and Alice.

use super::bot_process::{BotProcess, How, free_port, webex};
use super::talk;
use std::path::PathBuf;
use tempfile::TempDir;
use wbot::emulator::Emulator;

/// How the bot hears Webex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    Webhooks,
    Socket,
}

/// Everything is gone with it.
pub struct Scene {
    pub webex: Emulator,
    pub bot: BotProcess,
    pub alice: String,
    script: PathBuf,
    over: Over,
    port: u16,
    _folder: TempDir,
}

impl Scene {
    /// The bot is called `name`.
    pub async fn new(name: &str, script: &str, over: Over) -> Self {
        Self::beside(webex(name).await, script, over).await
    }

    /// In a Webex that is there already.
    pub async fn beside(webex: Emulator, source: &str, over: Over) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("bot.wbot");
        std::fs::write(&script, source).unwrap();
        let (alice, port) = (talk::alice(&webex), free_port());
        let bot = start(&webex, &script, over, port).await;
        Self { webex, bot, alice, script, over, port, _folder: folder }
    }

    /// The next process of the bot, with the store of the one before, which has ended.
    pub async fn starts_again(&mut self) {
        self.bot = start(&self.webex, &self.script, self.over, self.port).await;
    }

    /// Alice writes to the bot.
    pub fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    /// A new group of Alice and the bot.
    pub fn group(&self, title: &str) -> String {
        self.webex.create_room(&self.alice, title, &[&self.webex.bot().id]).unwrap().id
    }

    /// Alice writes there.
    pub fn says_in(&self, room: &str, text: &str) {
        self.webex.say_in(&self.alice, room, text).unwrap();
    }

    /// Waits until the bot has said this so many times.
    pub async fn hears(&self, text: &str, times: usize) {
        talk::hears(&self.webex, text, times, || self.bot.log()).await;
    }

    /// What the bot has said so far, anywhere, in order.
    pub fn said(&self) -> Vec<String> {
        talk::said(&self.webex)
    }
}

async fn start(webex: &Emulator, script: &std::path::Path, over: Over, port: u16) -> BotProcess {
    let how = How { port, ..How::of(env!("CARGO_BIN_EXE_wbot"), script) };
    match over {
        Over::Webhooks => BotProcess::start_as(&how, webex).await,
        Over::Socket => {
            let mut bot = BotProcess::start_over_socket(&how, webex).await;
            bot.connected(webex).await;
            bot
        }
    }
}
