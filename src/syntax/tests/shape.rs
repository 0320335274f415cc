//! Which tree a text becomes, printed in brackets.

use super::scripts::parse_text;
use crate::syntax::ast::{
    AnswerType, Arg, BinaryOp, Block, Expr, ExprKind, FnBody, Item, LaterWhen, MessageBody, Prompt,
    RecordEntry, Say, Stmt, StmtKind, StringLit, StringPart, TypeExpr, TypeKind, UnaryOp,
};

/// The statements of a function with this body, in brackets.
pub(super) fn body(text: &str) -> String {
    let source = format!("fn f() {{\n{text}\n}}\n");
    let parse = parse_text(&source);
    let messages: Vec<_> = parse.diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(messages, Vec::<&str>::new(), "{text}");
    match parse.file.items.as_slice() {
        [Item::Fn(function)] => match &function.body {
            FnBody::Block(block) => block.stmts.iter().map(stmt).collect::<Vec<_>>().join("; "),
            FnBody::Expr(value) => expr(value),
        },
        items => format!("{items:?}"),
    }
}

fn block(block: &Block) -> String {
    format!("{{{}}}", block.stmts.iter().map(stmt).collect::<Vec<_>>().join("; "))
}

fn stmt(stmt: &Stmt) -> String {
    let clause = |clause: &Option<Box<crate::syntax::ast::ElseClause>>| {
        clause.as_ref().map_or(String::new(), |clause| {
            let name = clause.error.as_ref().map_or("", |name| name.text.as_str());
            format!(" else {name}{}", block(&clause.body))
        })
    };
    match &stmt.kind {
        StmtKind::Let(binding) | StmtKind::Var(binding) => {
            format!("let {} {}{}", binding.name.text, expr(&binding.value), clause(&binding.otherwise))
        }
        StmtKind::Assign { target, op, value, otherwise, .. } => {
            format!("{op:?} {} {}{}", expr(target), expr(value), clause(otherwise))
        }
        StmtKind::Expr { expr: value, otherwise } => format!("{}{}", expr(value), clause(otherwise)),
        StmtKind::Edit { message, body, otherwise } => {
            format!("edit {} {}{}", expr(message), message_body(body), clause(otherwise))
        }
        StmtKind::Delete { message, otherwise } => format!("delete {}{}", expr(message), clause(otherwise)),
        StmtKind::Later { when, body } => {
            let when = match when {
                LaterWhen::After(value) => format!("after {}", expr(value)),
                LaterWhen::At(value) => format!("at {}", expr(value)),
                LaterWhen::AtClock(clock) => format!("at {}:{}", clock.hour, clock.minute),
                LaterWhen::AtDay { day, clock } => {
                    format!("at {} {}:{}", expr(day), clock.hour, clock.minute)
                }
            };
            format!("later {when} {}", block(body))
        }
        StmtKind::For { first, iterable, body, .. } => {
            format!("for {} {} {}", first.text, expr(iterable), block(body))
        }
        StmtKind::Respond { status, body } => {
            format!("respond {} {}", expr(status), body.as_ref().map_or(String::new(), expr))
        }
        StmtKind::Return(value) => format!("return {}", value.as_ref().map_or(String::new(), expr)),
        StmtKind::Stop => "stop".to_owned(),
        other => format!("{other:?}"),
    }
}

fn message_body(body: &MessageBody) -> String {
    let mut text = body.text.as_ref().map_or(String::new(), expr);
    if let Some(file) = &body.file {
        text.push_str(&format!(" file {}", expr(&file.content)));
    }
    if let Some(card) = &body.card {
        text.push_str(&format!(" card {}{}", card.name.parts.len(), args(&card.args)));
    }
    text
}

fn say(say: &Say) -> String {
    let to = say.to.as_ref().map_or(String::new(), |to| format!("to {} ", expr(to)));
    format!("{to}{}", message_body(&say.body))
}

