//! Checking: AST files become one typed, resolved program ([`hir::Program`]) and diagnostics.
//!
//! Input: the ASTs of the entry file and of all files it uses. Output: `Checked`. Invariants: pure and
//! total (any AST gives a result, nothing panics); an error is reported once and never cascades (what
//! it concerns has the type `Unknown`, which fits everything); if no diagnostic is an error, the program
//! has no `Unknown` in it and every name is an id. Start with `hir/`, then `check.rs`.

pub mod hir;
/// TEMP
pub struct CheckInput<'a> {
    /** x */
    pub ast: &'a crate::syntax::ast::File,
    /** x */
    pub source: &'a crate::base::SourceText,
    /** x */
    pub module: &'a str,
    /** x */
    pub uses: &'a [Option<usize>],
}
/// TEMP
pub struct Checked {
    /** x */
    pub program: hir::Program,
    /** x */
    pub diagnostics: Vec<crate::diagnostics::Diagnostic>,
}
/// TEMP
pub fn check(_: &[CheckInput<'_>]) -> Checked {
    Checked { program: hir::Program::default(), diagnostics: vec![] }
}
