//! Declarations that are no handlers.

use super::doc::Doc;
use super::list::Style;
use super::printer::Printer;
use crate::syntax::ast::{
    AllowRule, BotDecl, BotSetting, BotSettingKind, FnBody, FnDecl, GroupDecl, GroupMember, IntentDecl, Item,
    StateScope, StringLit, TypeDecl, UseDecl, UseSource,
};

impl<'a> Printer<'a> {
    /// A declaration that parses.
    pub(super) fn item(&mut self, item: &Item) -> Doc<'a> {
        match item {
            Item::Bot(bot) => self.bot(bot),
            Item::Use(item) => self.use_decl(item),
            Item::Secret(_) => Doc::All(vec![self.word("secret"), Doc::Space, self.bump()]),
            Item::Config(config) => {
                let mut docs = vec![self.word("config"), Doc::Space, self.bump()];
                docs.extend(self.typed(config.ty.as_ref()));
                docs.extend(self.default(config.default.as_ref()));
                Doc::All(docs)
            }
            Item::Const(constant) => {
                let mut docs = vec![self.word("const"), Doc::Space, self.bump()];
                docs.extend(self.typed(constant.ty.as_ref()));
                docs.extend(self.default(Some(&constant.value)));
                Doc::All(docs)
            }
            Item::Type(item) => self.type_decl(item),
            Item::State(state) => {
                let mut docs = vec![self.word("state"), Doc::Space, self.bump()];
                docs.extend(self.typed(state.ty.as_ref()));
                docs.extend(self.default(state.initial.as_ref()));
                match state.scope {
                    StateScope::Bot => {}
                    StateScope::Room | StateScope::Person | StateScope::Member => {
                        docs.extend(self.clause("per", Self::bump));
                    }
                }
                Doc::All(docs)
            }
            Item::Group(group) => self.group(group),
            Item::Fn(item) => self.fn_decl(item),
            Item::Card(card) => self.card_decl(card),
            Item::Intent(intent) => self.intent(intent),
            Item::Handler(handler) => self.handler(handler),
            Item::Test(test) => self.test_decl(test),
            Item::Error(_) => self.not_parsed(),
        }
    }

    fn bot(&mut self, bot: &BotDecl) -> Doc<'a> {
        let mut docs = vec![self.word("bot"), Doc::Space, self.verbatim(bot.name.span)];
        if self.peek() == "{" {
            docs.extend([Doc::Space, self.list(Style::BLOCK, &bot.settings, Self::setting)]);
        }
        Doc::All(docs)
    }

    fn setting(&mut self, setting: &BotSetting) -> Doc<'a> {
        match &setting.kind {
            BotSettingKind::About(text) => self.text_setting("about", text),
            BotSettingKind::Locale(text) => self.text_setting("locale", text),
            BotSettingKind::Timezone(text) => self.text_setting("timezone", text),
            BotSettingKind::Allow(rules) => {
                Doc::All(vec![self.word("allow"), Doc::Space, self.commas(rules, Self::allow_rule)])
            }
            BotSettingKind::Net(hosts) => {
                let hosts =
                    |printer: &mut Self| printer.commas(hosts, |printer, host| printer.verbatim(host.span));
                Doc::All(vec![self.word("net"), Doc::Space, hosts(self)])
            }
            BotSettingKind::Error => self.not_parsed(),
        }
    }

    fn text_setting(&mut self, word: &str, text: &StringLit) -> Doc<'a> {
        Doc::All(vec![self.word(word), Doc::Space, self.verbatim(text.span)])
    }

    fn allow_rule(&mut self, rule: &AllowRule) -> Doc<'a> {
        match rule {
            AllowRule::Domain(text) | AllowRule::Person(text) | AllowRule::Room(text) => {
                self.named_text(text)
            }
            AllowRule::Anyone(_) => self.bump(),
        }
    }

    /// `"..."`, or a word and `"..."`.
    fn named_text(&mut self, text: &StringLit) -> Doc<'a> {
        if self.next().is_some_and(|token| token.start == text.span.start as usize) {
            return self.verbatim(text.span);
        }
        Doc::All(vec![self.bump(), Doc::Space, self.verbatim(text.span)])
    }

    fn use_decl(&mut self, item: &UseDecl) -> Doc<'a> {
        let mut docs = vec![self.word("use"), Doc::Space];
        docs.push(match &item.from {
            UseSource::Library(path) => self.path(path),
            UseSource::File(file) => self.verbatim(file.span),
        });
        if item.alias.is_some() {
            docs.extend(self.clause("as", Self::bump));
        }
        Doc::All(docs)
    }

    fn type_decl(&mut self, item: &TypeDecl) -> Doc<'a> {
        let mut docs = vec![self.word("type"), Doc::Space, self.bump(), Doc::Space, self.word("=")];
        docs.push(self.after_sign(|printer| printer.type_expr(&item.ty)));
        Doc::All(docs)
    }

    fn group(&mut self, group: &GroupDecl) -> Doc<'a> {
        let mut docs = vec![self.word("group"), Doc::Space, self.bump(), Doc::Space, self.word("=")];
        docs.push(self.after_sign(|printer| {
            printer.commas(&group.members, |printer, member| match member {
                GroupMember::Person(text) | GroupMember::Domain(text) | GroupMember::Room(text) => {
                    printer.named_text(text)
                }
            })
        }));
        Doc::All(docs)
    }

    fn fn_decl(&mut self, item: &FnDecl) -> Doc<'a> {
        let mut docs = vec![self.word("fn"), Doc::Space, self.bump(), self.params(&item.params)];
        if let Some(result) = &item.result {
            docs.extend([Doc::Space, self.word("->")]);
            docs.push(self.after_sign(|printer| printer.type_expr(result)));
        }
        match &item.body {
            FnBody::Block(block) => docs.extend([Doc::Space, self.block(block)]),
            FnBody::Expr(expr) => docs.extend(self.default(Some(expr))),
        }
        Doc::All(docs)
    }

    fn intent(&mut self, intent: &IntentDecl) -> Doc<'a> {
        let head = vec![self.word("intent"), Doc::Space, self.bump(), Doc::Space];
        let phrases =
            self.list(Style::PHRASES, &intent.phrases, |printer, phrase| printer.verbatim(phrase.span));
        Doc::All(vec![Doc::All(head), phrases])
    }
}
