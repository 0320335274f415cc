//! `card approval(t)` in a message, and after `include`.

use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::expr::{Callee, Slot};
use crate::check::hir::{Expr, ExprKind};
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::CardCall;
use crate::value::Type;
use smol_str::SmolStr;

impl Checker<'_> {
    /// A card that is said or asked.
    pub(in crate::check) fn sent_card(&mut self, call: &CardCall) -> Option<(Expr, usize)> {
        let (card, at) = self.card_call(call)?;
        if let Some(card) = self.cards.get_mut(at) {
            card.sent = true;
        }
        Some((card, at))
    }

    /// The call of a card's function, and which card it is.
    pub(in crate::check) fn card_call(&mut self, call: &CardCall) -> Option<(Expr, usize)> {
        let declared = self.declared_path(&call.name);
        let at = match declared.map(|declared| declared.what) {
            Some(Def::Card(at)) => at,
            Some(Def::Broken) => {
                self.check_loose(&call.args);
                return None;
            }
            found => {
                self.check_loose(&call.args);
                let name = self.slice(call.name.span).to_owned();
                let message = match found {
                    Some(other) => format!("`{name}` is {}, no card", other.noun()),
                    None => format!("there is no card `{name}`"),
                };
                let cards: Vec<SmolStr> = self.cards.iter().map(|card| card.name.clone()).collect();
                let near = nearest(&name, cards.iter().map(SmolStr::as_str));
                let lost = self.is_lost(&name) || near.is_none() && self.lost_name(&name, call.name.span);
                if found.is_none() && lost {
                    return None;
                }
                let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, call.name.span, message);
                self.push(match near {
                    Some(near) => diagnostic.did_you_mean(Some(near)),
                    None => diagnostic.help(format!("declare it: `card {name}() {{ text \"...\" }}`")),
                });
                return None;
            }
        };
        let card = self.cards.get(at)?;
        let (function, params) = (card.function, card.params.clone());
        let name = format!("card {}", card.name);
        let callee = Callee { name: &name, span: call.name.span, declared: declared.map(|it| it.span) };
        let slots: Vec<Slot> = params
            .iter()
            .map(|param| Slot { name: param.name.clone(), required: param.default.is_none() })
            .collect();
        let Some(found) = self.match_args(&callee, &slots, &call.args) else {
            self.check_loose(&call.args);
            return None;
        };
        let mut args = Vec::new();
        for (param, found) in params.iter().zip(found) {
            args.push(match found {
                Some(arg) => self.check_argument(arg, param),
                None => typed(
                    ExprKind::Const(param.default.clone().unwrap_or_default()),
                    param.ty.clone(),
                    call.span,
                ),
            });
        }
        self.calls(function, call.span);
        Some((typed(ExprKind::Call { function, args }, Type::Card, call.span), at))
    }
}
