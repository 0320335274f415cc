//! A card's function as a sketch.

use crate::base::Span;
use crate::cards::{Item, Sketch, SketchKind, Spot, Through};
use crate::check::card::CardFile;
use crate::check::checker::Checker;
use crate::check::hir::{Expr, Function, FunctionId, LocalId};
use std::collections::HashMap;
use std::sync::Arc;

/// Cards in cards in cards: more is a mistake that has been reported.
const DEPTH_MAX: usize = 32;
/// Steps after which the rest is left open: a card has far fewer parts.
const STEPS_MAX: usize = 50_000;

/// The drawing of one card.
pub(in crate::check::card) struct Drawing<'c> {
    pub(super) checker: &'c Checker<'c>,
    /// Which functions draw cards.
    cards: &'c HashMap<FunctionId, usize>,
    /// The variables of the functions under way, the innermost last.
    frames: Vec<Frame<'c>>,
    /// The `include` that is gone through.
    pub(super) through: Option<Arc<Through>>,
    /// The cards that are in it.
    pub(in crate::check::card) included: Vec<usize>,
    steps: usize,
    choices: usize,
}

pub(super) struct Frame<'c> {
    function: &'c Function,
    /// The card that it draws.
    pub(super) card: usize,
    /// What variables are; those that are missing are open.
    pub(super) locals: HashMap<LocalId, Sketch>,
}

impl<'c> Drawing<'c> {
    pub(in crate::check::card) fn new(
        checker: &'c Checker<'c>,
        cards: &'c HashMap<FunctionId, usize>,
    ) -> Self {
        Self { checker, cards, frames: Vec::new(), through: None, included: Vec::new(), steps: 0, choices: 0 }
    }

    /// The content of a card, whose parameters are open.
    pub(in crate::check::card) fn card(&mut self, card: usize, span: Span) -> Sketch {
        let function = self.checker.cards.get(card).map(|card| card.function);
        let drawn = function.map(|function| self.call(function, Vec::new(), span));
        self.through = None;
        drawn.as_ref().and_then(|card| card.get("content")).cloned().unwrap_or_else(|| self.open(span))
    }

    /// What the call of a card's function gives; of any other function that is not known.
    pub(super) fn call(&mut self, function: FunctionId, args: Vec<Sketch>, span: Span) -> Sketch {
        let body = self.checker.functions.get(function.index()).and_then(Option::as_ref);
        let (Some(card), Some(body)) = (self.cards.get(&function).copied(), body) else {
            return self.open(span);
        };
        if self.frames.len() >= DEPTH_MAX {
            return self.open(span);
        }
        let outer = self.through.clone();
        if !self.frames.is_empty() {
            self.through = Some(Arc::new(Through { span, outer: outer.clone() }));
            self.included.push(card);
        }
        let locals = body.params.iter().copied().zip(args).collect();
        self.frames.push(Frame { function: body, card, locals });
        let drawn = self.block(&body.body, span);
        self.frames.pop();
        self.through = outer;
        drawn
    }

    /// Whether all of it was gone through.
    pub(in crate::check::card) fn is_whole(&self) -> bool {
        self.steps <= STEPS_MAX
    }

    pub(super) fn frame(&mut self) -> Option<&mut Frame<'c>> {
        self.frames.last_mut()
    }

    /// The designer file of the card under way.
    pub(super) fn file(&self) -> Option<Arc<CardFile>> {
        self.checker.cards.get(self.frames.last()?.card)?.file.clone()
    }

    /// Whether there is work left to be done.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        self.steps <= STEPS_MAX
    }

    /// A number for an `if`.
    pub(super) fn choice(&mut self) -> usize {
        self.choices += 1;
        self.choices
    }

    pub(super) fn spot(&self, span: Span) -> Spot {
        Spot { span: Some(span), through: self.through.clone() }
    }

    pub(super) fn open(&self, span: Span) -> Sketch {
        Sketch::open(self.spot(span))
    }

    /// What a variable is.
    pub(super) fn local(&self, local: LocalId, expr: &Expr) -> Sketch {
        let known = self.frames.last().and_then(|frame| frame.locals.get(&local)).cloned();
        known.unwrap_or_else(|| self.open(expr.span))
    }

    /// The list that a line adds to; nothing if that is no list of lines.
    pub(super) fn lines(&mut self, list: LocalId) -> Option<&mut Vec<Item>> {
        match &mut self.frame()?.locals.get_mut(&list)?.kind {
            SketchKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The lists that lines add to: variables that the compiler made.
    pub(super) fn all_lines(&self) -> Vec<LocalId> {
        let Some(frame) = self.frames.last() else { return Vec::new() };
        let made = |id: &LocalId| {
            frame.function.local(*id).is_some_and(|local| local.mutable && local.name.is_empty())
        };
        frame.locals.keys().copied().filter(made).collect()
    }
}
