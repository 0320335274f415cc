//! A command's patterns, resolved and lowered to small programs. Part of a stored program.

use crate::pattern::ArgumentType;
use crate::value::Type;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// All patterns of one command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matcher {
    /// What the patterns bind together, in order of appearance; captures come in this order.
    pub parameters: Vec<Parameter>,
    /// One for each pattern of the command, in source order.
    pub alternatives: Vec<Alternative>,
}

/// A name that a command binds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The name.
    pub name: SmolStr,
    /// What binds it.
    pub kind: ParameterKind,
    /// Whether one of the command's patterns can match without it.
    pub can_be_absent: bool,
}

/// How a [`Parameter`] gets its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ParameterKind {
    /// A flag: whether it was typed.
    Flag,
    /// A hole.
    Hole {
        /// What may be typed.
        ty: ArgumentType,
        /// What the user would have typed, where it is left out. Read at run time: `tomorrow` is
        /// another day each day.
        default: Option<SmolStr>,
    },
}

/// One pattern of a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// What to type, for users: names and words, without types.
    pub usage: SmolStr,
    /// The program that reads words; empty after the last one means: matched.
    pub(super) ops: Vec<Op>,
    /// The flags, which may stand anywhere after the first word.
    pub(super) flags: Vec<FlagRule>,
    /// Literal words that each matching message has: what ranks it.
    pub literal_words: usize,
    /// The most words (without flags) that can match; unbounded with a rest or a list.
    pub(super) words_max: Option<usize>,
    /// The folded words that it can begin with; `None` where it can begin with a hole.
    pub(super) first_words: Option<Vec<SmolStr>>,
    /// Folded openings of literal words, for "did you mean".
    pub(super) openings: Vec<SmolStr>,
}

/// A step of an [`Alternative`]. Targets are indices of steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Op {
    /// The next word is this one (folded).
    Word(SmolStr),
    /// An argument for the parameter: one word, one quoted string, or some words of its type.
    Hole(usize),
    /// All remaining words, at least one, each an item of the parameter's list.
    List(usize),
    /// The rest of the text, at least one word.
    Rest(usize),
    /// Try the first, then the second.
    Split(usize, usize),
    /// Go on there.
    Jump(usize),
}

/// A flag of an [`Alternative`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FlagRule {
    /// What is typed after the dashes, folded.
    pub(super) word: SmolStr,
    /// Whether it must be there.
    pub(super) required: bool,
    /// The parameter that it sets.
    pub(super) parameter: usize,
    /// Whether a value follows it.
    pub(super) takes_value: bool,
}

impl Parameter {
    /// The type of the name in the handler: `T?` where it can be absent without a default.
    #[must_use]
    pub fn ty(&self) -> Type {
        match &self.kind {
            ParameterKind::Flag => Type::Bool,
            ParameterKind::Hole { ty, default } if self.can_be_absent && default.is_none() => {
                ty.value_type().optional()
            }
            ParameterKind::Hole { ty, .. } => ty.value_type(),
        }
    }
}

impl Matcher {
    /// Whether an argument can be a room, so that the rooms of the bot must be known to read it.
    #[must_use]
    pub fn asks_for_rooms(&self) -> bool {
        self.parameters.iter().any(|parameter| match &parameter.kind {
            ParameterKind::Flag => false,
            ParameterKind::Hole { ty: ArgumentType::Room, .. } => true,
            ParameterKind::Hole { ty: ArgumentType::List(item), .. } => **item == ArgumentType::Room,
            ParameterKind::Hole { .. } => false,
        })
    }

    /// Whether the command takes every message that has words, whatever they say: then whether it needs words.
    pub(super) fn takes_any_words(&self) -> Option<bool> {
        self.alternatives.iter().find_map(|alternative| {
            let whole = alternative.literal_words == 0 && alternative.flags.iter().all(|flag| !flag.required);
            let (mut steps, mut seen) = (vec![0], Vec::new());
            let (mut takes_words, mut takes_none) = (false, false);
            while let Some(step) = steps.pop() {
                if seen.contains(&step) {
                    continue;
                }
                seen.push(step);
                match alternative.ops.get(step) {
                    None => takes_none = true,
                    Some(Op::Rest(_)) => takes_words = true,
                    Some(Op::Split(first, second)) => steps.extend([*first, *second]),
                    Some(Op::Jump(target)) => steps.push(*target),
                    Some(Op::Word(_) | Op::Hole(_) | Op::List(_)) => {}
                }
            }
            (whole && takes_words).then_some(!takes_none)
        })
    }
}
