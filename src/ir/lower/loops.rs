//! `for` and `while`.

use super::code::{Code, Loop, Target};
use crate::check::hir::{Block, Expr, ForOver};
use crate::ir::Op;
use crate::value::{Operator, Value};

impl Code<'_> {
    pub(super) fn while_loop(&mut self, condition: &Expr, body: &Block) {
        let mark = self.begin_loop();
        let again = self.here();
        self.expr(condition);
        let exit = self.emit(Op::JumpIfFalse(0));
        self.loops.push(Loop { mark, tries: self.tries, again: Target::Known(again), breaks: vec![exit] });
        self.block_dropped(body);
        self.emit(Op::Jump(again));
        self.end_loop();
    }

    pub(super) fn for_loop(&mut self, over: &ForOver, body: &Block) {
        match over {
            ForOver::Items { items, index, item } => {
                let (items, at) = self.items(items);
                let (item, index) = (self.slot(*item), index.map(|id| self.slot(id)));
                self.each(items, at, body, |code| {
                    code.emit(Op::SetLocal(item));
                    if let Some(index) = index {
                        code.emit(Op::Local(at));
                        code.constant(Value::Int(1));
                        code.emit(Op::Binary(Operator::Subtract));
                        code.emit(Op::SetLocal(index));
                    }
                });
            }
            ForOver::Entries { map, key, value } => {
                let (items, at) = self.items(map);
                let (key, value) = (self.slot(*key), self.slot(*value));
                let pair = self.hidden();
                self.each(items, at, body, |code| {
                    code.emit(Op::SetLocal(pair));
                    for (place, slot) in [(0, key), (1, value)] {
                        code.emit(Op::Local(pair));
                        code.constant(Value::Int(place));
                        code.emit(Op::Index);
                        code.emit(Op::SetLocal(slot));
                    }
                });
            }
            ForOver::Range { from, to, index, item } => {
                let slots = (self.slot(*item), index.map(|id| self.slot(id)));
                self.range_loop((from, to), slots, body);
            }
        }
    }

    fn begin_loop(&mut self) -> u16 {
        let mark = self.hidden();
        self.emit(Op::Mark(mark));
        mark
    }

    fn end_loop(&mut self) {
        if let Some(done) = self.loops.pop() {
            self.land(done.breaks);
        }
    }

    /// Evaluates what is gone over: the local that holds the list, and the one that holds the index.
    fn items(&mut self, collection: &Expr) -> (u16, u16) {
        let (items, at) = (self.hidden(), self.hidden());
        self.expr(collection);
        self.emit(Op::Items);
        self.emit(Op::SetLocal(items));
        self.constant(Value::Int(0));
        self.emit(Op::SetLocal(at));
        (items, at)
    }

    fn each(&mut self, items: u16, index: u16, body: &Block, bind: impl FnOnce(&mut Self)) {
        let mark = self.begin_loop();
        let again = self.here();
        let exit = self.emit(Op::Next { items, index, exit: 0 });
        self.loops.push(Loop { mark, tries: self.tries, again: Target::Known(again), breaks: vec![exit] });
        bind(self);
        self.block_dropped(body);
        self.emit(Op::Jump(again));
        self.end_loop();
        // The copy that the loop went over is not kept with the run any longer.
        self.constant(Value::None);
        self.emit(Op::SetLocal(items));
    }

    /// Counts without making a list. The bound is compared before it is passed, so that the largest
    /// int can be the last one.
    fn range_loop(&mut self, ends: (&Expr, &Expr), slots: (u16, Option<u16>), body: &Block) {
        let (item, index) = slots;
        let (now, last, count) = (self.hidden(), self.hidden(), self.hidden());
        self.expr(ends.0);
        self.emit(Op::SetLocal(now));
        self.expr(ends.1);
        self.emit(Op::SetLocal(last));
        self.constant(Value::Int(0));
        self.emit(Op::SetLocal(count));
        let mark = self.begin_loop();
        self.emit(Op::Local(now));
        self.emit(Op::Local(last));
        self.emit(Op::Binary(Operator::LessEqual));
        let none = self.emit(Op::JumpIfFalse(0));
        let again = self.here();
        self.loops.push(Loop {
            mark,
            tries: self.tries,
            again: Target::Later(Vec::new()),
            breaks: vec![none],
        });
        self.emit(Op::Local(now));
        self.emit(Op::SetLocal(item));
        if let Some(index) = index {
            self.emit(Op::Local(count));
            self.emit(Op::SetLocal(index));
        }
        self.block_dropped(body);
        if let Some(Loop { again: Target::Later(jumps), .. }) = self.loops.last_mut() {
            let jumps = std::mem::take(jumps);
            self.land(jumps);
        }
        self.emit(Op::Local(now));
        self.emit(Op::Local(last));
        self.emit(Op::Binary(Operator::Less));
        let exit = self.emit(Op::JumpIfFalse(0));
        for slot in [now, count] {
            self.emit(Op::Local(slot));
            self.constant(Value::Int(1));
            self.emit(Op::Binary(Operator::Add));
            self.emit(Op::SetLocal(slot));
        }
        self.emit(Op::Jump(again));
        self.land([exit]);
        self.end_loop();
    }
}
