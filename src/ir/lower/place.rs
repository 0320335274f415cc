//! Assignments and changes in place.

use super::code::Code;
use super::pool::index;
use crate::check::hir::{AssignOp, BuiltinId, Expr, Place, Root, Segment};
use crate::ir::{self, Op, PlaceRoot};
use crate::value::Operator;

impl Code<'_> {
    /// `place = value`, `place += value`: the value is evaluated first.
    pub(super) fn assign(&mut self, place: &Place, op: AssignOp, value: &Expr) {
        if let (Root::Local(local), []) = (&place.root, place.path.as_slice()) {
            return self.assign_local(self.slot(*local), op, value);
        }
        self.expr(value);
        let kept = self.hidden();
        self.emit(Op::SetLocal(kept));
        let Some(operation) = operation(op) else {
            self.place_operands(place);
            self.emit(Op::Local(kept));
            self.at(place.span);
            let at = self.place(place);
            self.emit(Op::Assign(at));
            return;
        };
        // The operands of the place are used twice, and must be evaluated once.
        let operands = self.keep_operands(place);
        let skips = self.read_place(place, &operands);
        self.emit(Op::Local(kept));
        self.at(place.span);
        self.emit(Op::Binary(operation));
        self.emit(Op::SetLocal(kept));
        for operand in operands.iter().flatten() {
            self.emit(Op::Local(*operand));
        }
        self.emit(Op::Local(kept));
        let at = self.place(place);
        self.emit(Op::Assign(at));
        if !skips.is_empty() {
            let end = self.emit(Op::Jump(0));
            self.land(skips);
            self.emit(Op::Pop);
            self.land([end]);
        }
    }

    fn assign_local(&mut self, slot: u16, op: AssignOp, value: &Expr) {
        let operation = operation(op);
        if operation.is_some() {
            self.emit(Op::Local(slot));
        }
        self.expr(value);
        if let Some(operation) = operation {
            self.emit(Op::Binary(operation));
        }
        self.emit(Op::SetLocal(slot));
    }

    /// A built-in that changes a place; leaves its result.
    pub(super) fn change(&mut self, place: &Place, id: BuiltinId, args: &[Expr]) {
        self.place_operands(place);
        for arg in args {
            self.expr(arg);
        }
        self.at(place.span);
        let at = self.place(place);
        self.emit(Op::Change { place: at, builtin: id, args: u8::try_from(args.len()).unwrap_or(u8::MAX) });
    }

    /// Puts the owner and the keys on the stack.
    fn place_operands(&mut self, place: &Place) {
        for operand in operands_of(place).into_iter().flatten() {
            self.expr(operand);
        }
    }

    /// Evaluates the owner and the keys into hidden locals: one for each that there is, the owner first.
    fn keep_operands(&mut self, place: &Place) -> Vec<Option<u16>> {
        let mut kept = Vec::new();
        for operand in operands_of(place) {
            kept.push(operand.map(|operand| {
                let slot = self.hidden();
                self.expr(operand);
                self.emit(Op::SetLocal(slot));
                slot
            }));
        }
        kept
    }

    /// Reads what is at the place; the jumps that are given back are taken, with `none` on the stack,
    /// where a `?.` finds nothing.
    fn read_place(&mut self, place: &Place, operands: &[Option<u16>]) -> Vec<usize> {
        let mut operands = operands.iter();
        let owner = operands.next().copied().flatten();
        match &place.root {
            Root::Local(local) => {
                let slot = self.slot(*local);
                self.emit(Op::Local(slot));
            }
            Root::State { state, .. } => {
                if let Some(owner) = owner {
                    self.emit(Op::Local(owner));
                }
                self.emit(Op::State { state: small(state.index()), owner: owner.is_some() });
            }
        }
        let mut skips = Vec::new();
        for segment in &place.path {
            let key = operands.next().copied().flatten();
            if is_optional(segment) {
                skips.push(self.emit(Op::JumpIfNone(0)));
            }
            match (segment, key) {
                (Segment::Field { name, .. }, _) => {
                    let name = self.pool.field(name);
                    self.emit(Op::Field(name));
                }
                (_, Some(key)) => {
                    self.emit(Op::Local(key));
                    self.emit(Op::Index);
                }
                (_, None) => {}
            }
        }
        skips
    }

    /// Adds the place to the function; gives its index.
    fn place(&mut self, place: &Place) -> u16 {
        let root = match &place.root {
            Root::Local(local) => PlaceRoot::Local(self.slot(*local)),
            Root::State { state, owner } => {
                PlaceRoot::State { state: small(state.index()), owner: owner.is_some() }
            }
        };
        let path = place.path.iter().map(|segment| match segment {
            Segment::Field { name, optional } => {
                ir::Segment::Field { name: name.clone(), optional: *optional }
            }
            Segment::Key { optional, .. } | Segment::Index { optional, .. } => {
                ir::Segment::Index { optional: *optional }
            }
        });
        self.places.push(ir::Place { root, path: path.collect() });
        small(self.places.len() - 1)
    }
}

fn operation(op: AssignOp) -> Option<Operator> {
    match op {
        AssignOp::Set => None,
        AssignOp::Add => Some(Operator::Add),
        AssignOp::Subtract => Some(Operator::Subtract),
    }
}

/// The owner (or nothing), then for each segment its key (or nothing).
fn operands_of(place: &Place) -> Vec<Option<&Expr>> {
    let owner = match &place.root {
        Root::State { owner, .. } => owner.as_deref(),
        Root::Local(_) => None,
    };
    let keys = place.path.iter().map(|segment| match segment {
        Segment::Field { .. } => None,
        Segment::Key { key, .. } => Some(key),
        Segment::Index { index, .. } => Some(index),
    });
    std::iter::once(owner).chain(keys).collect()
}

fn is_optional(segment: &Segment) -> bool {
    match segment {
        Segment::Field { optional, .. } | Segment::Key { optional, .. } | Segment::Index { optional, .. } => {
            *optional
        }
    }
}

/// Indices of locals, places, states: 16 bits, far more than one function or program has.
pub(super) fn small(at: usize) -> u16 {
    u16::try_from(index(at)).unwrap_or(u16::MAX)
}
