//! What of a script its tests ran: handlers, the ways that its conditions went, and the buttons of its cards.

use crate::base::{SourceId, Span};
use crate::compile::Compiled;
use crate::ir::{Op, ProgramId};
use crate::syntax::ast::{CardBody, CardNode, CardNodeKind, Element, ExprKind, Item, StringPart};
use crate::vm::Trace;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Collects what ran, over all tests of a script.
#[derive(Debug)]
pub struct Coverage {
    program: ProgramId,
    seen: Mutex<Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    trace: Trace,
    /// Title and action of each button that was pressed.
    pressed: BTreeSet<(String, Option<String>)>,
}

/// What there is to cover, and what was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageReport {
    /// Handlers, in source order.
    pub handlers: Vec<Covered>,
    /// Both ways of each condition, in source order.
    pub branches: Vec<Covered>,
    /// Buttons of cards that submit, in source order.
    pub buttons: Vec<Covered>,
    /// Lines with code, by file and number.
    lines: BTreeMap<(String, usize), bool>,
}

/// One thing that tests can cover.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Covered {
    /// The file.
    pub file: String,
    /// The line in it.
    pub line: usize,
    /// `command "list"`; `if open.is_empty: never true`; `"Approve" of card approval`.
    pub what: String,
    /// Whether a test ran it.
    pub hit: bool,
}

impl Coverage {
    /// Nothing was run yet of this program.
    #[must_use]
    pub fn new(program: ProgramId) -> Self {
        Self { program, seen: Mutex::default() }
    }

    pub(super) fn ran(&self, program: ProgramId, trace: &Trace) {
        // Another version, put in service by a test, has operations of its own.
        if program == self.program {
            self.seen().trace.add(trace);
        }
    }

    pub(super) fn pressed(&self, title: &str, action: Option<&str>) {
        self.seen().pressed.insert((title.to_owned(), action.map(str::to_owned)));
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What came together, for the script that `compiled` is.
    #[must_use]
    pub fn report(&self, compiled: &Compiled) -> CoverageReport {
        let seen = self.seen().clone();
        let mut report = CoverageReport::default();
        let script = Script::of(compiled);
        report.handlers = script.handlers(&seen.trace);
        script.operations(&seen.trace, &mut report);
        report.buttons = script.buttons(&seen.pressed);
        for list in [&mut report.handlers, &mut report.branches, &mut report.buttons] {
            list.sort();
        }
        report
    }
}

/// The parts of a program that are the author's own: files of the disk, without their tests.
struct Script<'c> {
    compiled: &'c Compiled,
    own: BTreeSet<SourceId>,
    tests: Vec<Span>,
}

impl<'c> Script<'c> {
    fn of(compiled: &'c Compiled) -> Self {
        let own = compiled.units.iter().filter(|unit| unit.path.is_some()).map(|unit| unit.source).collect();
        let items = compiled.units.iter().flat_map(|unit| &unit.parse.file.items);
        let tests = items.filter_map(|item| if let Item::Test(test) = item { Some(test.span) } else { None });
        Self { compiled, own, tests: tests.collect() }
    }

    fn is_own(&self, span: Span) -> bool {
        let within =
            |test: &Span| test.source == span.source && test.start <= span.start && span.start < test.end;
        self.own.contains(&span.source) && !self.tests.iter().any(within)
    }

    fn covered(&self, span: Span, what: String, hit: bool) -> Covered {
        let sources = &self.compiled.sources;
        Covered { file: sources.name(span).to_owned(), line: sources.place(span).0.line, what, hit }
    }

    fn handlers(&self, trace: &Trace) -> Vec<Covered> {
        let Some(lowered) = &self.compiled.program else { return Vec::new() };
        // The checked handlers are those of the program, in the same order.
        let pairs = self.compiled.checked.handlers.iter().zip(&lowered.program.handlers);
        let own = pairs.filter(|(checked, _)| self.is_own(checked.span));
        own.map(|(checked, handler)| {
            let hit = trace.visited.contains(&(handler.function, 0));
            self.covered(checked.span, handler.name.to_string(), hit)
        })
        .collect()
    }

    /// The lines with code, and both ways of each condition.
    fn operations(&self, trace: &Trace, report: &mut CoverageReport) {
        let Some(lowered) = &self.compiled.program else { return };
        for (function, of) in (0u32..).zip(&lowered.program.functions) {
            for (at, op) in (0u32..).zip(&of.code) {
                let Some(span) = lowered.spans.find(function, at).filter(|span| self.is_own(*span)) else {
                    continue;
                };
                let line = self.covered(span, String::new(), false);
                let visited = trace.visited.contains(&(function, at));
                *report.lines.entry((line.file, line.line)).or_default() |= visited;
                for (jumps, never) in ways(op) {
                    let what = format!("{}: {never}", self.excerpt(span));
                    let hit = trace.decided.contains(&(function, at, jumps));
                    report.branches.push(self.covered(span, what, hit));
                }
            }
        }
    }

    /// The first line of a piece of the script, not too much of it.
    fn excerpt(&self, span: Span) -> String {
        const CHARS_MAX: usize = 50;
        let line = self.compiled.sources.slice(span).lines().next().unwrap_or_default().trim();
        let mut short: String = line.chars().take(CHARS_MAX).collect();
        if short.len() < line.len() {
            short.push('…');
        }
        format!("`{short}`")
    }

    fn buttons(&self, pressed: &BTreeSet<(String, Option<String>)>) -> Vec<Covered> {
        let mut found = Vec::new();
        for unit in self.compiled.units.iter().filter(|unit| unit.path.is_some()) {
            for item in &unit.parse.file.items {
                let Item::Card(card) = item else { continue };
                if let CardBody::Nodes(nodes) = &card.body {
                    self.gather(nodes, &card.name.text, pressed, &mut found);
                }
            }
        }
        found
    }

