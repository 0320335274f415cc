//! `on webhook`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{HandlerKind, SecretId, Verify};
use crate::check::item::handler::Made;
use crate::check::scope::Def;
use crate::check::unsupported::Construct;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, Arg, ExprKind, Name, StringLit};
use crate::value::{FieldType, RecordType, Type};
use smol_str::SmolStr;
use std::sync::Arc;

/// The schemes of `verify`.
const SCHEMES: [&str; 8] = ["github", "gitlab", "jira", "pagerduty", "stripe", "slack", "hmac", "token"];

/// What a webhook's handler gets.
pub(in crate::check) fn event_type() -> Type {
    let texts = || Type::Map(Arc::new(Type::Text));
    let fields = [
        ("json", Type::Json),
        ("body", Type::Text),
        ("headers", texts()),
        ("query", texts()),
        ("method", Type::Text),
    ];
    let fields =
        fields.into_iter().map(|(name, ty)| (SmolStr::new_static(name), FieldType { ty, default: None }));
    Type::Record(Arc::new(RecordType { name: Some("Event".into()), fields: fields.collect() }))
}

impl Checker<'_> {
    pub(super) fn check_webhook(
        &mut self,
        (path, verify, event): (&StringLit, Option<&ast::Verify>, Option<&Name>),
        head: Span,
    ) -> Option<Made> {
        let name = event.map_or_else(SmolStr::default, |event| event.text.clone());
        let event = self.declare_given(&name, event_type(), event.map_or(head, |event| event.span));
        let path = self.check_path(path);
        let verify = self.check_verify(verify, head);
        let kind = HandlerKind::Webhook { path: path?, verify: verify?, event };
        Some(Made { kind, params: 1 })
    }

    fn check_path(&mut self, path: &StringLit) -> Option<SmolStr> {
        let text = self.plain(path, "the path of a webhook")?;
        let bad = if !text.starts_with('/') {
            Some("a path begins with `/`")
        } else if text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#')) {
            Some("a path has no spaces, no `?` and no `#`")
        } else {
            None
        };
        if let Some(message) = bad {
            let mended =
                format!("/{}", text.trim_start_matches('/').split(['?', '#', ' ']).next().unwrap_or(""));
            self.push(
                Diagnostic::new(&codes::CHECK_BAD_SETTING, path.span, message)
                    .help(format!("write it as `\"{mended}\"`")),
            );
            return None;
        }
        Some(text)
    }

    fn check_verify(&mut self, verify: Option<&ast::Verify>, head: Span) -> Option<Verify> {
        match verify {
            None => {
                self.push(
                    Diagnostic::new(
                        &codes::CHECK_MISSING_VERIFY,
                        head,
                        "nothing says how this webhook knows who is calling",
                    )
                    .help("add `verify github(SECRET)`, `verify token(\"X-Token\", SECRET)` or another scheme; `verify none` lets everybody in"),
                );
                None
            }
            Some(ast::Verify::None(span)) => {
                self.push(
                    Diagnostic::new(
                        &codes::LINT_UNVERIFIED_WEBHOOK,
                        *span,
                        "anybody who knows the address can call this webhook",
                    )
                    .help("verify it: `verify github(SECRET)`, `verify token(\"X-Token\", SECRET)` ..."),
                );
                Some(Verify::None)
            }
            Some(ast::Verify::Scheme { name, args, span }) => self.check_scheme(name, args, *span),
        }
    }

    fn check_scheme(&mut self, name: &Name, args: &[Arg], span: Span) -> Option<Verify> {
        match name.text.as_str() {
            "github" => {
                let [secret] = args else {
                    self.wrong_scheme(span, "`github` takes the secret", "write `verify github(SECRET)`");
                    return None;
                };
                self.secret_argument(secret).map(Verify::Github)
            }
            "token" => {
                let [header, secret] = args else {
                    self.wrong_scheme(
                        span,
                        "`token` takes the name of a header, and the secret",
                        "write `verify token(\"X-Token\", SECRET)`",
                    );
                    return None;
                };
                let header = match &header.value.kind {
                    ExprKind::String(text) => self.plain(text, "the name of a header"),
                    _ => {
                        self.wrong_scheme(
                            header.span,
                            "the name of a header is a text",
                            "write `\"X-Token\"`",
                        );
                        None
                    }
                };
                let secret = self.secret_argument(secret);
                let header = header?;
                let good = !header.is_empty()
                    && header.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
                if !good {
                    self.wrong_scheme(
                        span,
                        "a header's name has letters, digits and dashes",
                        "write `\"X-Token\"`",
                    );
                    return None;
                }
                Some(Verify::Token { header: header.to_lowercase().into(), secret: secret? })
            }
            other if SCHEMES.contains(&other) => {
                for arg in args {
                    self.check_expr(&arg.value, None);
                }
                self.unsupported(Construct::Verify, name.span);
                None
            }
            other => {
                let message = format!("there is no scheme `{other}`");
                let near = nearest(other, SCHEMES);
                let diagnostic = Diagnostic::new(&codes::CHECK_BAD_SETTING, name.span, message);
                self.push(match near {
                    Some(near) => diagnostic.did_you_mean(Some(near)),
                    None => diagnostic
                        .help("the schemes are `github gitlab jira pagerduty stripe slack hmac token none`"),
                });
                None
            }
        }
    }

    fn wrong_scheme(&mut self, span: Span, message: &str, help: &str) {
        self.push(Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, span, message).help(help));
    }

    fn secret_argument(&mut self, arg: &Arg) -> Option<SecretId> {
        if let ExprKind::Name(name) = &arg.value.kind {
            match self.declared(name).map(|declared| declared.what) {
                Some(Def::Secret(id)) => return Some(id),
                Some(Def::Broken) => return None,
                Some(_) => {}
                None => {
                    self.check_expr(&arg.value, None);
                    return None;
                }
            }
        }
        self.push(
            Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, arg.span, "a declared secret is needed here")
                .help("declare one at the top of the file, `secret TOKEN`, and name it here"),
        );
        None
    }
}
