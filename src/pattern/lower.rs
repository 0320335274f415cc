//! From the patterns of a command to its [`Matcher`].

use crate::base::Span;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::pattern::fold::fold;
use crate::pattern::matcher::{Alternative, FlagRule, Matcher, Op, Parameter, ParameterKind};
use crate::pattern::openings::{first_words, openings};
use crate::pattern::tree::{Binding, BindingSource, Hole, HoleType, Node, Pattern};
use crate::pattern::usage::usage;
use crate::pattern::{ArgumentType, LazyRegex, argument};
use smol_str::SmolStr;
use std::sync::Arc;

/// Finds the type with a name that is no built-in one. Where there is none, or none that can be
/// typed in a message, it reports that itself and gives nothing.
pub type Resolve<'r> = dyn FnMut(&str, Span) -> Option<ArgumentType> + 'r;

impl Matcher {
    /// Lowers the patterns of one command. They share their names: one that stands in several has
    /// one type and one default, which need to be written in one of them only.
    pub fn lower(patterns: &[Pattern], resolve: &mut Resolve<'_>) -> (Self, Vec<Diagnostic>) {
        let mut sink = Sink::new();
        let parameters = merge(patterns, &mut sink)
            .into_iter()
            .map(|merged| merged.resolve(resolve, &mut sink))
            .collect::<Vec<_>>();
        let alternatives = patterns.iter().map(|pattern| alternative(pattern, &parameters)).collect();
        (Self { parameters, alternatives }, sink.finish())
    }
}

/// A name with all that the patterns say of it.
struct Merged<'p> {
    name: &'p str,
    /// The patterns that bind it.
    patterns: usize,
    can_be_absent: bool,
    source: BindingSource<'p>,
    kind: Option<&'p HoleType>,
    /// Other types that it has elsewhere, and where.
    others: Vec<(&'p HoleType, Span, Span)>,
    default: Option<&'p crate::pattern::HoleDefault>,
}

fn merge<'p>(patterns: &'p [Pattern], sink: &mut Sink) -> Vec<Merged<'p>> {
    let mut all: Vec<Merged<'p>> = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        for binding in pattern.holes() {
            match all.iter_mut().find(|merged| merged.name == binding.name) {
                Some(merged) => merged.join(&binding, sink),
                None => all.push(Merged::new(&binding, index > 0)),
            }
        }
        for merged in &mut all {
            let missing = merged.patterns <= index;
            merged.can_be_absent |= missing;
            merged.patterns = index + 1;
        }
    }
    all
}

impl<'p> Merged<'p> {
    /// `late`: an earlier pattern does not have it.
    fn new(binding: &Binding<'p>, late: bool) -> Self {
        let hole = match binding.source {
            BindingSource::Hole(hole) => Some(hole),
            BindingSource::Flag(_) => None,
        };
        Self {
            name: binding.name,
            patterns: usize::MAX,
            can_be_absent: binding.can_be_absent || late,
            source: binding.source,
            kind: hole.map(|hole| &hole.kind),
            others: Vec::new(),
            default: hole.and_then(|hole| hole.default.as_ref()),
        }
    }

    fn join(&mut self, binding: &Binding<'p>, sink: &mut Sink) {
        self.patterns = usize::MAX;
        self.can_be_absent |= binding.can_be_absent;
        let (first, other) = match (self.source, binding.source) {
            (BindingSource::Flag(_), BindingSource::Flag(_)) => return,
            (BindingSource::Hole(first), BindingSource::Hole(other)) => (first, other),
            (BindingSource::Hole(Hole { name_span: first, .. }), BindingSource::Flag(_)) => {
                return mismatch(
                    (binding.name, binding.name_span),
                    *first,
                    "is a hole in another pattern and a flag here",
                    sink,
                );
            }
            (BindingSource::Flag(flag), BindingSource::Hole(_)) => {
                return mismatch(
                    (binding.name, binding.name_span),
                    flag.span,
                    "is a flag in another pattern and a hole here",
                    sink,
                );
            }
        };
        match joined_type(self.kind.unwrap_or(&first.kind), &other.kind) {
            Some(kind) => self.kind = Some(kind),
            None => self.others.push((&other.kind, binding.name_span, first.span)),
        }
        match (self.default, &other.default) {
            (Some(a), Some(b)) if a.text != b.text => {
                mismatch(
                    (binding.name, binding.name_span),
                    a.span,
                    "has another default in another pattern",
                    sink,
                );
            }
            (None, Some(default)) => self.default = Some(default),
            (Some(_) | None, _) => {}
        }
    }

