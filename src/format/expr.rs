//! Expressions: operands and operators. Parentheses are tokens of the source, not nodes of the tree.

use super::doc::Doc;
use super::list::Style;
use super::printer::Printer;
use crate::syntax::ast::{Arg, BinaryOp, Expr, ExprKind, Name, RecordEntry, RecordLit, UnaryOp};

impl<'a> Printer<'a> {
    /// An expression, with the parentheses around it.
    pub(super) fn expr(&mut self, expr: &Expr) -> Doc<'a> {
        let mut docs = Vec::new();
        // Those of a lambda are its own.
        while !matches!(expr.kind, ExprKind::Lambda { .. }) && self.peek() == "(" {
            docs.push(self.bump());
            self.parens += 1;
        }
        docs.push(self.bare(expr));
        self.closing(&mut docs);
        Doc::All(docs)
    }

    /// The parentheses that close here.
    pub(super) fn closing(&mut self, docs: &mut Vec<Doc<'a>>) {
        while self.parens > 0 && self.peek() == ")" {
            docs.push(self.bump());
            self.parens -= 1;
        }
    }

    fn bare(&mut self, expr: &Expr) -> Doc<'a> {
        match &expr.kind {
            ExprKind::None
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::Duration(_)
            | ExprKind::Name(_) => self.bump(),
            ExprKind::String(text) => self.verbatim(text.span),
            ExprKind::Regex(regex) => self.verbatim(regex.span),
            ExprKind::List(items) => self.list(Style::ITEMS, items, Self::expr),
            ExprKind::Record(record) => self.record(record),
            ExprKind::Unary { op: UnaryOp::Not, operand, .. } => {
                Doc::All(vec![self.word("not"), Doc::Space, self.expr(operand)])
            }
            ExprKind::Unary { op: UnaryOp::Negate, operand, .. } => {
                Doc::All(vec![self.word("-"), self.expr(operand)])
            }
            ExprKind::Binary { op, left, right, .. } => self.binary(*op, left, right),
            ExprKind::As { value, ty } => {
                let mut docs = vec![self.expr(value)];
                docs.extend(self.clause("as", |printer| printer.type_expr(ty)));
                Doc::All(docs)
            }
            ExprKind::Field { base, name, optional } => {
                let base = self.expr(base);
                Doc::All(vec![base, self.postfix(name, *optional)])
            }
            ExprKind::Index { base, index, optional } => {
                let base = self.expr(base);
                Doc::All(vec![base, self.index(index, *optional)])
            }
            ExprKind::Call { callee, args } => self.call(callee, args),
            ExprKind::Lambda { params, body } => self.lambda(params, body),
            ExprKind::If(branches) => self.if_expr(branches),
            ExprKind::Match(arms) => self.match_expr(arms),
            ExprKind::Block(block) => self.block(block),
            ExprKind::Say(say) => self.say("say", say),
            ExprKind::Reply(say) => self.say("reply", say),
            ExprKind::Ask(ask) => self.ask(ask),
            ExprKind::Confirm(confirm) => self.confirm(confirm),
            ExprKind::Error => self.not_parsed(),
        }
    }

    /// A node that does not parse: its declaration is copied.
    pub(super) fn not_parsed(&mut self) -> Doc<'a> {
        self.lost = true;
        Doc::NOTHING
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Doc<'a> {
        let left = self.expr(left);
        let operator = |printer: &mut Self| match op {
            BinaryOp::NotIn => printer.words("not in"),
            BinaryOp::Or
            | BinaryOp::And
            | BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterEqual
            | BinaryOp::In
            | BinaryOp::Matches
            | BinaryOp::Coalesce
            | BinaryOp::Range
            | BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Remainder => printer.bump(),
        };
        match op {
            BinaryOp::Range => {
                let operator = operator(self);
                Doc::All(vec![left, operator, self.expr(right)])
            }
            // These may begin a line.
            BinaryOp::Or | BinaryOp::And | BinaryOp::Coalesce => {
                let breaks_after = self.breaks_after_next();
                let rest = |printer: &mut Self| vec![operator(printer), Doc::Space, printer.expr(right)];
                let rest = if breaks_after {
                    let newline = self.kept_break();
                    let mut all = vec![newline];
                    all.extend(rest(self));
                    Doc::Indent(all)
                } else {
                    self.may_break(rest)
                };
                Doc::All(vec![left, rest])
            }
            // Short, as a rule: broken only where the author did.
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterEqual
            | BinaryOp::In
            | BinaryOp::NotIn
            | BinaryOp::Matches => {
                let operator = operator(self);
                let right = if self.starts_line() {
                    let newline = self.kept_break();
                    Doc::Indent(vec![newline, self.expr(right)])
                } else {
                    Doc::All(vec![Doc::Space, self.expr(right)])
                };
                Doc::All(vec![left, Doc::Space, operator, right])
            }
            BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Remainder => {
                let operator = operator(self);
                let rest = self.may_break(|printer| vec![printer.expr(right)]);
                Doc::All(vec![left, Doc::Space, operator, rest])
            }
        }
    }

    /// Whether the author broke the line after the next token.
    fn breaks_after_next(&self) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|token| token.newline)
    }

    /// `.name`, at the start of a line if the author put it there.
    fn postfix(&mut self, name: &Name, optional: bool) -> Doc<'a> {
        if self.starts_line() {
            let newline = self.kept_break();
            return Doc::Indent(vec![newline, self.field(name, optional)]);
        }
        self.field(name, optional)
    }

    fn index(&mut self, index: &Expr, optional: bool) -> Doc<'a> {
        let parens = std::mem::take(&mut self.parens);
        let open = self.word(if optional { "?.[" } else { "[" });
        let index = self.expr(index);
        let close = self.word("]");
        self.parens = parens;
        Doc::All(vec![open, index, close])
    }

    fn call(&mut self, callee: &Expr, args: &[Arg]) -> Doc<'a> {
        // A chain of calls may be broken before each but the first.
        if let ExprKind::Field { base, name, optional } = &callee.kind
            && matches!(base.kind, ExprKind::Call { .. })
            && self.peek() != "("
        {
            let base = self.expr(base);
            if self.starts_line() {
                let newline = self.kept_break();
                let field = self.field(name, *optional);
                return Doc::All(vec![base, Doc::Indent(vec![newline, field, self.args(args)])]);
            }
            let field = self.field(name, *optional);
            return Doc::All(vec![
                base,
                Doc::Group(vec![Doc::Nest(vec![Doc::Soft, field, self.args(args)])]),
            ]);
        }
        let callee = self.expr(callee);
        Doc::All(vec![callee, self.args(args)])
    }

    /// `(a, name: b)`
    pub(super) fn args(&mut self, args: &[Arg]) -> Doc<'a> {
        let hugs = matches!(args, [only] if has_brackets(&only.value));
        self.list(Style::PARENS.hugging(hugs), args, |printer, arg| {
            let mut docs = Vec::new();
            if arg.name.is_some() {
                docs.extend([printer.bump(), printer.word(":"), Doc::Space]);
            }
            docs.push(printer.expr(&arg.value));
            Doc::All(docs)
        })
    }

    fn lambda(&mut self, params: &[Name], body: &Expr) -> Doc<'a> {
        let mut docs = Vec::new();
        let parens = self.peek() == "(";
        if parens {
            docs.push(self.bump());
        }
        for index in 0..params.len() {
            if index > 0 {
                docs.extend([self.word(","), Doc::Space]);
            }
            docs.push(self.bump());
        }
        if parens {
            docs.push(self.word(")"));
        }
        docs.extend([Doc::Space, self.word("=>")]);
        docs.push(self.after_sign(|printer| printer.expr(body)));
        Doc::All(docs)
    }

    pub(super) fn record(&mut self, record: &RecordLit) -> Doc<'a> {
        self.list(Style::FIELDS, &record.entries, |printer, entry| match entry {
            RecordEntry::Field { value, .. } => {
                Doc::All(vec![printer.bump(), printer.word(":"), Doc::Space, printer.expr(value)])
            }
            RecordEntry::Shorthand(_) => printer.bump(),
            RecordEntry::Spread(copied) => Doc::All(vec![printer.word("..."), printer.expr(copied)]),
            RecordEntry::Quoted { key, value } => {
                let key = printer.verbatim(key.span);
                Doc::All(vec![key, printer.word(":"), Doc::Space, printer.expr(value)])
            }
        })
    }
}

/// Whether an argument has brackets in which it can be broken, or is a text, which cannot.
fn has_brackets(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::String(_)
        | ExprKind::List(_)
        | ExprKind::Record(_)
        | ExprKind::Match(_)
        | ExprKind::Block(_) => true,
        ExprKind::Lambda { body, .. } => has_brackets(body),
        ExprKind::None
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::Duration(_)
        | ExprKind::Name(_)
        | ExprKind::Regex(_)
        | ExprKind::Unary { .. }
        | ExprKind::Binary { .. }
        | ExprKind::As { .. }
        | ExprKind::Field { .. }
        | ExprKind::Index { .. }
        | ExprKind::Call { .. }
        | ExprKind::If(_)
        | ExprKind::Say(_)
        | ExprKind::Reply(_)
        | ExprKind::Ask(_)
        | ExprKind::Confirm(_)
        | ExprKind::Error => false,
    }
}
