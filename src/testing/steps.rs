//! The lines of a test.

use super::mock::{Reply, has_at_least};
use super::run::{Performance, Problem, instant, problem};
use super::said::{Place, shown};
use crate::base::Span;
use crate::check::hir::{Answer, BotLine, FunctionId, Line, MockHttp, Step, StepKind, TestPlace};
use crate::emulator::Upload;
use crate::value::{Value, hole, to_json};
use crate::webex::wire::MessageCreate;

impl Performance<'_> {
    pub(super) async fn step(&mut self, step: &Step) -> Result<(), Problem> {
        let span = step.span;
        match &step.kind {
            StepKind::Person { .. } => Ok(()),
            StepKind::Line(line) => self.line(span, line),
            StepKind::Bot(line) => self.bot_line(span, line),
            StepKind::Nothing => self.nothing_left(span),
            StepKind::Mock(mock) => self.mock(span, mock).await,
            StepKind::Webhook(webhook) => self.webhook(span, webhook).await,
            StepKind::Duplicate => self.duplicate(span).await,
            StepKind::ExpectResponse { status, with } => self.expect_response(span, *status, *with).await,
            StepKind::ExpectHttp { method, url, with } => self.expect_http(span, (method, url), *with).await,
            StepKind::Expect { condition, sides } => self.expect(span, *condition, *sides).await,
            StepKind::SetState(function) => self.evaluate(*function, span).await.map(|_| ()),
            StepKind::SetConfig { config, value } => {
                let value = self.evaluate(*value, span).await?;
                self.set_config(span, config.index(), value).await
            }
            StepKind::After { ms } => {
                self.stage.advance(*ms).await;
                Ok(())
            }
            StepKind::Clock { at } => {
                let now_ms = instant(&self.stage.loaded, at).map_err(|message| problem(span, message))?;
                self.stage.clock.set(now_ms);
                self.stage.engine.plan_afresh().await.map_err(|error| problem(span, error.to_string()))?;
                // What a run waits for may be over by now.
                self.stage.advance(0).await;
                Ok(())
            }
            StepKind::Sends { line, file } => self.sends(span, line, file),
            StepKind::Clicks { who, button, inputs } => self.clicks(span, (who, button), *inputs).await,
            StepKind::Restart => self.stage.restart().await.map_err(|message| problem(span, message)),
            StepKind::Reload { path } => self.reload(span, path).await,
            StepKind::Join { who, room } => self.join(span, who.as_deref(), room.as_deref()),
            StepKind::Leave { who, room } => self.leave(span, who.as_deref(), room.as_deref()),
        }
    }

    fn line(&mut self, span: Span, line: &Line) -> Result<(), Problem> {
        self.says(span, line, None)
    }

    /// A person says something, perhaps with a file.
    pub(super) fn says(&mut self, span: Span, line: &Line, upload: Option<Upload>) -> Result<(), Problem> {
        let at = |message: String| problem(span, message);
        let person = self.stage.person(&line.who).map_err(at)?.id.clone();
        let bot = self.stage.emulator.bot();
        let text = self.stage.cast.typed(&line.text, &bot.display_name);
        let text = Some(text).filter(|text| !text.is_empty());
        let shown =
            upload.as_ref().map_or_else(|| line.text.to_string(), |it| format!("sends {:?}", it.name));
        let mut message = MessageCreate { text, ..MessageCreate::default() };
        let email = self.stage.cast.email(&line.who);
        let place = match &line.place {
            TestPlace::Default => Place::Direct(email),
            TestPlace::Direct(name) => Place::Direct(self.stage.cast.email(name)),
            TestPlace::Room(title) => Place::Room(title.to_string()),
            TestPlace::Thread => {
                let (room, root) = self
                    .stage
                    .last_thread()
                    .ok_or_else(|| problem(span, "the bot has said nothing to reply to"))?;
                message.room_id = Some(room);
                message.parent_id = Some(root);
                self.place.clone().unwrap_or(Place::Direct(email))
            }
        };
        if message.room_id.is_none() {
            match &place {
                Place::Direct(_) => message.to_person_id = Some(bot.id),
                Place::Room(_) => message.room_id = self.stage.room_id(&place),
            }
        }
        if upload.is_some() && matches!(place, Place::Room(_)) {
            // The line has no words, and without a mention the bot would not hear of the file.
            message.text = Some(self.stage.cast.typed("@bot", &bot.display_name));
        }
        let said = self.stage.emulator.act(|world, now| world.say(&person, message, upload, now));
        said.map_err(|error| problem(span, format!("Webex refuses this message: {error}")))?;
        let who = match &line.place {
            TestPlace::Room(title) => format!("{} in {title:?}>", line.who),
            TestPlace::Thread => format!("{} in thread>", line.who),
            TestPlace::Default | TestPlace::Direct(_) => format!("{}>", line.who),
        };
        self.note(who, &shown);
        self.person = Some(line.who.to_string());
        self.place = Some(place);
        Ok(())
    }

    fn bot_line(&mut self, span: Span, line: &BotLine) -> Result<(), Problem> {
        let place = match &line.place {
            TestPlace::Room(title) => Place::Room(title.to_string()),
            TestPlace::Direct(name) => Place::Direct(self.stage.cast.email(name)),
            TestPlace::Default | TestPlace::Thread => self.place.clone().ok_or_else(|| {
                problem(span, "no line before says where: write `bot in \"Room\">` or `bot to alice>`")
            })?,
        };
        let expected = Some((place.clone(), shown(&line.text)));
        let Some(at) = self.pending.iter().position(|said| said.place == place) else {
            let message = match self.pending.first() {
                None => "the bot said nothing here".to_owned(),
                Some(other) => format!(
                    "the bot said nothing here, but in another room: `{}`",
                    self.stage.cast.shown(&other.place, None)
                ),
            };
            return Err(Problem { span, message, expected });
        };
        let fits = self.pending.get(at).map_or(Ok(false), |said| said.is(&line.text));
        if !fits.map_err(|message| problem(span, message))? {
            return Err(Problem { span, message: "the bot said something else".to_owned(), expected });
        }
        let said = self.pending.remove(at);
        let who = self.stage.cast.shown(&place, self.place.as_ref());
        self.note(who, &said.shown());
        self.place = Some(place);
        Ok(())
    }

    async fn mock(&mut self, span: Span, mock: &MockHttp) -> Result<(), Problem> {
        let mut replies = Vec::new();
        for answer in &mock.answers {
            replies.push(match answer {
                Answer::Timeout => Reply::Timeout,
                Answer::Refused => Reply::Refused,
                Answer::Status { status, body, headers } => {
                    let body = match body {
                        Some(function) => self.json(*function, span).await?.to_string(),
                        None => String::new(),
                    };
                    let headers = self.headers(*headers, span).await?;
                    Reply::Answer { status: *status, headers, body }
                }
            });
        }
        self.stage.network.mock(&mock.method, &mock.url, replies);
        Ok(())
    }

    pub(super) async fn json(&self, function: FunctionId, span: Span) -> Result<serde_json::Value, Problem> {
        let value = self.evaluate(function, span).await?;
        to_json(&value).map_err(|fault| problem(span, fault.plain()))
    }

    pub(super) async fn headers(
        &self,
        function: Option<FunctionId>,
        span: Span,
    ) -> Result<Vec<(String, String)>, Problem> {
        let Some(function) = function else { return Ok(Vec::new()) };
        let json = self.json(function, span).await?;
        let text =
            |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let pairs = json.as_object().into_iter().flatten();
        Ok(pairs.map(|(name, value)| (name.to_lowercase(), text(value))).collect())
    }

    async fn expect_response(
        &self,
        span: Span,
        status: u16,
        with: Option<FunctionId>,
    ) -> Result<(), Problem> {
        let Some(response) = &self.response else {
            return Err(problem(span, "no webhook was delivered before this line"));
        };
        if response.status != status {
            let body = if response.body.is_empty() { String::new() } else { format!(" {}", response.body) };
            let message = format!("the caller got {}{body}, expected {status}", response.status);
            return Err(problem(span, message));
        }
        let Some(with) = with else { return Ok(()) };
        let wanted = self.json(with, span).await?;
        let found: serde_json::Value = serde_json::from_str(&response.body).unwrap_or_default();
        if has_at_least(&found, &wanted) {
            return Ok(());
        }
        let got = if response.body.is_empty() { "no body".to_owned() } else { response.body.clone() };
        Err(problem(span, format!("the caller got {got}, expected at least {wanted}")))
    }

    async fn expect_http(
        &self,
        span: Span,
        (method, url): (&str, &str),
        with: Option<FunctionId>,
    ) -> Result<(), Problem> {
        let wanted = match with {
            Some(with) => Some(self.json(with, span).await?),
            None => None,
        };
        let calls = self.stage.network.calls();
        let same = |found: &str| found == url || found.split('?').next() == Some(url);
        let to_it: Vec<_> = calls.iter().filter(|call| call.method == method && same(&call.url)).collect();
        let fits = |json: &serde_json::Value| wanted.as_ref().is_none_or(|wanted| has_at_least(json, wanted));
        if to_it.iter().any(|call| fits(&call.json)) {
            return Ok(());
        }
        let message = match (to_it.last(), wanted) {
            (Some(call), Some(wanted)) => {
                format!("{method} {url} was called with {}, expected at least {wanted}", call.json)
            }
            _ if calls.is_empty() => format!("{method} {url} was not called; nothing was"),
            _ => {
                let called: Vec<String> =
                    calls.iter().map(|call| format!("{} {}", call.method, call.url)).collect();
                format!("{method} {url} was not called, but {}", called.join(", "))
            }
        };
        Err(problem(span, message))
    }

    async fn expect(
        &self,
        span: Span,
        condition: FunctionId,
        sides: Option<(FunctionId, FunctionId)>,
    ) -> Result<(), Problem> {
        if self.evaluate(condition, span).await? == Value::Bool(true) {
            return Ok(());
        }
        let written = self.program.loaded.sources.slice(span).trim();
        let written = written.strip_prefix("expect").unwrap_or(written).trim();
        let Some((left, right)) = sides else { return Err(problem(span, format!("`{written}` is not so"))) };
        let (left, right) = (self.evaluate(left, span).await?, self.evaluate(right, span).await?);
        Err(problem(
            span,
            format!(
                "`{written}` is not so: the left side is {}, the right side is {}",
                self.spell(&left),
                self.spell(&right)
            ),
        ))
    }

    /// A value as it would stand in a script.
    fn spell(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => format!("{:?}", text.as_str()),
            Value::Person(person) => person.email.to_string(),
            other => to_json(other).map_or_else(
                |_| {
                    let shown = hole(other, &self.stage.loaded.settings.zone).ok();
                    shown
                        .and_then(|it| it.as_str().map(str::to_owned))
                        .unwrap_or_else(|| other.kind_name().to_owned())
                },
                |json| json.to_string(),
            ),
        }
    }
}