    fn resolve(self, resolve: &mut Resolve<'_>, sink: &mut Sink) -> Parameter {
        let kind = match (self.source, self.kind) {
            (BindingSource::Hole(_), Some(kind)) => {
                let ty = resolved(kind, resolve);
                for (other, at, first) in &self.others {
                    // Of a type that there is none of this was told.
                    if resolved(other, resolve).is_some() && ty.is_some() {
                        mismatch((self.name, *at), *first, "has another type in another pattern", sink);
                    }
                }
                match (&ty, self.default) {
                    (_, Some(default)) if !self.can_be_absent => unused_default(self.name, default, sink),
                    (Some(ty), Some(default)) => check_default(ty, default, sink),
                    (None, Some(_)) | (_, None) => {}
                }
                ParameterKind::Hole {
                    ty: ty.unwrap_or(ArgumentType::Text),
                    default: self.default.map(|default| default.text.clone()),
                }
            }
            (BindingSource::Flag(_), _) | (BindingSource::Hole(_), None) => ParameterKind::Flag,
        };
        Parameter { name: self.name.into(), kind, can_be_absent: self.can_be_absent }
    }
}

fn mismatch((name, at): (&str, Span), first: Span, what: &str, sink: &mut Sink) {
    let message = format!("`{name}` {what}");
    let found = Diagnostic::new(&codes::PATTERN_HOLE_MISMATCH, at, message)
        .also(first, "the other one")
        .help("write the same in both, or use two names");
    sink.push(found);
}

/// The type of a hole that stands in two patterns: the same, or that of the one that says it.
fn joined_type<'p>(first: &'p HoleType, other: &'p HoleType) -> Option<&'p HoleType> {
    let is_text = |kind: &HoleType| matches!(kind, HoleType::Named { name, .. } if name == "text");
    match (first, other) {
        (first, other) if first.same(other) => Some(first),
        (HoleType::Rest | HoleType::Word, HoleType::Rest | HoleType::Word) => Some(first),
        (HoleType::Word | HoleType::Unread, typed) => Some(typed),
        (typed, HoleType::Word | HoleType::Unread) => Some(typed),
        (HoleType::Rest, text) | (text, HoleType::Rest) if is_text(text) => Some(text),
        (
            HoleType::Rest
            | HoleType::Named { .. }
            | HoleType::Regex { .. }
            | HoleType::Literals { .. }
            | HoleType::List { .. },
            _,
        ) => None,
    }
}

fn resolved(kind: &HoleType, resolve: &mut Resolve<'_>) -> Option<ArgumentType> {
    Some(match kind {
        HoleType::Word | HoleType::Rest => ArgumentType::Text,
        HoleType::Named { name, span } => match ArgumentType::built_in(name) {
            Some(ty) => ty,
            None => resolve(name, *span)?,
        },
        HoleType::Regex { source, flags, .. } => {
            ArgumentType::Matches(Arc::new(LazyRegex::new(source.clone(), flags.clone())))
        }
        HoleType::Literals { texts, .. } => {
            let texts: Arc<[SmolStr]> = texts.iter().map(|word| word.text.clone()).collect();
            ArgumentType::OneOf(texts)
        }
        HoleType::List { item, .. } => ArgumentType::List(Box::new(match resolved(item, resolve)? {
            ArgumentType::List(item) => *item,
            item => item,
        })),
        HoleType::Unread => return None,
    })
}

/// A default is read when it is needed; whether it can be read is known now, except of a room.
fn check_default(ty: &ArgumentType, default: &crate::pattern::HoleDefault, sink: &mut Sink) {
    let Some(mistake) = argument::mistake_in_default(ty, &default.text) else { return };
    let message = format!("the default `{}` is no value of this hole: {}", default.text, mistake.expected());
    let found = Diagnostic::new(&codes::PATTERN_DEFAULT, default.span, message);
    sink.push(match mistake.nearest() {
        Some(near) => found.did_you_mean(Some(near)),
        None => found.help("write what the user would have typed"),
    });
}

/// A default stands where the hole can be left out.
fn unused_default(name: &str, default: &crate::pattern::HoleDefault, sink: &mut Sink) {
    let message = format!("`{name}` can't be left out here, so its default is never used");
    sink.push(Diagnostic::new(&codes::PATTERN_DEFAULT, default.span, message).help(format!(
        "put brackets around the hole, `[{{{name} ...}}]`, or delete the default: ` = {}`",
        default.text
    )));
}

