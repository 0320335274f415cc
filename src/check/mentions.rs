//! What a piece of syntax mentions, before it is checked: for the order in which functions are
//! checked, and for what a loop may change.

use crate::builtins::{self, Kind};
use crate::syntax::ast::{
    Arg, Ask, Block, CardCall, ElseClause, Expr, ExprKind, LaterWhen, MessageBody, Prompt, RecordEntry, Say,
    Stmt, StmtKind, StringLit, StringPart,
};
use smol_str::SmolStr;
use std::collections::HashSet;

/// What was found.
#[derive(Default, Debug)]
pub(super) struct Mentions {
    /// Names of values, each with the module before the dot if there is one.
    pub(super) names: HashSet<(Option<SmolStr>, SmolStr)>,
    /// First names of what is assigned or changed in place.
    pub(super) assigned: HashSet<SmolStr>,
    /// Whether something in it is an effect of its own (`say`, `http` ...).
    pub(super) effect: bool,
}

impl Mentions {
    pub(super) fn of_block(block: &Block) -> Self {
        let mut mentions = Self::default();
        mentions.block(block);
        mentions
    }

    pub(super) fn of_expr(expr: &Expr) -> Self {
        let mut mentions = Self::default();
        mentions.expr(expr);
        mentions
    }

    /// All names, of modules and fields too.
    pub(super) fn all_names(self) -> Vec<SmolStr> {
        self.names.into_iter().flat_map(|(of, name)| of.into_iter().chain([name])).collect()
    }

    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let(binding) | StmtKind::Var(binding) => {
                self.expr(&binding.value);
                self.otherwise(binding.otherwise.as_deref());
            }
            StmtKind::Assign { target, value, otherwise, .. } => {
                self.assigned(target);
                self.expr(target);
                self.expr(value);
                self.otherwise(otherwise.as_deref());
            }
            StmtKind::Expr { expr, otherwise } => {
                self.expr(expr);
                self.otherwise(otherwise.as_deref());
            }
            StmtKind::Edit { message, body, otherwise } => {
                self.effect = true;
                self.expr(message);
                self.message(body);
                self.otherwise(otherwise.as_deref());
            }
            StmtKind::Delete { message, otherwise } => {
                self.effect = true;
                self.expr(message);
                self.otherwise(otherwise.as_deref());
            }
            StmtKind::Wait(expr) => {
                self.effect = true;
                self.expr(expr);
            }
            StmtKind::Later { when, body } => {
                self.effect = true;
                match when {
                    LaterWhen::After(expr) | LaterWhen::At(expr) | LaterWhen::AtDay { day: expr, .. } => {
                        self.expr(expr);
                    }
                    LaterWhen::AtClock(_) => {}
                }
                self.block(body);
            }
            StmtKind::Start(call) => {
                self.effect = true;
                self.expr(call);
            }
            StmtKind::Fail(expr) | StmtKind::Return(expr) => self.maybe(expr.as_ref()),
            StmtKind::Log { message, fields, .. } => {
                self.expr(message);
                self.maybe(fields.as_ref());
            }
            StmtKind::Respond { status, body } => {
                self.effect = true;
                self.expr(status);
                self.maybe(body.as_ref());
            }
            StmtKind::For { iterable, body, .. } => {
                self.expr(iterable);
                self.block(body);
            }
            StmtKind::While { condition, body } => {
                self.expr(condition);
                self.block(body);
            }
            StmtKind::Stop | StmtKind::Break | StmtKind::Continue | StmtKind::Error => {}
        }
    }

    fn otherwise(&mut self, clause: Option<&ElseClause>) {
        if let Some(clause) = clause {
            self.block(&clause.body);
        }
    }

    fn maybe(&mut self, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn args(&mut self, args: &[Arg]) {
        for arg in args {
            self.expr(&arg.value);
        }
    }

    fn string(&mut self, string: &StringLit) {
        for part in &string.parts {
            if let StringPart::Hole { expr, .. } = part {
                self.expr(expr);
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::None
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::Duration(_)
            | ExprKind::Regex(_)
            | ExprKind::Error => {}
            ExprKind::String(string) => self.string(string),
            ExprKind::Name(name) => {
                self.names.insert((None, name.clone()));
            }
            ExprKind::List(items) => {
                for item in items {
                    self.expr(item);
                }
            }
            ExprKind::Record(record) => self.entries(&record.entries),
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::As { value, .. } => self.expr(value),
            ExprKind::Field { base, name, .. } => {
                if let ExprKind::Name(module) = &base.kind {
                    self.names.insert((Some(module.clone()), name.text.clone()));
                    self.effect |= module == "http";
                }
                self.expr(base);
            }
            ExprKind::Index { base, index, .. } => {
                self.expr(base);
                self.expr(index);
            }
            ExprKind::Call { callee, args } => {
                if let ExprKind::Field { base, name, .. } = &callee.kind {
                    self.method(base, &name.text);
                }
                self.expr(callee);
                self.args(args);
            }
            ExprKind::Lambda { body, .. } => self.expr(body),
            ExprKind::If(branches) => {
                for branch in &branches.branches {
                    self.expr(&branch.condition);
                    self.block(&branch.body);
                }
                if let Some(block) = &branches.otherwise {
                    self.block(block);
                }
            }
            ExprKind::Match(matching) => {
                self.expr(&matching.subject);
                for arm in &matching.arms {
                    self.maybe(arm.guard.as_ref());
                    self.block(&arm.body);
                }
            }
            ExprKind::Block(block) => self.block(block),
            ExprKind::Say(say) | ExprKind::Reply(say) => self.say(say),
            ExprKind::Ask(ask) => self.ask(ask),
            ExprKind::Confirm(confirm) => {
                self.effect = true;
                self.maybe(confirm.to.as_ref());
                self.expr(&confirm.prompt);
                self.maybe(confirm.within.as_ref());
            }
        }
    }

    fn entries(&mut self, entries: &[RecordEntry]) {
        for entry in entries {
            match entry {
                RecordEntry::Field { value, .. } | RecordEntry::Spread(value) => self.expr(value),
                RecordEntry::Shorthand(name) => {
                    self.names.insert((None, name.text.clone()));
                }
                RecordEntry::Quoted { key, value } => {
                    self.string(key);
                    self.expr(value);
                }
            }
        }
    }

    /// A method that may change what it is called on, or have an effect: by its name alone.
    fn method(&mut self, base: &Expr, name: &str) {
        for id in
            builtins::all().filter(|id| id.signature().receiver.is_some() && id.signature().name == name)
        {
            match id.get().kind {
                Kind::Change(_) => self.assigned(base),
                Kind::Effect(_) => self.effect = true,
                Kind::Pure(_) | Kind::Each { .. } | Kind::Fold | Kind::Read { .. } => {}
            }
        }
    }

    /// The name that a path begins with; for `r.tickets` also the name of the state.
    fn assigned(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                self.assigned.insert(name.clone());
            }
            ExprKind::Field { base, name, .. } => {
                self.assigned.insert(name.text.clone());
                self.assigned(base);
            }
            ExprKind::Index { base, .. } => self.assigned(base),
            _ => {}
        }
    }

    fn say(&mut self, say: &Say) {
        self.effect = true;
        self.maybe(say.to.as_ref());
        self.message(&say.body);
    }

    fn message(&mut self, body: &MessageBody) {
        self.maybe(body.text.as_ref());
        if let Some(file) = &body.file {
            self.expr(&file.content);
            self.maybe(file.name.as_ref());
        }
        if let Some(card) = &body.card {
            self.card(card);
        }
    }

    fn card(&mut self, card: &CardCall) {
        self.args(&card.args);
    }

    fn ask(&mut self, ask: &Ask) {
        self.effect = true;
        self.maybe(ask.to.as_ref());
        match &ask.prompt {
            Prompt::Text(text) => self.expr(text),
            Prompt::Card(card) => self.card(card),
        }
        self.maybe(ask.until.as_ref());
        if let Some(check) = &ask.check {
            self.expr(&check.condition);
        }
        self.maybe(ask.within.as_ref());
    }
}
