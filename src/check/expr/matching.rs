//! `match`.

use crate::base::Span;
use crate::check::body::LocalKind;
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::expr::condition::Branch;
use crate::check::expr::dispatch::typed;
use crate::check::flow::{Flow, PathKey, facts_of, path_of};
use crate::check::hir::{Arm, ArmPattern, Block, Expr, ExprKind, Local, LocalId};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::NameKind;
use crate::syntax::ast::{MatchArm, MatchExpr, Name, Pattern, PatternKind};
use crate::value::{Type, Value, comparable};
use smol_str::SmolStr;

/// What the arms so far leave over.
struct Remaining {
    none: bool,
    /// Texts that earlier arms take.
    seen: Vec<SmolStr>,
    texts: Option<Vec<SmolStr>>,
    bools: Option<Vec<bool>>,
}

/// What an arm takes of the subject.
#[derive(Default)]
struct Taken {
    none: bool,
    texts: Vec<SmolStr>,
    bools: Vec<bool>,
    /// A pattern that takes something else, or not all of a text.
    other: bool,
    /// A pattern that the subject can never be, which was reported: what was meant is not known.
    misfit: bool,
}

/// The subject of a match.
struct Subject {
    ty: Type,
    path: Option<PathKey>,
    source: String,
    span: Span,
}

impl Remaining {
    fn of(ty: &Type) -> Self {
        let without = ty.without_none();
        Self {
            none: matches!(ty, Type::Optional(_) | Type::None),
            seen: Vec::new(),
            texts: match &without {
                Type::Literals(texts) => Some(texts.to_vec()),
                Type::Never => Some(Vec::new()),
                _ => None,
            },
            bools: (without == Type::Bool).then(|| vec![true, false]),
        }
    }

    fn take(&mut self, taken: &Taken) {
        self.none &= !taken.none;
        self.seen.extend(taken.texts.iter().cloned());
        if let Some(texts) = &mut self.texts {
            texts.retain(|text| !taken.texts.contains(text));
        }
        if let Some(bools) = &mut self.bools {
            bools.retain(|one| !taken.bools.contains(one));
        }
    }

    /// What no arm takes, for a message; nothing if all is taken.
    fn missing(&self, ty: &Type) -> Option<String> {
        let mut missing: Vec<String> = Vec::new();
        match (&self.texts, &self.bools) {
            (Some(texts), _) => missing.extend(texts.iter().map(|text| format!("\"{text}\""))),
            (None, Some(bools)) => missing.extend(bools.iter().map(|one| format!("`{one}`"))),
            (None, None) => missing.push(format!("any other `{}`", ty.without_none())),
        }
        if self.none {
            missing.push("`none`".to_owned());
        }
        (!missing.is_empty()).then(|| missing.join(", "))
    }

    /// The type of what is left.
    fn ty(&self, ty: &Type) -> Type {
        let rest = match &self.texts {
            Some(texts) if !texts.is_empty() => Type::Literals(texts.clone().into()),
            Some(_) => Type::Never,
            None => ty.without_none(),
        };
        match (self.none, rest) {
            (true, Type::Never) => Type::None,
            (true, rest) => rest.optional(),
            (false, Type::Never) => ty.clone(),
            (false, rest) => rest,
        }
    }
}

/// Whether a pattern of an arm did not parse.
fn is_broken(arm: &MatchArm) -> bool {
    arm.patterns.iter().any(|pattern| pattern.kind == PatternKind::Error)
}

/// An arm behind `else`.
fn never_reached(arm: &MatchArm, otherwise: Span) -> Diagnostic {
    Diagnostic::new(&codes::LINT_UNREACHABLE_ARM, arm.span, "this arm is never reached")
        .also(otherwise, "`else` takes everything that is left")
        .help("put `else` last")
}