    fn gather(
        &self,
        nodes: &[CardNode],
        card: &str,
        pressed: &BTreeSet<(String, Option<String>)>,
        found: &mut Vec<Covered>,
    ) {
        for node in nodes {
            match &node.kind {
                CardNodeKind::Element(element) => {
                    if element.word.text == "submit" {
                        found.push(self.button(element, node.span, card, pressed));
                    }
                    self.gather(element.children.as_deref().unwrap_or_default(), card, pressed, found);
                }
                CardNodeKind::If { branches, otherwise } => {
                    for branch in branches {
                        self.gather(&branch.body, card, pressed, found);
                    }
                    self.gather(otherwise.as_deref().unwrap_or_default(), card, pressed, found);
                }
                CardNodeKind::For { body, .. } => self.gather(body, card, pressed, found),
                CardNodeKind::Input(_)
                | CardNodeKind::Let { .. }
                | CardNodeKind::Include { .. }
                | CardNodeKind::Raw(_)
                | CardNodeKind::Entry { .. }
                | CardNodeKind::Value(_)
                | CardNodeKind::Error => {}
            }
        }
    }

    /// A button is pressed if one with its title was, or, where the title is made at run time, one that starts
    /// its action.
    fn button(
        &self,
        element: &Element,
        span: Span,
        card: &str,
        pressed: &BTreeSet<(String, Option<String>)>,
    ) -> Covered {
        let content = element.content.first();
        let title = content.and_then(|content| match &content.kind {
            ExprKind::String(literal) => match literal.parts.as_slice() {
                [StringPart::Text { text, .. }] => Some(text.as_str()),
                _ => None,
            },
            _ => None,
        });
        let action = element.arrow.first().map(|arrow| arrow.name.text.as_str());
        let hit = pressed
            .iter()
            .any(|(own, starts)| starts.as_deref() == action && title.is_none_or(|title| title == own));
        let shown = content.map_or("", |content| self.compiled.sources.slice(content.span));
        self.covered(span, format!("{shown} of card {card}"), hit)
    }
}

/// The two ways of a condition: whether the operation jumps, and what is said if it never went that way.
fn ways(op: &Op) -> Vec<(bool, &'static str)> {
    match op {
        Op::JumpIfFalse(_) => vec![(false, "never true"), (true, "never false")],
        Op::JumpIfTrue(_) => vec![(true, "never true"), (false, "never false")],
        Op::JumpIfSome(_) => vec![(true, "never there"), (false, "never `none`")],
        Op::JumpIfNone(_) => vec![(false, "never there"), (true, "never `none`")],
        _ => Vec::new(),
    }
}

impl CoverageReport {
    /// For people: how much was covered, and what was not.
    #[must_use]
    pub fn summary(&self, script: &str) -> String {
        let count =
            |list: &[Covered]| format!("{} of {}", list.iter().filter(|it| it.hit).count(), list.len());
        let mut text = format!(
            "coverage of {script}: handlers {}, branches {}, card buttons {}\n",
            count(&self.handlers),
            count(&self.branches),
            count(&self.buttons),
        );
        for (kind, list) in
            [("no test runs", &self.handlers), ("branch", &self.branches), ("no test presses", &self.buttons)]
        {
            for one in list.iter().filter(|it| !it.hit) {
                let _ = writeln!(text, "  {}:{}: {kind} {}", one.file, one.line, one.what);
            }
        }
        text
    }

    /// For editors and services: the lcov format. Handlers and buttons are its functions.
    #[must_use]
    pub fn lcov(&self) -> String {
        let files: BTreeSet<&str> = self
            .handlers
            .iter()
            .chain(&self.buttons)
            .map(|one| one.file.as_str())
            .chain(self.lines.keys().map(|(file, _)| file.as_str()))
            .collect();
        let mut text = String::new();
        for file in files {
            let here =
                |list: &[Covered]| list.iter().filter(|one| one.file == file).cloned().collect::<Vec<_>>();
            let functions = [here(&self.handlers), here(&self.buttons)].concat();
            let _ = writeln!(text, "TN:\nSF:{file}");
            for one in &functions {
                let _ = writeln!(text, "FN:{},{}", one.line, one.what);
            }
            for one in &functions {
                let _ = writeln!(text, "FNDA:{},{}", u8::from(one.hit), one.what);
            }
            total(&mut text, "FN", functions.iter().map(|one| one.hit));
            let branches = here(&self.branches);
            for (at, one) in branches.iter().enumerate() {
                let _ = writeln!(text, "BRDA:{},0,{at},{}", one.line, u8::from(one.hit));
            }
            total(&mut text, "BR", branches.iter().map(|one| one.hit));
            let lines: Vec<(usize, bool)> = self
                .lines
                .iter()
                .filter(|((own, _), _)| own == file)
                .map(|((_, line), hit)| (*line, *hit))
                .collect();
            for (line, hit) in &lines {
                let _ = writeln!(text, "DA:{line},{}", u8::from(*hit));
            }
            total(&mut text, "L", lines.iter().map(|(_, hit)| *hit));
            text.push_str("end_of_record\n");
        }
        text
    }
}

fn total(text: &mut String, of: &str, hits: impl Iterator<Item = bool>) {
    let hits: Vec<bool> = hits.collect();
    let _ = writeln!(text, "{of}F:{}\n{of}H:{}", hits.len(), hits.iter().filter(|hit| **hit).count());
}
