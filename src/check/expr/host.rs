//! The hosts that a script's own literals name.

use crate::check::checker::Checker;
use crate::check::hir::{Expr, ExprKind, Part};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::hosts::{AllowList, Denial};
use crate::value::Value;
use smol_str::SmolStr;
use url::Url;

impl Checker<'_> {
    /// An address whose host stands in the script must be listed by `net`: a call would be refused.
    pub(super) fn check_called_host(&mut self, address: &Expr) {
        if self.has_unread_bot() {
            return;
        }
        if let Some(help) = self.whole_address_help(address) {
            let message = "this is no address to call: it starts with `https://` and a host";
            self.push(Diagnostic::new(&codes::CHECK_ALWAYS_FAILS, address.span, message).help(help));
            return;
        }
        let Some(url) = self.known_host(address) else { return };
        let net = self.program.bot.net.clone().unwrap_or_default();
        let Ok(list) = AllowList::new(net.iter().map(SmolStr::as_str)) else { return };
        let message = match list.check(&url) {
            Ok(()) => return,
            Err(Denial::Scheme { scheme }) => {
                format!("only `http` and `https` can be called, not `{scheme}`")
            }
            Err(Denial::Unlisted { host }) => format!("`{host}` is none of the hosts that the bot may reach"),
            Err(Denial::Private { host }) => {
                format!("`{host}` is inside a private network, and is not named by the bot's `net`")
            }
        };
        let mut diagnostic = Diagnostic::new(&codes::CHECK_HOST_NOT_LISTED, address.span, message);
        if matches!(url.scheme(), "http" | "https") {
            let host = crate::hosts::shown(&url);
            let plain = net.iter().map(SmolStr::as_str).filter(|known| !known.contains('*'));
            let listed = format!("list it in the `net` of the bot: `net \"{host}\"`");
            diagnostic = diagnostic.help(match nearest(&host, plain) {
                Some(near) => format!("did you mean `{near}`? else {listed}"),
                None if net.is_empty() => format!("list it: `bot \"...\" {{ net \"{host}\" }}`"),
                None => listed,
            });
        }
        self.push(diagnostic);
    }

    /// How an address that lacks its scheme or its host is written; nothing where it has both, or may have.
    fn whole_address_help(&self, address: &Expr) -> Option<String> {
        let (own, whole) = match &address.kind {
            ExprKind::Interpolate(parts) => match parts.first()? {
                Part::Own(text) => (text.to_string(), false),
                Part::Hole { .. } => return None,
            },
            _ => (self.fold(address).ok()?.as_str()?.to_owned(), true),
        };
        let own = own.trim();
        let head = own.split(['/', '?', '#']).next().unwrap_or_default();
        let relative = if whole {
            Url::parse(own)
                .map_or_else(|_| true, |url| !url.has_host() && matches!(url.scheme(), "http" | "https"))
        } else {
            head.len() < own.len() && !head.contains(':')
        };
        if !relative {
            return None;
        }
        let is_host = head.contains('.') && !head.contains(':') && head.chars().all(|c| !c.is_whitespace());
        Some(if is_host {
            let source = self.slice(address.span);
            match source.strip_prefix('"') {
                Some(rest) if !source.contains('\n') => format!("write `\"https://{}`", rest.trim_start()),
                _ => format!("write `https://{head}` in front"),
            }
        } else {
            "write the whole address, such as `\"https://api.example.com/items\"`".to_owned()
        })
    }

    /// The address as far as the script itself says it, if that is far enough to know the host.
    fn known_host(&self, address: &Expr) -> Option<Url> {
        let own = match &address.kind {
            ExprKind::Const(Value::Text(text)) => text.as_str().to_owned(),
            ExprKind::ConstRef(id) => {
                let known = self.program.consts.get(id.index())?;
                known.value.as_str()?.to_owned()
            }
            ExprKind::Interpolate(parts) => match parts.first()? {
                Part::Own(text) => {
                    let after = text.find("://")? + 3;
                    let path = text.get(after..)?.find(['/', '?', '#'])?;
                    text.get(..=after + path)?.to_owned()
                }
                Part::Hole { .. } => return None,
            },
            _ => return None,
        };
        Url::parse(own.trim()).ok().filter(|url| url.host().is_some() || url.scheme() != "https")
    }
}
