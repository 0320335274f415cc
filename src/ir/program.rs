//! The compiled program.

use super::{Ask, Group, Guard, Op, Place, Who};
use crate::pattern::{Intent, Matcher};
use crate::signing::Scheme;
use crate::value::{Coercion, ParsedFormat, Schedule, Type, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::fmt;

/// Version of the encoding. A reader accepts this one and all before it.
pub const FORMAT: u16 = 1;

/// The hash of a program's encoding: the same text (comments and layout aside) has the same id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProgramId([u8; 16]);

impl fmt::Display for ProgramId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ProgramId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ProgramId({self})")
    }
}

/// Everything that a run needs: resolved, immutable, without spans.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// [`FORMAT`] of the encoder.
    pub format: u16,
    /// The `bot` declaration.
    pub bot: BotSettings,
    /// Literals, shared by all functions.
    pub constants: Vec<Value>,
    /// Types that `as` and record filling refer to.
    pub types: Vec<Type>,
    /// Field names of record literals.
    pub shapes: Vec<Vec<SmolStr>>,
    /// Field names that are looked up.
    pub fields: Vec<SmolStr>,
    /// Regexes, with their flags in front (`(?i)...`).
    pub regexes: Vec<String>,
    /// Formats of string holes.
    pub formats: Vec<ParsedFormat>,
    /// Coercions that operations refer to.
    pub coercions: Vec<Coercion>,
    /// Questions that operations refer to.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// The code.
    pub functions: Vec<Function>,
    /// What starts runs, in source order.
    pub handlers: Vec<Handler>,
    /// Durable variables.
    pub states: Vec<State>,
    /// What messages in plain words may be about.
    #[serde(default)]
    pub intents: Vec<Intent>,
    /// Groups of people.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Settings.
    pub configs: Vec<Config>,
    /// Names of the secrets.
    pub secrets: Vec<SmolStr>,
}

/// The `bot` declaration, or its defaults.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BotSettings {
    /// The name in the script.
    pub name: Option<SmolStr>,
    /// One sentence about it, for `help`.
    pub about: Option<SmolStr>,
    /// Hosts that `http` may reach.
    pub net: Vec<SmolStr>,
    /// Who may talk to it; everybody where there is none.
    #[serde(default)]
    pub allow: Vec<Who>,
    /// IANA name of the time zone; UTC where absent.
    pub timezone: Option<SmolStr>,
    /// BCP 47 tag.
    pub locale: Option<SmolStr>,
}

/// A function, lambda, handler body or initial value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// Its name for traces: `push_line`, `command "hello [{name...}]"`.
    pub name: SmolStr,
    /// How many arguments it takes (captured values first); they are its first locals.
    pub params: u16,
    /// How many locals it has, arguments included.
    pub locals: u16,
    /// Its operations.
    pub code: Vec<Op>,
    /// Places that its operations refer to.
    pub places: Vec<Place>,
}

/// Something that starts a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handler {
    /// What starts it.
    pub kind: HandlerKind,
    /// Refuse whom it is not for, in this order.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// Index of its body; the arguments are those that the kind names.
    pub function: u32,
    /// What it is called in logs: `command "hello [{name...}]"`, `on webhook "/github"`.
    pub name: SmolStr,
    /// Its doc comment.
    pub doc: Option<SmolStr>,
}

