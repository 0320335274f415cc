//! The whole program.

use super::code::Code;
use super::handler::handler;
use super::pool::Pool;
use crate::base::Span;
use crate::check::hir::{self, FunctionId, StateScope, StepKind, WebhookBody};
use crate::ir::{BotSettings, Config, FORMAT, Function, Group, Op, Program, Scope, SpanTable, State};
use std::collections::HashMap;

/// What a program is lowered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To run: what handlers reach.
    Run,
    /// To be tested: with the code of the tests.
    Test,
    /// To look at its cards: with all of them, said or not.
    Cards,
}

/// A program with what stands beside it.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The program.
    pub program: Program,
    /// Where its operations come from.
    pub spans: SpanTable,
    /// Indices of the checker's functions that were lowered.
    pub functions: HashMap<FunctionId, u32>,
}

/// Something that cannot be lowered: the checker let it pass, which is a bug of ours, or it has no
/// operations yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerError {
    /// What it is.
    pub what: String,
    /// Where it stands, if that is known.
    pub span: Option<Span>,
}

impl LowerError {
    pub(super) fn internal(what: &str) -> Self {
        Self { what: what.to_owned(), span: None }
    }
}

/// Lowers a program that was checked without errors.
///
/// # Errors
/// What cannot be lowered.
pub fn lower(checked: &hir::Program, purpose: Purpose) -> Result<Lowered, Vec<LowerError>> {
    let mut pool = Pool::default();
    let mut errors = Vec::new();
    pool.program.format = FORMAT;
    pool.program.bot = bot(&checked.bot);
    pool.program.secrets = checked.secrets.iter().map(|secret| secret.name.clone()).collect();
    pool.program.configs = checked.configs.iter().map(config).collect();
    pool.program.groups = checked
        .groups
        .iter()
        .map(|group| Group {
            name: group.name.clone(),
            entries: group.entries.iter().map(super::handler::who).collect(),
        })
        .collect();
    pool.program.intents.clone_from(&checked.intents);
    pool.program.states = checked.states.iter().map(state).collect();
    pool.consts = checked.consts.iter().map(|known| pool.constant(known.value.clone())).collect();
    for checked_handler in &checked.handlers {
        let lowered = handler(&mut pool, checked, checked_handler);
        pool.program.handlers.push(lowered);
    }
    if purpose == Purpose::Test {
        for id in test_functions(checked) {
            pool.function(id);
        }
    }
    if purpose == Purpose::Cards {
        for card in &checked.cards {
            pool.function(card.function);
        }
    }
    let mut spans = SpanTable::default();
    let mut next = 0;
    // Lowering a function may ask for more of them.
    while let Some(id) = pool.order.get(next).copied() {
        next += 1;
        match function(&mut pool, checked, id) {
            Ok((function, of)) => {
                pool.program.functions.push(function);
                spans.push(of);
            }
            Err(more) => errors.extend(more),
        }
    }
    if errors.is_empty() {
        let functions = pool.lowered();
        Ok(Lowered { program: pool.program, spans, functions })
    } else {
        Err(errors)
    }
}

type WithSpans = (Function, Vec<(u32, Span)>);

fn function(pool: &mut Pool, checked: &hir::Program, id: FunctionId) -> Result<WithSpans, Vec<LowerError>> {
    let function = checked.functions.get(id.index());
    let function = function.ok_or_else(|| vec![LowerError::internal("a function is not there")])?;
    let mut code = Code::new(pool, function);
    code.at(function.span);
    code.block(&function.body);
    code.emit(Op::Return);
    let finished = code.finish();
    if !finished.errors.is_empty() {
        return Err(finished.errors);
    }
    let params = super::place::small(function.captures.len() + function.params.len());
    let lowered = Function {
        name: function.name.clone(),
        params,
        locals: finished.locals,
        code: finished.ops,
        places: finished.places,
    };
    Ok((lowered, finished.spans))
}

fn config(checked: &hir::Config) -> Config {
    Config { name: checked.name.clone(), ty: checked.ty.clone(), default: checked.default.clone() }
}

fn state(checked: &hir::State) -> State {
    let scope = match checked.scope {
        StateScope::Bot => Scope::Bot,
        StateScope::Room => Scope::Room,
        StateScope::Person => Scope::Person,
        StateScope::Member => Scope::Member,
    };
    State { name: checked.name.clone(), scope, ty: checked.ty.clone(), init: checked.init.clone() }
}

fn bot(checked: &hir::Bot) -> BotSettings {
    BotSettings {
        name: checked.name.clone(),
        about: checked.about.clone(),
        net: checked.net.clone().unwrap_or_default(),
        allow: checked.allow.iter().map(super::handler::who).collect(),
        timezone: checked.timezone.clone(),
        locale: checked.locale.clone(),
    }
}

/// The functions that the steps of the tests call.
fn test_functions(checked: &hir::Program) -> Vec<FunctionId> {
    let mut functions = Vec::new();
    for step in checked.tests.iter().flat_map(|test| &test.steps) {
        match &step.kind {
            StepKind::Mock(mock) => {
                for answer in &mock.answers {
                    if let hir::Answer::Status { body, headers, .. } = answer {
                        functions.extend(body.iter().chain(headers));
                    }
                }
            }
            StepKind::Webhook(webhook) => {
                functions.extend(webhook.headers);
                match &webhook.body {
                    WebhookBody::Json(function) | WebhookBody::Text(function) => functions.push(*function),
                    WebhookBody::Empty | WebhookBody::File(_) => {}
                }
            }
            StepKind::Clicks { inputs, .. } => functions.extend(inputs),
            StepKind::ExpectResponse { with, .. } | StepKind::ExpectHttp { with, .. } => {
                functions.extend(with);
            }
            StepKind::Expect { condition, sides } => {
                functions.push(*condition);
                functions.extend(sides.iter().flat_map(|(left, right)| [*left, *right]));
            }
            StepKind::SetState(function) | StepKind::SetConfig { value: function, .. } => {
                functions.push(*function);
            }
            StepKind::Person { .. }
            | StepKind::Line(_)
            | StepKind::Sends { .. }
            | StepKind::Bot(_)
            | StepKind::Nothing
            | StepKind::Duplicate
            | StepKind::After { .. }
            | StepKind::Clock { .. }
            | StepKind::Restart
            | StepKind::Reload { .. }
            | StepKind::Join { .. }
            | StepKind::Leave { .. } => {}
        }
    }
    functions
}
