//! `test`.

use crate::base::Span;
use crate::check::body::{Body, BodyKind};
use crate::check::checker::Checker;
use crate::check::hir::{Block, Expr, FunctionId, Step, Test};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, BotPlace, Item, StepKind, TestDecl};
use crate::value::Type;
use smol_str::{SmolStr, format_smolstr};

impl Checker<'_> {
    /// Checks the tests of the entry file.
    pub(in crate::check) fn check_tests(&mut self) {
        let files = self.files;
        let mut names: Vec<(SmolStr, Span)> = Vec::new();
        for (module, file) in files.iter().enumerate() {
            self.module = module;
            for item in &file.ast.items {
                let Item::Test(test) = item else { continue };
                let Some(checked) = self.check_test(test) else { continue };
                if module > 0 {
                    continue;
                }
                if let Some((_, first)) = names.iter().find(|(name, _)| *name == checked.name) {
                    let message = format!("there is a test \"{}\" already", checked.name);
                    let first = *first;
                    self.push(
                        Diagnostic::new(&codes::CHECK_DUPLICATE_NAME, checked.span, message)
                            .also(first, "first here")
                            .help("say in the name what differs"),
                    );
                }
                names.push((checked.name.clone(), checked.span));
                self.program.tests.push(checked);
            }
        }
        self.module = 0;
    }

    fn check_test(&mut self, test: &TestDecl) -> Option<Test> {
        self.test_people = people(test);
        let mut steps: Vec<Step> = Vec::new();
        let mut reloaded = false;
        for step in &test.steps {
            reloaded |= matches!(step.kind, StepKind::Reload(_));
            if let Some(kind) = self.check_step(step, reloaded) {
                steps.push(Step { kind, span: step.span });
            }
        }
        self.test_people.clear();
        let name = self.plain(&test.name, "the name of a test")?;
        Some(Test { name, steps, span: test.name.span })
    }

    /// A function without parameters that gives an expression of a test.
    pub(super) fn test_function(&mut self, expr: &ast::Expr, ty: &Type) -> FunctionId {
        self.test_code(expr.span, |checker| {
            let value = checker.expect_expr(expr, ty);
            let ty = value.ty.clone();
            (Block { stmts: Vec::new(), value: Some(Box::new(value)) }, ty)
        })
    }

    /// A function of a test whose body `work` makes.
    pub(super) fn test_code(
        &mut self,
        span: Span,
        work: impl FnOnce(&mut Self) -> (Block, Type),
    ) -> FunctionId {
        let function = self.new_function();
        self.bodies.push(Body::new(function, BodyKind::Test));
        let (block, ty) = work(self);
        if let Some(body) = self.bodies.pop() {
            let name = format_smolstr!("test line");
            self.store_function(body, name, 0, (block, ty, span));
        }
        function
    }

    /// A function of a test that gives a side of a comparison as it is.
    pub(super) fn test_side(&mut self, expr: &ast::Expr) -> FunctionId {
        self.test_code(expr.span, |checker| {
            let value: Expr = checker.check_expr(expr, None);
            let ty = value.ty.clone();
            (Block { stmts: Vec::new(), value: Some(Box::new(value)) }, ty)
        })
    }
}

/// The people of a test by name, with their addresses.
fn people(test: &TestDecl) -> Vec<(SmolStr, SmolStr)> {
    let mut people: Vec<(SmolStr, SmolStr)> = Vec::new();
    let mut add = |name: &SmolStr, address: Option<&str>| {
        let known = people.iter_mut().find(|(known, _)| known == name);
        match (known, address) {
            (Some(person), Some(address)) => person.1 = address.to_lowercase().into(),
            (Some(_), None) => {}
            (None, address) => {
                let usual = format_smolstr!("{}@example.com", name.to_lowercase());
                let address = address.map_or(usual, |address| address.to_lowercase().into());
                people.push((name.clone(), address));
            }
        }
    };
    for step in &test.steps {
        match &step.kind {
            StepKind::Says { who, .. } | StepKind::Sends { who, .. } | StepKind::Clicks { who, .. } => {
                add(&who.text, None);
            }
            StepKind::Bot { place: BotPlace::Person(who), .. } => add(&who.text, None),
            StepKind::Person { name, address } => add(&name.text, address.as_plain()),
            StepKind::Join { who: Some(who), .. } | StepKind::Leave { who: Some(who), .. } => {
                add(&who.text, None);
            }
            StepKind::Bot { .. }
            | StepKind::Nothing
            | StepKind::Expect(_)
            | StepKind::Mock { .. }
            | StepKind::Webhook { .. }
            | StepKind::Set { .. }
            | StepKind::Clock(_)
            | StepKind::After(_)
            | StepKind::Restart
            | StepKind::Reload(_)
            | StepKind::Duplicate
            | StepKind::Join { who: None, .. }
            | StepKind::Leave { who: None, .. }
            | StepKind::Error => {}
        }
    }
    people
}
