//! Statements: what the lines of a card add to its lists.

use super::drawing::Drawing;
use crate::base::Span;
use crate::cards::{Item, Sketch, SketchKind};
use crate::check::hir::{Block, Expr, ExprKind, ForOver, LocalId, Root, Stmt, StmtKind};
use crate::value::Value;
use std::collections::HashMap;

/// A loop over so many things that stand in the script is gone through.
const ROWS_MAX: usize = 32;

/// What was added to each list.
type Added = HashMap<LocalId, Vec<Item>>;

impl Drawing<'_> {
    /// What a block gives.
    pub(super) fn block(&mut self, block: &Block, span: Span) -> Sketch {
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        match &block.value {
            Some(value) => self.expr(value),
            None => self.open(span),
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        if !self.step() {
            return;
        }
        match &stmt.kind {
            StmtKind::Let { local, value } => {
                let value = self.expr(value);
                self.bind(*local, value);
            }
            StmtKind::For { over, body } => self.rows(over, body),
            StmtKind::Expr(Expr { kind: ExprKind::Change { place, args, .. }, .. }) => {
                if let (Root::Local(list), [item]) = (&place.root, args.as_slice()) {
                    let item = self.expr(item);
                    if let Some(lines) = self.lines(*list) {
                        // What could not be made of an erroneous line.
                        let broken = matches!(item.kind, SketchKind::Null);
                        lines.push(if broken { Item::Open } else { Item::One(item) });
                    }
                }
            }
            StmtKind::Expr(Expr { kind: ExprKind::If { then, otherwise, .. }, .. }) => {
                let branches = [Some(then), otherwise.as_ref()].into_iter().flatten();
                let number = self.choice();
                let added: Vec<Added> = branches.map(|branch| self.added_by(branch)).collect();
                for list in self.all_lines() {
                    let branches: Vec<Vec<Item>> =
                        added.iter().map(|added| added.get(&list).cloned().unwrap_or_default()).collect();
                    if branches.iter().any(|branch| !branch.is_empty())
                        && let Some(lines) = self.lines(list)
                    {
                        lines.push(Item::Choice { number, branches });
                    }
                }
            }
            // Nothing else draws.
            _ => {}
        }
    }

    fn bind(&mut self, local: LocalId, value: Sketch) {
        if let Some(frame) = self.frame() {
            frame.locals.insert(local, value);
        }
    }

    /// What a block adds to the lists, by itself.
    fn added_by(&mut self, block: &Block) -> Added {
        let lists = self.all_lines();
        let take = |drawing: &mut Self, list| drawing.lines(list).map(std::mem::take).unwrap_or_default();
        let before: Vec<(LocalId, Vec<Item>)> = lists.iter().map(|list| (*list, take(self, *list))).collect();
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        let mut added = Added::new();
        for (list, before) in before {
            if let Some(lines) = self.lines(list) {
                added.insert(list, std::mem::replace(lines, before));
            }
        }
        added
    }

    fn rows(&mut self, over: &ForOver, body: &Block) {
        let (rows, given, (index, item), span) = match over {
            ForOver::Items { items, index, item } => {
                let list = self.expr(items);
                if let (SketchKind::List(all), Some(to)) = (&list.kind, spliced(body, *item)) {
                    // `include`: all lines of another card.
                    if let Some(lines) = self.lines(to) {
                        lines.extend(all.iter().cloned());
                    }
                    return;
                }
                let given = known_items(list);
                (
                    given.as_ref().map(Vec::len).or_else(|| self.slice_rows(items)),
                    given,
                    (*index, *item),
                    items.span,
                )
            }
            ForOver::Range { from, to, index, item } => {
                let rows = self.range_rows(from, to);
                let given = rows.filter(|rows| *rows <= ROWS_MAX).and_then(|_| self.numbers(from, to));
                (rows, given, (*index, *item), from.span.to(to.span))
            }
            ForOver::Entries { map, key, value } => (None, None, (Some(*key), *value), map.span),
        };
        let Some(given) = given.filter(|given| given.len() <= ROWS_MAX) else {
            let unknown = self.open(span);
            self.bind(item, unknown.clone());
            if let Some(index) = index {
                self.bind(index, unknown);
            }
            let spot = self.spot(span);
            for (list, items) in self.added_by(body) {
                if let Some(lines) = self.lines(list).filter(|_| !items.is_empty()) {
                    lines.push(Item::Rows { rows, items, spot: spot.clone() });
                }
            }
            return;
        };
        for (number, row) in given.into_iter().enumerate() {
            let spot = row.spot.clone();
            self.bind(item, row);
            if let Some(index) = index {
                self.bind(index, Sketch { kind: SketchKind::Number(number.into()), spot });
            }
            for stmt in &body.stmts {
                self.stmt(stmt);
            }
        }
    }

    /// How many numbers a range has.
    fn range_rows(&self, from: &Expr, to: &Expr) -> Option<usize> {
        let (from, to) = (self.whole_number(from)?, self.whole_number(to)?);
        Some(usize::try_from(to.checked_sub(from)?.checked_add(1)?).unwrap_or_default())
    }

    fn numbers(&self, from: &Expr, to: &Expr) -> Option<Vec<Sketch>> {
        let spot = self.spot(from.span);
        let range = self.whole_number(from)?..=self.whole_number(to)?;
        Some(
            range
                .map(|number| Sketch { kind: SketchKind::Number(number.into()), spot: spot.clone() })
                .collect(),
        )
    }

    /// `xs[0..4]` has at most 5.
    fn slice_rows(&self, items: &Expr) -> Option<usize> {
        match &items.kind {
            ExprKind::Slice { from, to, .. } => {
                self.range_rows(from, to).filter(|_| self.whole_number(from).is_some_and(|from| from >= 0))
            }
            ExprKind::Range(from, to) => self.range_rows(from, to),
            _ => None,
        }
    }

    fn whole_number(&self, expr: &Expr) -> Option<i64> {
        match self.checker.fold(expr) {
            Ok(Value::Int(number)) => Some(number),
            _ => None,
        }
    }
}

/// The items of a list, if each of them is known to be there.
fn known_items(list: Sketch) -> Option<Vec<Sketch>> {
    let SketchKind::List(items) = list.kind else { return None };
    let one = |item| match item {
        Item::One(one) => Some(one),
        Item::When(_) | Item::Choice { .. } | Item::Rows { .. } | Item::Open => None,
    };
    items.into_iter().map(one).collect()
}

/// The list that gets each item as it is, if that is all that a loop does.
fn spliced(body: &Block, item: LocalId) -> Option<LocalId> {
    let [Stmt { kind: StmtKind::Expr(Expr { kind: ExprKind::Change { place, args, .. }, .. }), .. }] =
        body.stmts.as_slice()
    else {
        return None;
    };
    match (&place.root, args.as_slice()) {
        (Root::Local(list), [Expr { kind: ExprKind::Local(given), .. }]) if *given == item => Some(*list),
        _ => None,
    }
}