fn alternative(pattern: &Pattern, parameters: &[Parameter]) -> Alternative {
    let mut lowering = Lowering { parameters, ops: Vec::new(), flags: Vec::new() };
    lowering.sequence(&pattern.nodes);
    let Lowering { ops, flags, .. } = lowering;
    Alternative {
        usage: usage(pattern),
        words_max: words_max(&pattern.nodes, parameters),
        first_words: first_words(&pattern.nodes),
        openings: openings(&pattern.nodes),
        literal_words: pattern.literal_words(),
        ops,
        flags,
    }
}

struct Lowering<'p> {
    parameters: &'p [Parameter],
    ops: Vec<Op>,
    flags: Vec<FlagRule>,
}

impl Lowering<'_> {
    fn sequence(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Word(word) => self.ops.push(Op::Word(fold(&word.text))),
                Node::Choice { options, .. } => self.choice(options),
                Node::Optional { nodes, .. } => self.optional(nodes),
                Node::Hole(hole) => self.hole(hole),
                Node::Flag(_) => self.flag(node, true),
            }
        }
    }

    fn hole(&mut self, hole: &Hole) {
        let parameter = self.parameter(&hole.name);
        let ty = self.parameters.get(parameter).map(|parameter| &parameter.kind);
        let list = matches!(ty, Some(ParameterKind::Hole { ty: ArgumentType::List(_), .. }));
        self.ops.push(match hole.kind {
            HoleType::Rest => Op::Rest(parameter),
            _ if list => Op::List(parameter),
            HoleType::Word
            | HoleType::Named { .. }
            | HoleType::Regex { .. }
            | HoleType::Literals { .. }
            | HoleType::List { .. }
            | HoleType::Unread => Op::Hole(parameter),
        });
    }

    fn flag(&mut self, node: &Node, required: bool) {
        let Node::Flag(flag) = node else { return };
        let name = flag.value.as_ref().map_or(&flag.name, |value| &value.name);
        self.flags.push(FlagRule {
            word: fold(&flag.word),
            required,
            parameter: self.parameter(name),
            takes_value: flag.value.is_some(),
        });
    }

    fn parameter(&self, name: &str) -> usize {
        self.parameters.iter().position(|parameter| parameter.name == name).unwrap_or(usize::MAX)
    }

    fn optional(&mut self, nodes: &[Node]) {
        if let [node @ Node::Flag(_)] = nodes {
            return self.flag(node, false);
        }
        let split = self.ops.len();
        self.ops.push(Op::Split(split + 1, split + 1));
        self.sequence(nodes);
        self.set(split, Op::Split(split + 1, self.ops.len()));
    }

    fn choice(&mut self, options: &[Vec<Node>]) {
        let mut jumps = Vec::new();
        for (index, option) in options.iter().enumerate() {
            if index + 1 == options.len() {
                self.sequence(option);
                break;
            }
            let split = self.ops.len();
            self.ops.push(Op::Split(split + 1, split + 1));
            self.sequence(option);
            jumps.push(self.ops.len());
            self.ops.push(Op::Jump(0));
            self.set(split, Op::Split(split + 1, self.ops.len()));
        }
        for jump in jumps {
            self.set(jump, Op::Jump(self.ops.len()));
        }
    }

    fn set(&mut self, at: usize, op: Op) {
        if let Some(slot) = self.ops.get_mut(at) {
            *slot = op;
        }
    }
}

/// The most words that the nodes can take.
fn words_max(nodes: &[Node], parameters: &[Parameter]) -> Option<usize> {
    let mut sum = 0;
    for node in nodes {
        sum += match node {
            Node::Word(_) => 1,
            Node::Flag(_) => 0,
            Node::Optional { nodes, .. } => words_max(nodes, parameters)?,
            Node::Choice { options, .. } => options
                .iter()
                .try_fold(0, |most: usize, option| Some(most.max(words_max(option, parameters)?)))?,
            Node::Hole(Hole { kind: HoleType::Rest, .. }) => return None,
            Node::Hole(hole) => {
                let parameter = parameters.iter().find(|parameter| parameter.name == hole.name)?;
                match &parameter.kind {
                    ParameterKind::Hole { ty: ArgumentType::List(_), .. } => return None,
                    ParameterKind::Hole { ty, .. } => ty.words_max(),
                    ParameterKind::Flag => 1,
                }
            }
        };
    }
    Some(sum)
}
