//! What could not be read, which was said: nothing is said of it, nor of what it would have declared.

use super::checker::Checker;
use crate::base::Span;
use crate::syntax::NameKind;
use crate::syntax::ast::Item;

impl Checker<'_> {
    /// Whether a place could not be read.
    pub(in crate::check) fn is_unread(&self, span: Span) -> bool {
        self.unread_in(span).iter().any(|unread| span.start < unread.end && span.start >= unread.start)
    }

    /// Whether a piece of the script could not be read as a whole.
    pub(in crate::check) fn has_unread(&self, span: Span) -> bool {
        !self.unread_in(span).is_empty()
    }

    /// What could not be read of a piece of the script.
    fn unread_in(&self, span: Span) -> &[Span] {
        let file = self.files.iter().find(|file| file.source.id == span.source);
        let unread = file.map_or(&[][..], |file| file.ast.unread.as_slice());
        let first = unread.partition_point(|unread| unread.end < span.start);
        let last = unread.partition_point(|unread| unread.start <= span.end);
        unread.get(first..last).unwrap_or(&[])
    }

    /// Whether anything of the program could not be read.
    pub(in crate::check) fn has_unread_files(&self) -> bool {
        self.files.iter().any(|file| !file.ast.unread.is_empty())
    }

    /// Whether the bot's settings may be among what could not be read.
    pub(in crate::check) fn has_unread_bot(&self) -> bool {
        let mut items = self.files.iter().flat_map(|file| &file.ast.items);
        let bot =
            items.clone().find_map(|item| if let Item::Bot(bot) = item { Some(bot.span) } else { None });
        match bot {
            Some(bot) => self.has_unread(bot),
            None => items.any(|item| matches!(item, Item::Error(_))),
        }
    }

    /// Whether a name may be that of a declaration that could not be read: it stands in its head, or its head is missing.
    pub(in crate::check) fn is_lost(&self, name: &str) -> bool {
        let last = name.rsplit('.').next().unwrap_or(name);
        let items = self.files.get(self.module).map_or(&[][..], |file| file.ast.items.as_slice());
        items.iter().any(|item| {
            let Item::Error(error) = item else { return false };
            let nameless =
                error.name.is_none() && error.keyword.as_deref().is_some_and(|word| is_named_so(word, name));
            let text = self.slice(error.span);
            let used = error.keyword.as_deref() == Some("use") || text.starts_with('"');
            error.headless
                || nameless
                || used && words_of(text).any(|word| word == last)
                || head_words(text).any(|word| word.starts_with(last))
        })
    }

    /// Whether a variable lacks its name here, or around here, which was told.
    pub(in crate::check) fn has_nameless(&self) -> bool {
        self.bodies.iter().any(|body| body.nameless)
    }

    /// Whether a place is read in another way than it was meant, because of what was told.
    pub(in crate::check) fn is_spoiled(&self, span: Span) -> bool {
        self.spoiled.iter().any(|spoiled| spoiled.contains(span))
    }
}

/// Whether what a keyword declares would be called so.
fn is_named_so(keyword: &str, name: &str) -> bool {
    match keyword {
        "type" => NameKind::Type.takes(name),
        "secret" => NameKind::Secret.takes(name),
        "state" | "config" | "const" | "group" | "fn" | "card" | "action" | "intent" => {
            NameKind::Value.takes(name)
        }
        _ => false,
    }
}

/// The words of the head of a broken declaration that may be its name: those that are in no brackets.
fn head_words(text: &str) -> impl Iterator<Item = &str> {
    let line = text.lines().next().unwrap_or("");
    let head = line.split('{').next().unwrap_or("");
    let before = head.split(['(', '"']).next().unwrap_or("");
    words_of(before)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