fn args(args: &[Arg]) -> String {
    let one = |arg: &Arg| match &arg.name {
        Some(name) => format!("{}: {}", name.text, expr(&arg.value)),
        None => expr(&arg.value),
    };
    format!("({})", args.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn string(text: &StringLit) -> String {
    let part = |part: &StringPart| match part {
        StringPart::Text { text, .. } => text.to_string(),
        StringPart::Hole { expr: value, format, .. } => {
            format!(
                "{{{}{}}}",
                expr(value),
                format.as_ref().map_or(String::new(), |f| format!(":{}", f.text))
            )
        }
    };
    format!("'{}'", text.parts.iter().map(part).collect::<String>())
}

fn ty(ty: &TypeExpr) -> String {
    match &ty.kind {
        TypeKind::Named(path) => {
            path.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".")
        }
        TypeKind::Optional(inner) => format!("{}?", super::shape::ty(inner)),
        TypeKind::Union(texts) => {
            texts.iter().map(|text| format!("'{}'", text.text)).collect::<Vec<_>>().join("|")
        }
        TypeKind::Generic { head, args } => {
            format!("{}<{}>", head.text, args.iter().map(super::shape::ty).collect::<Vec<_>>().join(","))
        }
        TypeKind::Record(fields) => format!("record{}", fields.len()),
        TypeKind::Function { params, result } => {
            format!("fn{}->({})", params.len(), super::shape::ty(result))
        }
        TypeKind::Error => "error".to_owned(),
    }
}

#[allow(clippy::too_many_lines, reason = "one arm for each kind of expression")]
pub(super) fn expr(value: &Expr) -> String {
    let list = |items: &[Expr]| items.iter().map(expr).collect::<Vec<_>>().join(" ");
    match &value.kind {
        ExprKind::None => "none".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Int(value) => value.to_string(),
        ExprKind::Float(value) => format!("{value:?}"),
        ExprKind::Duration(ms) => format!("{ms}ms"),
        ExprKind::String(text) => string(text),
        ExprKind::Regex(regex) => format!("/{}/{}", regex.pattern, regex.flags),
        ExprKind::Name(name) => name.to_string(),
        ExprKind::List(items) => format!("[{}]", list(items)),
        ExprKind::Record(record) => {
            let entry = |entry: &RecordEntry| match entry {
                RecordEntry::Field { key, value } => format!("{}={}", key.text, expr(value)),
                RecordEntry::Shorthand(name) => name.text.to_string(),
                RecordEntry::Spread(value) => format!("...{}", expr(value)),
                RecordEntry::Quoted { key, value } => format!("{}={}", string(key), expr(value)),
            };
            format!("record({})", record.entries.iter().map(entry).collect::<Vec<_>>().join(" "))
        }
        ExprKind::Unary { op: UnaryOp::Not, operand, .. } => format!("(not {})", expr(operand)),
        ExprKind::Unary { op: UnaryOp::Negate, operand, .. } => format!("(neg {})", expr(operand)),
        ExprKind::Binary { op, left, right, .. } => format!("({} {} {})", sign(*op), expr(left), expr(right)),
        ExprKind::As { value, ty: to } => format!("(as {} {})", expr(value), ty(to)),
        ExprKind::Field { base, name, optional } => {
            format!("{}{}.{}", expr(base), if *optional { "?" } else { "" }, name.text)
        }
        ExprKind::Index { base, index, optional } => {
            format!("{}{}[{}]", expr(base), if *optional { "?" } else { "" }, expr(index))
        }
        ExprKind::Call { callee, args: list } => format!("{}{}", expr(callee), args(list)),
        ExprKind::Lambda { params, body } => {
            let names = params.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(" ");
            format!("(lambda {names} {})", expr(body))
        }
        ExprKind::If(branches) => {
            let mut text = "if".to_owned();
            for branch in &branches.branches {
                text.push_str(&format!(" {} {}", expr(&branch.condition), block(&branch.body)));
            }
            text + &branches.otherwise.as_ref().map_or(String::new(), |body| format!(" else {}", block(body)))
        }
        ExprKind::Match(cases) => {
            let arm = |arm: &crate::syntax::ast::MatchArm| {
                let guard = arm.guard.as_ref().map_or(String::new(), |guard| format!(" if {}", expr(guard)));
                format!("{}{guard} {}", arm.patterns.len(), block(&arm.body))
            };
            format!(
                "match {} {}",
                expr(&cases.subject),
                cases.arms.iter().map(arm).collect::<Vec<_>>().join(" ")
            )
        }
        ExprKind::Block(body) => block(body),
        ExprKind::Say(one) => format!("(say {})", say(one)),
        ExprKind::Reply(one) => format!("(reply {})", say(one)),
        ExprKind::Ask(ask) => {
            let mut text = "(ask".to_owned();
            if let Some(to) = &ask.to {
                text.push_str(&format!(" to {}", expr(to)));
            }
            match &ask.prompt {
                Prompt::Text(prompt) => text.push_str(&format!(" {}", expr(prompt))),
                Prompt::Card(card) => text.push_str(&format!(" card{}", args(&card.args))),
            }
            match &ask.answer {
                Some(AnswerType::Type(to)) => text.push_str(&format!(" as {}", ty(to))),
                Some(AnswerType::OneOf(list)) => text.push_str(&format!(" of {}", expr(list))),
                None => {}
            }
            if let Some(check) = &ask.check {
                text.push_str(&format!(" where {}", expr(&check.condition)));
                text.push_str(
                    &check.message.as_ref().map_or(String::new(), |text| format!(" else {}", string(text))),
                );
            }
            if let Some(within) = &ask.within {
                text.push_str(&format!(" within {}", expr(within)));
            }
            text + ")"
        }
        ExprKind::Confirm(confirm) => format!("(confirm {})", expr(&confirm.prompt)),
        ExprKind::Error => "error".to_owned(),
    }
}

fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "or",
        BinaryOp::And => "and",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::In => "in",
        BinaryOp::NotIn => "not-in",
        BinaryOp::Matches => "matches",
        BinaryOp::Coalesce => "??",
        BinaryOp::Range => "..",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Remainder => "%",
    }
}

