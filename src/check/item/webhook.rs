//! `on webhook`.

use crate::base::Span;
use crate::builtins::event_type;
use crate::check::checker::Checker;
use crate::check::hir::{HandlerKind, SecretId, Verify};
use crate::check::item::handler::Made;
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::signing::{Algorithm, Encoding, Scheme};
use crate::syntax::ast::{self, Arg, ExprKind, Name, StringLit};
use smol_str::SmolStr;

/// The schemes of `verify`.
const SCHEMES: [&str; 8] = ["github", "gitlab", "jira", "pagerduty", "stripe", "slack", "hmac", "token"];

impl Checker<'_> {
    pub(super) fn check_webhook(
        &mut self,
        (path, verify, event): (&StringLit, Option<&ast::Verify>, Option<&Name>),
        head: Span,
    ) -> Option<Made> {
        // Where it is not said how the webhook is verified, `as event` is rarely there: the help names both.
        let given = if verify.is_none() { "event" } else { "" };
        let event = match event {
            Some(event) => self.declare_named(event, event_type()),
            None => self.declare_given(&SmolStr::new_static(given), event_type(), head),
        };
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
                    .help("add `verify github(SECRET) as event`, `verify token(\"X-Token\", SECRET) as event` or another scheme; `verify none` lets everybody in"),
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
        let plain = match name.text.as_str() {
            "github" => Some(Scheme::Github),
            "gitlab" => Some(Scheme::Gitlab),
            "jira" => Some(Scheme::Jira),
            "pagerduty" => Some(Scheme::Pagerduty),
            "stripe" => Some(Scheme::Stripe),
            "slack" => Some(Scheme::Slack),
            _ => None,
        };
        if let Some(scheme) = plain {
            let [secret] = args else {
                let (message, help) = (
                    format!("`{}` takes the secret", name.text),
                    format!("write `verify {}(SECRET)`", name.text),
                );
                self.wrong_scheme(span, &message, &help);
                return None;
            };
            return self.secret_argument(secret).map(|secret| Verify::Signed { scheme, secret });
        }
        match name.text.as_str() {
            "token" => {
                let [header, secret] = args else {
                    self.wrong_scheme(
                        span,
                        "`token` takes the name of a header, and the secret",
                        "write `verify token(\"X-Token\", SECRET)`",
                    );
                    return None;
                };
                let header = self.header_argument(header);
                let secret = self.secret_argument(secret);
                Some(Verify::Signed { scheme: Scheme::Token { header: header? }, secret: secret? })
            }
            "hmac" => self.check_hmac(args, span),
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

    /// `hmac("X-Signature", SECRET, algorithm: "sha256", encoding: "hex", prefix: "sha256=")`
    fn check_hmac(&mut self, args: &[Arg], span: Span) -> Option<Verify> {
        let (mut header, mut secret) = (None, None);
        let (mut algorithm, mut encoding, mut prefix) =
            (Algorithm::Sha256, Encoding::Hex, SmolStr::default());
        for (at, arg) in args.iter().enumerate() {
            let place = match at {
                0 => "header",
                1 => "secret",
                _ => "",
            };
            match arg.name.as_ref().map_or(place, |name| name.text.as_str()) {
                "header" => header = Some(self.header_argument(arg)?),
                "secret" => secret = Some(self.secret_argument(arg)?),
                "prefix" => prefix = self.text_argument(arg, "a prefix")?,
                "algorithm" => {
                    algorithm = match self.text_argument(arg, "an algorithm")?.as_str() {
                        "sha1" => Algorithm::Sha1,
                        "sha256" => Algorithm::Sha256,
                        "sha512" => Algorithm::Sha512,
                        other => {
                            let message = format!("there is no algorithm \"{other}\" here");
                            self.wrong_scheme(arg.span, &message, "use \"sha1\", \"sha256\" or \"sha512\"");
                            return None;
                        }
                    }
                }
                "encoding" => {
                    encoding = match self.text_argument(arg, "an encoding")?.as_str() {
                        "hex" => Encoding::Hex,
                        "base64" => Encoding::Base64,
                        other => {
                            let message = format!("there is no encoding \"{other}\" here");
                            self.wrong_scheme(arg.span, &message, "use \"hex\" or \"base64\"");
                            return None;
                        }
                    }
                }
                _ => {
                    let help =
                        "it takes a header, a secret, and perhaps `algorithm:`, `encoding:`, `prefix:`";
                    self.wrong_scheme(arg.span, "`hmac` has no such argument", help);
                    return None;
                }
            }
        }
        let (Some(header), Some(secret)) = (header, secret) else {
            self.wrong_scheme(
                span,
                "`hmac` takes the name of a header, and the secret",
                "write `verify hmac(\"X-Signature\", SECRET)`",
            );
            return None;
        };
        Some(Verify::Signed { scheme: Scheme::Hmac { header, algorithm, encoding, prefix }, secret })
    }

    fn text_argument(&mut self, arg: &Arg, what: &'static str) -> Option<SmolStr> {
        match &arg.value.kind {
            ExprKind::String(text) => self.plain(text, what),
            _ => {
                self.wrong_scheme(arg.span, &format!("{what} is a text here"), "write it in quotes");
                None
            }
        }
    }

    /// The name of a header, in lower case.
    fn header_argument(&mut self, arg: &Arg) -> Option<SmolStr> {
        let header = self.text_argument(arg, "the name of a header")?;
        let good =
            !header.is_empty() && header.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        if !good {
            self.wrong_scheme(
                arg.span,
                "a header's name has letters, digits and dashes",
                "write `\"X-Token\"`",
            );
            return None;
        }
        Some(header.to_lowercase().into())
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
