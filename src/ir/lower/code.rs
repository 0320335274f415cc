//! The code of one function while it is made.

use super::pool::{Pool, index};
use super::program::LowerError;
use crate::base::Span;
use crate::check::hir::{Function, LocalId};
use crate::ir::{Op, Place};
use crate::value::Value;

/// The code of one function while it is made.
pub(super) struct Code<'p> {
    pub(super) pool: &'p mut Pool,
    pub(super) ops: Vec<Op>,
    pub(super) places: Vec<Place>,
    pub(super) loops: Vec<Loop>,
    /// How many `Try`s are open.
    pub(super) tries: usize,
    /// What cannot be lowered.
    pub(super) errors: Vec<LowerError>,
    spans: Vec<(u32, Span)>,
    /// Slot of each variable of the checker's function.
    slots: Vec<u16>,
    locals: u16,
}

/// A loop that is being lowered.
pub(super) struct Loop {
    /// Local that keeps the height of the operand stack.
    pub(super) mark: u16,
    /// How many `Try`s were open outside.
    pub(super) tries: usize,
    /// Where `continue` goes.
    pub(super) again: Target,
    /// Jumps of `break`, to be pointed behind the loop.
    pub(super) breaks: Vec<usize>,
}

/// Where a jump goes: known already, or a list of jumps to point there later.
pub(super) enum Target {
    Known(u32),
    Later(Vec<usize>),
}

impl<'p> Code<'p> {
    /// For `function`: captured values and parameters are the first locals.
    pub(super) fn new(pool: &'p mut Pool, function: &Function) -> Self {
        let mut code = Self {
            pool,
            ops: Vec::new(),
            places: Vec::new(),
            loops: Vec::new(),
            tries: 0,
            errors: Vec::new(),
            spans: Vec::new(),
            slots: vec![u16::MAX; function.locals.len()],
            locals: 0,
        };
        let first = function.captures.iter().chain(&function.params);
        for id in first.copied().chain((0..function.locals.len()).map(LocalId::of)) {
            code.give_slot(id);
        }
        code
    }

    fn give_slot(&mut self, id: LocalId) {
        if let Some(slot) = self.slots.get_mut(id.index())
            && *slot == u16::MAX
        {
            *slot = self.locals;
            self.locals = self.locals.saturating_add(1);
        }
    }

    /// The slot of a variable.
    pub(super) fn slot(&self, id: LocalId) -> u16 {
        self.slots.get(id.index()).copied().unwrap_or(u16::MAX)
    }

    /// A slot that the script has no name for.
    pub(super) fn hidden(&mut self) -> u16 {
        let slot = self.locals;
        self.locals = self.locals.saturating_add(1);
        slot
    }

    /// Adds an operation; gives its index.
    pub(super) fn emit(&mut self, op: Op) -> usize {
        self.ops.push(op);
        self.ops.len() - 1
    }

    /// Adds a constant.
    pub(super) fn constant(&mut self, value: Value) {
        let at = self.pool.constant(value);
        self.emit(Op::Constant(at));
    }

    /// The operations from here on come from `span`.
    pub(super) fn at(&mut self, span: Span) {
        let here = self.here();
        match self.spans.last_mut() {
            Some((_, last)) if *last == span => {}
            Some((start, last)) if *start == here => *last = span,
            _ => self.spans.push((here, span)),
        }
    }

    /// Index of the next operation.
    pub(super) fn here(&self) -> u32 {
        index(self.ops.len())
    }

    /// Points the jumps at the next operation.
    pub(super) fn land(&mut self, jumps: impl IntoIterator<Item = usize>) {
        let here = self.here();
        for jump in jumps {
            match self.ops.get_mut(jump) {
                Some(
                    Op::Jump(to)
                    | Op::JumpIfFalse(to)
                    | Op::JumpIfTrue(to)
                    | Op::JumpIfSome(to)
                    | Op::JumpIfNone(to)
                    | Op::Try(to)
                    | Op::Next { exit: to, .. },
                ) => *to = here,
                _ => self.errors.push(LowerError::internal("a jump is none")),
            }
        }
    }

    /// What was made: the operations, their places, spans, how many locals, and what went wrong.
    pub(super) fn finish(self) -> Finished {
        Finished {
            ops: self.ops,
            places: self.places,
            spans: self.spans,
            locals: self.locals,
            errors: self.errors,
        }
    }
}

/// What was made of a function.
pub(super) struct Finished {
    pub(super) ops: Vec<Op>,
    pub(super) places: Vec<Place>,
    pub(super) spans: Vec<(u32, Span)>,
    pub(super) locals: u16,
    pub(super) errors: Vec<LowerError>,
}