/// What starts a handler, and with which arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HandlerKind {
    /// A message that one of the patterns matches; arguments: the holes, by `params`.
    Command {
        /// The alternatives.
        matcher: Matcher,
        /// Names of the holes in the order of the function's parameters.
        params: Vec<SmolStr>,
    },
    /// A message in which the regex is found; arguments: its named groups in order.
    Message {
        /// Index into the program's regexes; `None` takes every message.
        regex: Option<u32>,
        /// Names of the groups in the order of the function's parameters.
        params: Vec<SmolStr>,
    },
    /// A message that nothing else takes.
    Otherwise,
    /// The bot was added to a room.
    Join,
    /// A delivery to a path; argument: the event, a record.
    Webhook {
        /// `/github`
        path: SmolStr,
        /// How a delivery proves where it comes from.
        verify: Verify,
    },
    /// The bot was removed from a room.
    Leave,
    /// Somebody else was added to a room that the bot is in.
    MemberJoined,
    /// Somebody else left a room that the bot is in.
    MemberLeft,
    /// A message in plain words that is about something; arguments: its slots, by `params`.
    Intent {
        /// Index into the program's intents.
        intent: u32,
        /// The slots in the order of the function's parameters.
        params: Vec<SmolStr>,
    },
    /// A button of a card was pressed; arguments: by `params`.
    Action {
        /// Its name.
        name: SmolStr,
        /// Its parameters, in the order of the function's.
        params: Vec<ActionParam>,
    },
    /// Its time has come.
    Every(Schedule),
    /// A run failed; argument: the error.
    Error,
    /// The bot starts.
    Start,
    /// Runs before or after handlers.
    Middleware(Middleware),
}

/// A parameter of an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionParam {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
    /// What stands where nothing was given.
    pub default: Option<Value>,
}

/// When and around what a middleware runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Middleware {
    /// Before or after.
    pub moment: Moment,
    /// Whether only around commands; otherwise around every message.
    pub commands_only: bool,
}

/// Before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// `before`
    Before,
    /// `after`
    After,
}

/// How a webhook delivery is verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verify {
    /// `verify none`
    Nothing,
    /// By a secret.
    Signed {
        /// How.
        scheme: Scheme,
        /// Index into the program's secrets.
        secret: u16,
    },
}

/// Who shares a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// One for the bot.
    Bot,
    /// One for each room.
    Room,
    /// One for each person.
    Person,
    /// One for each person in each room.
    Member,
}

/// A durable variable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Its name, with its module where it is not the entry file's: `tickets.open`.
    pub name: SmolStr,
    /// Who shares it.
    pub scope: Scope,
    /// Its type.
    pub ty: Type,
    /// Its first value.
    pub init: Value,
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Its name: `ops_room`.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
    /// Its value where nobody sets it; `None` where somebody must.
    pub default: Option<Value>,
}

impl Program {
    /// Whether `function`, or one that it calls or makes a closure of, has such an operation.
    #[must_use]
    pub fn may(&self, function: u32, does: impl Fn(&Op) -> bool) -> bool {
        let (mut found, mut open) = (BTreeSet::from([function]), vec![function]);
        while let Some(next) = open.pop() {
            let function = usize::try_from(next).ok().and_then(|at| self.functions.get(at));
            for op in function.map_or(&[][..], |function| &function.code) {
                if does(op) {
                    return true;
                }
                if let Op::Call { function, .. } | Op::Closure { function, .. } = op
                    && found.insert(*function)
                {
                    open.push(*function);
                }
            }
        }
        false
    }

    /// The stored form: `MessagePack` maps.
    ///
    /// # Errors
    /// Only if a value cannot be encoded, which the checker's bounds rule out.
    pub fn encode(&self) -> Result<Vec<u8>, rmp_serde::encode::Error> {
        rmp_serde::to_vec_named(self)
    }

    /// Reads what [`encode`](Self::encode) wrote, also by an earlier version.
    ///
    /// # Errors
    /// If the bytes are no program, or one of a newer format.
    pub fn decode(bytes: &[u8]) -> Result<Self, rmp_serde::decode::Error> {
        // A newer one may hold what cannot be read here; its version can.
        #[derive(Deserialize)]
        struct Head {
            format: u16,
        }
        let Head { format } = rmp_serde::from_slice(bytes)?;
        if format > FORMAT {
            let why = format!("the program has format {format}, this wbot reads formats up to {FORMAT}");
            return Err(serde::de::Error::custom(why));
        }
        rmp_serde::from_slice(bytes)
    }

    /// The hash of an encoding.
    #[must_use]
    pub fn id_of(encoded: &[u8]) -> ProgramId {
        let digest = Sha256::digest(encoded);
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(digest.iter()) {
            *to = *from;
        }
        ProgramId(id)
    }
}