impl Checker<'_> {
    pub(super) fn check_match(&mut self, matching: &MatchExpr, span: Span, want: Want<'_>) -> Expr {
        let checked = self.check_expr(&matching.subject, None);
        let subject = Subject {
            ty: checked.ty.clone(),
            path: path_of(&checked),
            source: self.slice(matching.subject.span).to_owned(),
            span: matching.subject.span,
        };
        let made_up =
            Local { name: SmolStr::default(), ty: checked.ty.clone(), mutable: false, span: subject.span };
        let local = self.body_mut().add(made_up, LocalKind::Given);
        let mut remaining = Remaining::of(&subject.ty);
        let base = self.body().flow.clone();
        let mut heads: Vec<(Vec<ArmPattern>, Option<Expr>, Span)> = Vec::new();
        let mut branches: Vec<Branch> = Vec::new();
        let mut otherwise: Option<Branch> = None;
        let mut end: Option<Flow> = None;
        let mut misfit = false;
        for arm in &matching.arms {
            if let Some(first) = &otherwise {
                self.push(never_reached(arm, first.span));
            }
            self.body_mut().flow = base.clone();
            self.body_mut().scopes.push(Vec::new());
            let is_else = arm.patterns.iter().any(|pattern| matches!(pattern.kind, PatternKind::Else));
            let (patterns, taken) = self.check_patterns(arm, &subject, &remaining);
            misfit |= taken.misfit;
            self.narrow_arm(&subject, &remaining, if is_else { None } else { Some(&taken) });
            let guard = arm.guard.as_ref().map(|guard| {
                let guard = self.check_condition(guard);
                self.body_mut().flow.learn(facts_of(&guard).yes);
                guard
            });
            let (block, ty) = self.check_block(&arm.body, want);
            self.close_scope();
            let left = self.body().flow.clone();
            end = Some(match end {
                None => left,
                Some(before) => before.meet(left),
            });
            let branch = Branch { block, ty, span: arm.body.span };
            if is_else && guard.is_none() {
                otherwise = otherwise.or(Some(branch));
            } else {
                if guard.is_none() {
                    remaining.take(&taken);
                }
                heads.push((patterns, guard, arm.span));
                branches.push(branch);
            }
        }
        let broken = misfit || matching.arms.iter().any(is_broken);
        let covered = broken
            || otherwise.is_some()
            || subject.ty == Type::Unknown
            || self.check_exhaustive(&subject, &remaining, span);
        // Where arms are missing, nothing is known behind them.
        self.body_mut().flow = end.filter(|_| covered && !broken).unwrap_or(base);
        let has_else = otherwise.is_some();
        branches.extend(otherwise);
        let ty = match self.common_type(&mut branches, want) {
            // Behind arms that all leave is what the missing ones would lead to.
            Type::Never if !covered => Type::Unknown,
            ty => ty,
        };
        let mut blocks: Vec<Block> = branches.into_iter().map(|branch| branch.block).collect();
        let otherwise = if has_else { blocks.pop() } else { None };
        let arms = heads
            .into_iter()
            .zip(blocks)
            .map(|((patterns, guard, span), body)| Arm { patterns, guard, body, span })
            .collect();
        typed(ExprKind::Match { subject: Box::new(checked), local, arms, otherwise }, ty, span)
    }

    /// Whether the arms cover all; says what they do not.
    fn check_exhaustive(&mut self, subject: &Subject, remaining: &Remaining, span: Span) -> bool {
        let Some(missing) = remaining.missing(&subject.ty) else { return true };
        let head = Span { end: subject.span.end, ..span };
        let message = format!("this `match` does not cover {missing}");
        self.push(
            Diagnostic::new(&codes::CHECK_MATCH_NOT_EXHAUSTIVE, head, message)
                .help("add the missing arms, or `else => ...` for all that is left"),
        );
        false
    }

    /// What is known of the subject in an arm; `taken` is nothing for `else`.
    fn narrow_arm(&mut self, subject: &Subject, remaining: &Remaining, taken: Option<&Taken>) {
        let Some(path) = &subject.path else { return };
        let known = match taken {
            None => remaining.ty(&subject.ty),
            Some(taken) if taken.misfit => return,
            Some(taken) if taken.other && !taken.none => subject.ty.without_none(),
            Some(taken) if taken.other => return,
            Some(taken) if taken.none && taken.texts.is_empty() && taken.bools.is_empty() => Type::None,
            Some(taken) => {
                let inner = match subject.ty.without_none() {
                    Type::Literals(_) if !taken.texts.is_empty() => {
                        Type::Literals(taken.texts.clone().into())
                    }
                    other => other,
                };
                if taken.none { inner.optional() } else { inner }
            }
        };
        if !matches!(subject.ty, Type::Json | Type::Unknown) {
            self.body_mut().flow.learn(vec![(path.clone(), known)]);
        }
    }

    fn check_patterns(
        &mut self,
        arm: &MatchArm,
        subject: &Subject,
        remaining: &Remaining,
    ) -> (Vec<ArmPattern>, Taken) {
        let mut patterns = Vec::new();
        let mut taken = Taken::default();
        for pattern in &arm.patterns {
            if let Some(checked) = self.check_pattern(pattern, subject, (remaining, &mut taken)) {
                match (checked, arm.patterns.len()) {
                    // Names that only one of several patterns would bind are no names of the arm.
                    (ArmPattern::Regex { regex, .. }, 2..) => {
                        patterns.push(ArmPattern::Regex { regex, groups: Vec::new() });
                    }
                    (checked, _) => patterns.push(checked),
                }
            }
        }
        (patterns, taken)
    }

    fn check_pattern(
        &mut self,
        pattern: &Pattern,
        subject: &Subject,
        (remaining, taken): (&Remaining, &mut Taken),
    ) -> Option<ArmPattern> {
        let constant = |value: Value, ty: Type| {
            let expr = typed(ExprKind::Const(value), ty.clone(), pattern.span);
            Some((ArmPattern::Value(expr), ty))
        };
        let (checked, ty) = match &pattern.kind {
            PatternKind::Text(text) => {
                if taken.texts.contains(text) || remaining.seen.contains(text) {
                    let message = format!("\"{text}\" is covered by an arm before this one");
                    self.push(
                        Diagnostic::new(&codes::LINT_UNREACHABLE_ARM, pattern.span, message)
                            .help("delete it, or the arm before"),
                    );
                }
                taken.texts.push(text.clone());
                constant(Value::own(text), Type::Literals([text.clone()].into()))
            }
            PatternKind::Int(value) => constant(Value::Int(*value), Type::Int),
            PatternKind::Float(value) => constant(Value::Float(*value), Type::Float),
            PatternKind::Duration(value) => constant(Value::Duration(*value), Type::Duration),
            PatternKind::Bool(value) => {
                taken.bools.push(*value);
                constant(Value::Bool(*value), Type::Bool)
            }
            PatternKind::None => {
                taken.none = true;
                constant(Value::None, Type::None)
            }
            PatternKind::Regex(regex) => {
                taken.other = true;
                let (regex, groups) = self.check_regex(regex)?;
                let groups = self.declare_groups(&groups, regex.span);
                Some((ArmPattern::Regex { regex, groups }, Type::Text))
            }
            PatternKind::Range(from, to) => {
                taken.other = true;
                let end = |value: i64| typed(ExprKind::Const(Value::Int(value)), Type::Int, pattern.span);
                Some((ArmPattern::Range(end(*from), end(*to)), Type::Int))
            }
            PatternKind::Else | PatternKind::Error => {
                taken.other = true;
                None
            }
        }?;
        if matches!(ty, Type::Int | Type::Float | Type::Duration) {
            taken.other = true;
        }
        taken.misfit |= !self.check_fits(pattern, subject, &ty);
        Some(checked)
    }

    /// Reports a pattern that the subject can never be, and whether it can.
    fn check_fits(&mut self, pattern: &Pattern, subject: &Subject, ty: &Type) -> bool {
        if comparable(&subject.ty, ty) {
            return true;
        }
        let source = if subject.source.contains('\n') { "the subject" } else { &subject.source };
        let (message, near) = match (&pattern.kind, &subject.ty.without_none()) {
            (PatternKind::Text(text), Type::Literals(allowed)) => (
                format!("`{source}` is never \"{text}\": it is {}", subject.ty),
                nearest(text, allowed.iter().map(SmolStr::as_str)).map(|near| format!("\"{near}\"")),
            ),
            (PatternKind::None, _) => (format!("`{source}` is never `none`, it is `{}`", subject.ty), None),
            (PatternKind::Regex(_), found) => {
                (format!("a regex looks at a `text`, `{source}` is `{found}`"), None)
            }
            (_, found) => (format!("`{source}` is `{found}`, which is never equal to this"), None),
        };
        self.push(
            Diagnostic::new(&codes::CHECK_NEVER_EQUAL, pattern.span, message).did_you_mean(near.as_deref()),
        );
        false
    }

    /// A variable that a trigger or a pattern makes.
    pub(in crate::check) fn declare_given(&mut self, name: &SmolStr, ty: Type, span: Span) -> LocalId {
        let local = Local { name: name.clone(), ty, mutable: false, span };
        self.body_mut().declare(local, LocalKind::Given)
    }

    /// A variable that a trigger or a clause makes, under the name that stands there.
    pub(in crate::check) fn declare_named(&mut self, name: &Name, ty: Type) -> LocalId {
        self.named(name, NameKind::Value);
        self.declare_given(&name.text, ty, name.span)
    }
}
