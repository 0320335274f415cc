//! The phrases of an intent as sequences of words and slots.

use crate::pattern::fold::fold;
use crate::pattern::tree::{Node, Pattern};
use crate::pattern::{ArgumentType, Matcher, ParameterKind};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// An intent: part of a program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    /// Its name.
    pub name: SmolStr,
    /// What its phrases may give.
    pub slots: Vec<Slot>,
    /// Its phrases, options and alternatives written out.
    pub templates: Vec<Template>,
}

/// Something that a phrase may give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// Its name.
    pub name: SmolStr,
    /// What it is.
    pub ty: ArgumentType,
}

/// A phrase.
pub type Template = Vec<Piece>;

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// A word, folded.
    Word(SmolStr),
    /// A slot: index into the intent's slots.
    Slot(u16),
}

/// Phrases that options and alternatives may be written out to: more add nothing to learn from.
const TEMPLATES_MAX: usize = 64;

impl Intent {
    /// Of parsed phrases; `matcher` is made of the same ones.
    #[must_use]
    pub fn of(name: SmolStr, patterns: &[Pattern], matcher: &Matcher) -> Self {
        let slots: Vec<Slot> = matcher
            .parameters
            .iter()
            .filter_map(|parameter| match &parameter.kind {
                ParameterKind::Hole { ty, .. } => Some(Slot { name: parameter.name.clone(), ty: ty.clone() }),
                ParameterKind::Flag => None,
            })
            .collect();
        let templates = patterns.iter().flat_map(|pattern| write_out(&pattern.nodes, &slots)).collect();
        Self { name, slots, templates }
    }
}

/// All ways through the nodes, up to a bound.
fn write_out(nodes: &[Node], slots: &[Slot]) -> Vec<Template> {
    let mut ways: Vec<Template> = vec![Vec::new()];
    for node in nodes {
        let ends: Vec<Template> = match node {
            Node::Word(word) => vec![words(&word.text)],
            Node::Hole(hole) => vec![slot(&hole.name, slots)],
            Node::Optional { nodes, .. } => {
                let mut ends = vec![Vec::new()];
                ends.extend(write_out(nodes, slots));
                ends
            }
            Node::Choice { options, .. } => {
                options.iter().flat_map(|option| write_out(option, slots)).collect()
            }
            Node::Flag(_) => vec![Vec::new()],
        };
        ways = ways
            .iter()
            .flat_map(|way| ends.iter().map(move |end| way.iter().chain(end).cloned().collect()))
            .take(TEMPLATES_MAX)
            .collect();
    }
    ways
}

fn words(text: &str) -> Template {
    super::token::words(text).map(|word| Piece::Word(fold(word))).collect()
}

fn slot(name: &str, slots: &[Slot]) -> Template {
    let at = slots.iter().position(|slot| slot.name == name).and_then(|at| u16::try_from(at).ok());
    at.map(Piece::Slot).into_iter().collect()
}
