//! Tests and transcripts.

use super::Builder;
use crate::syntax::ast::{
    BotPlace, ChatText, Doc, Expect, Expectation, Expr, ExprKind, MockReply, MockReplyKind, Name, Path,
    PersonPlace, RegexLit, Step, StepKind, TestDecl, WebhookBody,
};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Cursor, Node};
use smol_str::SmolStr;

impl Builder<'_> {
    pub(super) fn test_decl(&mut self, node: &Node<'_>, doc: Option<Doc>) -> TestDecl {
        let mut children = node.children;
        let name = self.string(&children.must());
        let steps = children.build(|step| self.step(&step));
        TestDecl { doc, name, steps, span: self.span_of(node) }
    }

    fn step(&mut self, node: &Node<'_>) -> Step {
        let span = self.span_of(node);
        let mut children = node.children;
        let kind = match node.rule {
            Rule::chat => self.chat(&mut children),
            Rule::step_mock => self.mock(&mut children),
            Rule::step_expect => StepKind::Expect(self.expect(&children.must())),
            Rule::step_after => StepKind::After(self.expr(&children.must())),
            Rule::step_set => {
                let target = self.expr(&children.must());
                StepKind::Set { target, value: self.expr(&children.must()) }
            }
            Rule::step_person => {
                let name = self.name(&children.must());
                StepKind::Person { name, address: self.string(&children.must()) }
            }
            Rule::step_clock => StepKind::Clock(self.string(&children.must())),
            Rule::step_webhook => self.webhook(&mut children),
            Rule::step_word => match self.text_of(node) {
                "restart" => StepKind::Restart,
                "duplicate" => StepKind::Duplicate,
                _ => StepKind::Nothing,
            },
            Rule::step_reload => StepKind::Reload(self.string(&children.must())),
            Rule::step_member => self.member(&mut children),
            Rule::step_clicks => {
                let who = self.name(&children.must());
                let button = self.string(&children.must());
                StepKind::Clicks { who, button, inputs: children.next().map(|inputs| self.expr(&inputs)) }
            }
            Rule::step_sends => {
                let who = self.name(&children.must());
                let place = self.person_place(&mut children);
                StepKind::Sends { who, place, file: self.string(&children.must()) }
            }
            _ => return Step { kind: StepKind::Error, span: self.bad(node) },
        };
        Step { kind, span }
    }

    fn chat(&mut self, children: &mut Cursor<'_>) -> StepKind {
        let who = self.name(&children.must());
        if who.text == "bot" {
            let place = match children.peek() {
                Some(Rule::text) => BotPlace::Room(self.string(&children.must())),
                Some(Rule::in_thread) => {
                    children.must();
                    BotPlace::Thread
                }
                Some(Rule::chat_to) => BotPlace::Person(self.name(&children.must())),
                _ => BotPlace::Same,
            };
            let text = self.chat_text(&children.must());
            return StepKind::Bot { place, expected: self.expectation(text) };
        }
        let place = self.person_place(children);
        StepKind::Says { who, place, text: self.chat_text(&children.must()) }
    }

    /// Where a person speaks; a room is the first of two texts or the only one before a transcript.
    fn person_place(&mut self, children: &mut Cursor<'_>) -> PersonPlace {
        match children.peek() {
            Some(Rule::in_thread) => {
                children.must();
                PersonPlace::Thread
            }
            Some(Rule::text) if !children.is_single() => PersonPlace::Room(self.string(&children.must())),
            Some(Rule::chat_to) => {
                let name = self.name(&children.must());
                self.unknown_word(&Name { text: SmolStr::new("to"), span: name.span }, &["in"]);
                PersonPlace::Direct
            }
            _ => PersonPlace::Direct,
        }
    }

    fn chat_text(&mut self, node: &Node<'_>) -> ChatText {
        // The token begins with the `>`.
        let (start, end) = self.bytes(node.start, node.end);
        let text = self.slice(start + 1, end).trim();
        let span = self.byte_span(end - text.len(), end);
        let block = text.strip_prefix("\"\"\"").and_then(|rest| rest.strip_suffix("\"\"\""));
        let text = block.map_or_else(|| SmolStr::new(text), |block| SmolStr::from(dedent(block)));
        ChatText { text, span }
    }

    fn expectation(&self, chat: ChatText) -> Expectation {
        let text = chat.text.as_str();
        if text == "..." {
            return Expectation::Any;
        }
        if let Some(rest) = text.strip_prefix('/')
            && let Some(close) = rest.rfind('/')
            && close > 0
            && rest.get(close + 1..).is_some_and(|flags| flags.bytes().all(|byte| byte.is_ascii_lowercase()))
        {
            return Expectation::Regex(RegexLit {
                pattern: SmolStr::new(rest.get(..close).unwrap_or("")),
                flags: SmolStr::new(rest.get(close + 1..).unwrap_or("")),
                span: chat.span,
            });
        }
        match text.strip_prefix("card ").and_then(|name| self.card_name(name.trim(), &chat)) {
            Some(path) => Expectation::Card(path),
            None => Expectation::Text(chat),
        }
    }

    /// The name after `card`, if that is all there is.
    fn card_name(&self, name: &str, chat: &ChatText) -> Option<Path> {
        let mut parts = Vec::new();
        let mut at = chat.span.end as usize - name.len();
        let span = self.byte_span(at, chat.span.end as usize);
        for part in name.split('.') {
            let mut bytes = part.bytes();
            let first = bytes.next()?;
            if !(first.is_ascii_alphabetic() || first == b'_')
                || !bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            {
                return None;
            }
            let span = self.byte_span(at, at + part.len());
            parts.push(Name { text: SmolStr::new(part), span });
            at += part.len() + 1;
        }
        Some(Path { parts, span })
    }

    fn mock(&mut self, children: &mut Cursor<'_>) -> StepKind {
        let method = self.name(&children.must());
        let url = self.string(&children.must());
        let replies = children.build(|reply| self.mock_reply(&reply));
        StepKind::Mock { method, url, replies }
    }

    fn mock_reply(&mut self, node: &Node<'_>) -> MockReply {
        let span = self.span_of(node);
        let mut children = node.children;
        let first = children.must();
        let kind = if first.rule == Rule::mock_word {
            match self.text_of(&first) {
                "timeout" => MockReplyKind::Timeout,
                _ => MockReplyKind::Refused,
            }
        } else {
            let status = Expr { kind: self.number(first.start), span: self.span_of(&first) };
            let body = children.accept(Rule::plain_expr).map(|body| self.expr(&body));
            let headers = children.next().map(|mut part| self.expr(&part.children.must()));
            MockReplyKind::Answer { status, body, headers }
        };
        MockReply { kind, span }
    }

    fn expect(&mut self, node: &Node<'_>) -> Expect {
        let mut children = node.children;
        match node.rule {
            Rule::expect_http => {
                let method = self.name(&children.must());
                let url = self.string(&children.must());
                Expect::Http { method, url, with: children.next().map(|with| self.expr(&with)) }
            }
            Rule::expect_response => {
                let status = self.expr(&children.must());
                Expect::Response { status, body: children.next().map(|body| self.expr(&body)) }
            }
            _ => Expect::Condition(self.expr(node)),
        }
    }

    fn webhook(&mut self, children: &mut Cursor<'_>) -> StepKind {
        let path = self.string(&children.must());
        let (mut body, mut headers, mut signed) = (None, None, false);
        for mut node in children {
            match node.rule {
                Rule::headers_part => headers = Some(self.expr(&node.children.must())),
                Rule::body_json => body = Some(WebhookBody::Json(self.expr(&node.children.must()))),
                Rule::body_file => body = Some(WebhookBody::File(self.string(&node.children.must()))),
                Rule::body_text => {
                    let text = node.children.must();
                    let kind = ExprKind::String(self.string(&text));
                    body = Some(WebhookBody::Text(Expr { kind, span: self.span_of(&text) }));
                }
                _ => signed = true,
            }
        }
        StepKind::Webhook { path, body, headers, signed }
    }

    fn member(&mut self, children: &mut Cursor<'_>) -> StepKind {
        let who = children.accept(Rule::name).map(|name| self.name(&name)).filter(|name| name.text != "bot");
        let joins = self.text_of(&children.must()).starts_with("join");
        let room = children.next().map(|room| self.string(&room));
        if joins { StepKind::Join { who, room } } else { StepKind::Leave { who, room } }
    }
}

/// The lines of a block without the blank first and last one and without their common indent.
fn dedent(block: &str) -> String {
    let mut lines: Vec<&str> = block.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    if lines.len() > 1 && lines.first().is_some_and(|line| line.trim().is_empty()) {
        lines.remove(0);
    }
    if lines.len() > 1 && lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    lines.iter().map(|line| line.get(indent..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}