fn check(rows: &[(&str, &str)]) {
    for (text, shape) in rows {
        assert_eq!(body(text), *shape, "{text}");
    }
}

#[test]
fn operators_bind_as_the_language_says() {
    check(&[
        ("a or b and c", "(or a (and b c))"),
        ("not a == b and c", "(and (not (== a b)) c)"),
        ("not not a", "(not (not a))"),
        ("a not  in b or c in d", "(or (not-in a b) (in c d))"),
        ("a == b ?? c", "(== a (?? b c))"),
        ("a ?? b ?? c", "(?? (?? a b) c)"),
        ("1 .. n - 1", "(.. 1 (- n 1))"),
        ("xs[1..5]", "xs[(.. 1 5)]"),
        ("a - b - c * d % e", "(- (- a b) (% (* c d) e))"),
        ("-a.b + -c(1)", "(+ (neg a.b) (neg c(1)))"),
        ("-x as int", "(neg (as x int))"),
        ("a.b as text? ?? \"\"", "(?? (as a.b text?) '')"),
        ("(a + b) * c", "(* (+ a b) c)"),
        ("x as (int) -> bool?", "(as x fn1->(bool?))"),
        ("x as ((int) -> bool?)?", "(as x fn1->(bool?)?)"),
        ("x as list<map<text>> == y", "(== (as x list<map<text>>) y)"),
        ("a matches /x\\/y/i and b", "(and (matches a /x\\/y/i) b)"),
        ("a?.b?.[0]?.c(d: 1)", "a?.b?[0]?.c(d: 1)"),
        ("polls[id]?.votes[p] = 1", "Set polls[id]?.votes[p] 1"),
        ("n += 1", "Add n 1"),
        ("n -= -1", "Subtract n (neg 1)"),
    ]);
}

