//! Which message is of which effect, and what the log and the store say of it: what Webex holds twice against what was
//! told, one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wbot::emulator::{Call, Emulator};
use wbot::engine::store::StoreFile;

/// A run and the number of an effect of it.
pub(super) type Effect = (String, u32);

/// What is known of effects so far.
#[derive(Default)]
pub(super) struct Ledger {
    /// By the id of the message that came of it.
    of_message: BTreeMap<String, Effect>,
    /// By the room and the words that were sent: an answer may not tell the id.
    of_words: BTreeMap<(String, String), BTreeSet<Effect>>,
    /// Calls that Webex saw, whatever became of them.
    tried: BTreeSet<Effect>,
    /// How often the log told that it may be there twice.
    pub(super) warned: BTreeMap<Effect, usize>,
    /// How often of that it was without a crash: Webex gave an answer from which nobody knows.
    pub(super) unclear: usize,
    /// Warnings of effects of which Webex had seen no call.
    pub(super) unseen: usize,
}

/// How doubled messages and warnings fit.
#[derive(Debug, Default)]
pub(super) struct Doubled {
    /// Messages that are there again, each time.
    pub(super) copies: usize,
    /// Those of them of which no warning tells.
    pub(super) untold: Vec<String>,
}

impl Ledger {
    /// Looks at the calls of messages that Webex noted.
    pub(super) fn note_calls(&mut self, webex: &Emulator) {
        for call in webex.calls() {
            let Some(effect) = made_for(&call) else { continue };
            if call.method != "POST" || !call.path.contains("/messages") {
                continue;
            }
            let answer: Option<serde_json::Value> = serde_json::from_slice(&call.answer).ok();
            if let Some(id) = answer.as_ref().and_then(|answer| answer["id"].as_str()) {
                self.of_message.insert(id.to_owned(), effect.clone());
            }
            if let Ok(sent) = serde_json::from_slice::<serde_json::Value>(&call.body) {
                let part = |name: &str| sent[name].as_str().unwrap_or_default().to_owned();
                let words = if sent["markdown"].is_string() { part("markdown") } else { part("text") };
                self.of_words.entry((part("roomId"), words)).or_default().insert(effect.clone());
            }
            self.tried.insert(effect);
        }
    }

    /// The messages that the store says were begun when the process ended.
    pub(super) fn begun(path: &Path) -> BTreeSet<Effect> {
        let mut begun = BTreeSet::new();
        let file = StoreFile::open(path).unwrap();
        let visited = file.effects(|effect| {
            if effect.begun && effect.body.windows(3).any(|bytes| bytes == b"Say") {
                begun.insert((effect.key.run.to_string(), effect.key.sequence));
            }
            Ok(())
        });
        visited.unwrap();
        begun
    }

    /// What a process told of that was `running` before it was ended: just what was begun at the end before it, each
    /// once. One that was not may not have come to it.
    pub(super) fn note_warnings(&mut self, log: &str, begun: &BTreeSet<Effect>, running: bool) {
        let lines = |part: &'static str| {
            log.lines().filter(move |line| line.contains("run/repeated") && line.contains(part)).map(named)
        };
        let told: Vec<Effect> = lines("the bot ended").collect();
        let told_of: BTreeSet<Effect> = told.iter().cloned().collect();
        assert_eq!(told.len(), told_of.len(), "each is told of once:\n{log}");
        assert!(told_of.is_subset(begun), "only what was begun is told of: {begun:?}\n{log}");
        assert!(!running || told_of == *begun, "all that was begun is told of: {begun:?}\n{log}");
        for effect in told {
            self.unseen += usize::from(!self.tried.contains(&effect));
            *self.warned.entry(effect).or_default() += 1;
        }
        for effect in lines("cannot see whether") {
            self.unclear += 1;
            *self.warned.entry(effect).or_default() += 1;
        }
    }

    /// Messages of the bot of which one room holds several, against the warnings of their effect.
    pub(super) fn doubled(&self, webex: &Emulator) -> Doubled {
        let bot = webex.bot().id;
        let mut ids: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        webex.read(|world| {
            for message in world.messages().filter(|message| message.person_id == bot) {
                let words = message.markdown.clone().unwrap_or_else(|| message.text.clone());
                ids.entry((message.room_id.clone(), words)).or_default().push(message.id.clone());
            }
        });
        let mut doubled = Doubled::default();
        for ((room, text), ids) in ids.into_iter().filter(|(_, ids)| ids.len() > 1) {
            doubled.copies += ids.len() - 1;
            let mut effects: BTreeSet<&Effect> =
                ids.iter().filter_map(|id| self.of_message.get(id)).collect();
            // To a person no room is named.
            let rooms = [room, String::new()].map(|room| (room, text.clone()));
            effects.extend(rooms.iter().filter_map(|key| self.of_words.get(key)).flatten());
            let warned: usize = effects.iter().filter_map(|effect| self.warned.get(effect)).sum();
            if effects.len() != 1 || warned < ids.len() - 1 {
                doubled
                    .untold
                    .push(format!("{text:?} {} times, told {warned} times: {effects:?}", ids.len()));
            }
        }
        doubled
    }
}

/// What a call was made for: its tracking id is `wbot_RUN_NUMBER_...`.
fn made_for(call: &Call) -> Option<Effect> {
    let (_, id) = call.headers.iter().find(|(name, _)| name == "trackingid")?;
    let mut parts = id.strip_prefix("wbot_")?.split('_');
    Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?))
}

/// The effect that a line of the log names.
fn named(line: &str) -> Effect {
    let field = |name: &str| {
        let (_, rest) = line.split_once(name).unwrap_or_else(|| panic!("{name} is not in {line}"));
        rest.split([' ', ',']).next().unwrap_or_default().trim_matches('"').to_owned()
    };
    (field("run="), field("effect=").parse().unwrap_or_else(|_| panic!("{line}")))
}
