//! Declarations that are no handlers.

use super::Builder;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{
    AllowRule, BotDecl, BotSetting, BotSettingKind, ConfigDecl, ConstDecl, Doc, FnBody, FnDecl, GroupDecl,
    GroupMember, IntentDecl, Item, Name, Param, SecretDecl, StateDecl, StateScope, TypeDecl, UseDecl,
    UseSource,
};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Cursor, Node};

impl Builder<'_> {
    /// A declaration.
    pub(in crate::syntax) fn item(&mut self, node: &Node<'_>, doc: Option<Doc>) -> Item {
        let span = self.span_of(node);
        let mut children = node.children;
        match node.rule {
            Rule::bot_decl => Item::Bot(self.bot(node, doc)),
            Rule::use_decl => Item::Use(self.use_decl(node, doc)),
            Rule::secret_decl => {
                let name = self.name(&children.must());
                Item::Secret(SecretDecl { doc, name, span })
            }
            Rule::config_decl => {
                let name = self.name(&children.must());
                let ty = children.accept(Rule::type_expr).map(|ty| self.type_expr(&ty));
                let default = children.next().map(|value| self.expr(&value));
                Item::Config(ConfigDecl { doc, name, ty, default, span })
            }
            Rule::const_decl => {
                let name = self.name(&children.must());
                let ty = children.accept(Rule::type_expr).map(|ty| self.type_expr(&ty));
                let value = self.expr(&children.must());
                Item::Const(ConstDecl { doc, name, ty, value, span })
            }
            Rule::type_decl => {
                let name = self.name(&children.must());
                let ty = self.type_expr(&children.must());
                Item::Type(TypeDecl { doc, name, ty, span })
            }
            Rule::state_decl => Item::State(self.state(node, doc)),
            Rule::group_decl => {
                let name = self.name(&children.must());
                let members = children.filter_map(|member| self.group_member(&member)).collect();
                Item::Group(GroupDecl { doc, name, members, span })
            }
            Rule::fn_decl => Item::Fn(self.fn_decl(node, doc)),
            Rule::intent_decl => {
                let name = self.name(&children.must());
                let phrases = children.map(|phrase| self.pattern(&phrase)).collect();
                Item::Intent(IntentDecl { doc, name, phrases, span })
            }
            Rule::card_decl => Item::Card(self.card_decl(node, doc)),
            Rule::test_decl => Item::Test(self.test_decl(node, doc)),
            _ => Item::Handler(self.handler(node, doc)),
        }
    }

    fn bot(&mut self, node: &Node<'_>, doc: Option<Doc>) -> BotDecl {
        let mut children = node.children;
        let name = self.string(&children.must());
        let settings = children.map(|setting| self.bot_setting(&setting)).collect();
        BotDecl { doc, name, settings, span: self.span_of(node) }
    }

    fn bot_setting(&mut self, node: &Node<'_>) -> BotSetting {
        let span = self.span_of(node);
        let mut children = node.children;
        let kind = match node.rule {
            Rule::bot_about => BotSettingKind::About(self.string(&children.must())),
            Rule::bot_locale => BotSettingKind::Locale(self.string(&children.must())),
            Rule::bot_timezone => BotSettingKind::Timezone(self.string(&children.must())),
            Rule::bot_net => BotSettingKind::Net(children.map(|host| self.string(&host)).collect()),
            Rule::bot_allow => self.allow(&mut children),
            _ => return BotSetting { kind: BotSettingKind::Error, span: self.bad(node) },
        };
        BotSetting { kind, span }
    }

    fn allow(&mut self, rules: &mut Cursor<'_>) -> BotSettingKind {
        let mut list = Vec::new();
        let mut kind = None;
        for rule in rules {
            let mut children = rule.children;
            let word = children.accept(Rule::name).map(|word| self.name(&word));
            let text = children.next().map(|text| self.string(&text));
            if let Some(word) = &word {
                kind = Some(word.text.clone());
            }
            list.push(match (kind.as_deref(), text) {
                (Some("anyone"), None) => AllowRule::Anyone(self.span_of(&rule)),
                (Some("domain"), Some(text)) => AllowRule::Domain(text),
                (Some("people"), Some(text)) => AllowRule::Person(text),
                (Some("room"), Some(text)) => AllowRule::Room(text),
                _ => {
                    let span = word.as_ref().map_or(self.span_of(&rule), |word| word.span);
                    let near = word.as_ref().and_then(|word| nearest(&word.text, ["domain", "people", "room", "anyone"]));
                    self.diagnostics.push(
                        Diagnostic::new(
                            &codes::SYNTAX_UNEXPECTED,
                            span,
                            "found no one who may talk to the bot, expected `domain`, `people` or `room` and a text, or `anyone`",
                        )
                        .help("write `allow domain \"acme.com\"`")
                        .did_you_mean(near),
                    );
                    continue;
                }
            });
        }
        BotSettingKind::Allow(list)
    }

    fn use_decl(&mut self, node: &Node<'_>, doc: Option<Doc>) -> UseDecl {
        let mut children = node.children;
        let from = if children.peek() == Some(Rule::name) {
            UseSource::Library(self.path(&mut children))
        } else {
            UseSource::File(self.string(&children.must()))
        };
        let alias = self.alias(&mut children);
        UseDecl { doc, from, alias, span: self.span_of(node) }
    }

    /// The name after `as`.
    pub(super) fn alias(&mut self, children: &mut Cursor<'_>) -> Option<Name> {
        let mut alias = children.accept(Rule::use_alias)?;
        Some(self.name(&alias.children.must()))
    }

    fn state(&mut self, node: &Node<'_>, doc: Option<Doc>) -> StateDecl {
        let mut children = node.children;
        let name = self.name(&children.must());
        let ty = children.accept(Rule::type_expr).map(|ty| self.type_expr(&ty));
        let initial = children.accept(Rule::expr).map(|value| self.expr(&value));
        let scope = match children.next() {
            None => StateScope::Bot,
            Some(mut per) => {
                let word = self.name(&per.children.must());
                match word.text.as_str() {
                    "room" => StateScope::Room,
                    "person" => StateScope::Person,
                    "member" => StateScope::Member,
                    _ => {
                        self.unknown_word(&word, &["room", "person", "member"]);
                        match nearest(&word.text, ["room", "person"]) {
                            Some("room") => StateScope::Room,
                            Some(_) => StateScope::Person,
                            // It may be asked of both.
                            None => StateScope::Member,
                        }
                    }
                }
            }
        };
        StateDecl { doc, name, ty, initial, scope, span: self.span_of(node) }
    }

    /// A word that is none of a few that may stand there.
    pub(super) fn unknown_word(&mut self, word: &Name, known: &[&str]) {
        let near = match word.text.as_str() {
            "month" | "months" if known.contains(&"day") => {
                Err("write `every cron \"0 9 1 * *\"` for the first of each month")
            }
            "week" | "weeks" if known.contains(&"day") => Err("name its day: `every mon at 09:00`"),
            "year" if known.contains(&"day") => {
                Err("write `every cron \"0 9 1 1 *\"` for the first of January")
            }
            "hour" | "minute" | "second" if known.contains(&"day") => {
                Err("write a duration: `every 1h`, `every 5m`")
            }
            text => Ok(known_as(text, known).or_else(|| nearest(text, known.iter().copied()))),
        };
        let list = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let found = Diagnostic::new(
            &codes::SYNTAX_UNKNOWN_WORD,
            word.span,
            format!("found `{}`, expected one of {list}", word.text),
        );
        self.diagnostics.push(match near {
            Ok(Some(near)) => found.did_you_mean(Some(near)),
            Ok(None) => found.help(format!("write one of {list}")),
            Err(words) => found.help(words),
        });
    }

    fn group_member(&mut self, node: &Node<'_>) -> Option<GroupMember> {
        let mut children = node.children;
        let kind = children.accept(Rule::name).map(|word| self.name(&word));
        let text = self.string(&children.must());
        match kind {
            None => Some(GroupMember::Person(text)),
            Some(word) => match word.text.as_str() {
                "domain" => Some(GroupMember::Domain(text)),
                "room" => Some(GroupMember::Room(text)),
                _ => {
                    self.unknown_word(&word, &["domain", "room"]);
                    None
                }
            },
        }
    }

    fn fn_decl(&mut self, node: &Node<'_>, doc: Option<Doc>) -> FnDecl {
        let mut children = node.children;
        let name = self.name(&children.must());
        let params = self.params(&mut children);
        let result = children.accept(Rule::type_expr).map(|ty| self.type_expr(&ty));
        let body = children.must();
        let body = if body.rule == Rule::block {
            FnBody::Block(self.block(&body))
        } else {
            FnBody::Expr(self.expr(&body))
        };
        FnDecl { doc, name, params, result, body, span: self.span_of(node) }
    }

    /// The parameters, if the next sibling has them.
    pub(super) fn params(&mut self, children: &mut Cursor<'_>) -> Vec<Param> {
        let Some(list) = children.accept(Rule::params) else { return Vec::new() };
        list.children.build(|param| {
            let mut parts = param.children;
            let name = self.name(&parts.must());
            let ty = parts.accept(Rule::type_expr).map(|ty| self.type_expr(&ty));
            let default = parts.next().map(|value| self.expr(&value));
            Param { name, ty, default, span: self.span_of(&param) }
        })
    }
}

/// The word that is meant by one of elsewhere.
fn known_as<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let meant: &[&str] = match word {
        "private" | "privately" | "dm" | "dms" | "pm" | "personal" | "im" => &["direct"],
        "room" | "rooms" | "channel" | "space" | "chat" | "team" | "conversation" => &["room", "group"],
        "user" | "users" | "people" | "sender" | "human" | "author" => &["person"],
        "all" | "everyone" | "anybody" | "everybody" | "public" => &["anyone"],
        "email" | "emails" | "mail" | "user_email" => &["people"],
        "hostname" | "host" => &["domain"],
        _ => &[],
    };
    meant.iter().find_map(|meant| known.iter().find(|known| *known == meant)).copied()
}