#[test]
fn literals_have_their_values() {
    check(&[
        ("1_000", "1000"),
        ("2.50", "2.5"),
        ("[500ms, 30s, 10m, 2h, 3d, 1w]", "[500ms 30000ms 600000ms 7200000ms 259200000ms 604800000ms]"),
        ("1.5h", "5400000ms"),
        ("[true, none, null]", "[true none none]"),
        ("{ \"k\": 1, a, if: 2, ...r }", "record('k'=1 a if=2 ...r)"),
        ("{\n  a: 1\n  b: 2,\n  c: 3\n}", "record(a=1 b=2 c=3)"),
        ("{}", "record()"),
        ("[]", "[]"),
    ]);
}

#[test]
fn calls_touch_their_bracket_and_operands_do_not() {
    check(&[
        ("f(x)", "f(x)"),
        ("say to r (x)", "(say to r x)"),
        ("say to r(x) y", "(say to r(x) y)"),
        ("say to", "(say to)"),
        ("say to + x", "(say (+ to x))"),
        ("say [1][0]", "(say [1][0])"),
        ("xs.map(x => x.a).filter((a, b) => a > b)", "xs.map((lambda x x.a)).filter((lambda a b (> a b)))"),
        ("f(() => 1, key: x => ({ id: x }))", "f((lambda  1), key: (lambda x record(id=x)))"),
        ("f(x => { stop })", "f((lambda x {stop}))"),
        ("f(in: 1, else: 2)", "f(in: 1, else: 2)"),
    ]);
}

#[test]
fn else_belongs_to_what_the_language_says() {
    check(&[
        ("let x = if a { 1 } else { 2 }", "let x if a {1} else {2}"),
        ("let x = if a { y } else { z } else { stop }", "let x if a {y} else {z} else {stop}"),
        ("let x = if a { 1 } else if b { 2 } else { 3 }", "let x if a {1} b {2} else {3}"),
        ("let x = m[k] else { stop }", "let x m[k] else {stop}"),
        ("let x = http.get(u) else err { stop }", "let x http.get(u) else err{stop}"),
        ("f() else { stop }", "f() else {stop}"),
        (
            "let n = ask \"N?\" as int where n > 0 else \"More.\" within 10m else { stop }",
            "let n (ask 'N?' as int where (> n 0) else 'More.' within 600000ms) else {stop}",
        ),
        ("let t = city ?? ask \"Where?\"", "let t (?? city (ask 'Where?'))"),
        ("if not confirm \"x\" { stop }", "if (not (confirm 'x')) {stop}"),
        ("let a = ask \"x\" as one of xs", "let a (ask 'x' of xs)"),
        ("let a = ask to p card c(1)", "let a (ask to p card(1))"),
    ]);
}

#[test]
fn braces_are_blocks_or_records_by_their_place() {
    check(&[
        ("if a { b }", "if a {b}"),
        ("for x in f({ a: 1 }) { x }", "for x f(record(a=1)) {x}"),
        ("let r = { a: 1 }", "let r record(a=1)"),
        ("respond 202 { \"ok\": true }", "respond 202 record('ok'=true)"),
        ("return { a }", "return record(a)"),
        (
            "match x { \"a\" | \"b\" => { c }, /r/ if d => stop\n else => ({ e }) }",
            "match x 2 {c} 1 if d {stop} 1 {record(e)}",
        ),
        ("later at tomorrow 09:05 { stop }", "later at tomorrow 9:5 {stop}"),
        ("later at 17:30 { stop }", "later at 17:30 {stop}"),
        ("later at t { stop }", "later at t {stop}"),
        ("later 1d { stop }", "later after 86400000ms {stop}"),
        ("edit m \"Done.\"", "edit m 'Done.'"),
        ("edit m \"a\" else err { stop }", "edit m 'a' else err{stop}"),
        ("delete m else { stop }", "delete m else {stop}"),
        ("say \"r\" file f as \"f.csv\"", "(say 'r' file f)"),
        ("say card a.b(t)", "(say  card 2(t))"),
        ("say file", "(say file)"),
    ]);
}

#[test]
fn words_of_declarations_are_names() {
    check(&[
        ("let open = 1; let state = open", "let open 1; let state open"),
        ("x.if.let", "x.if.let"),
        ("let to = by ?? until", "let to (?? by until)"),
        ("test.command(card: 1)", "test.command(card: 1)"),
    ]);
}
