//! Programs that are put together by hand.

use std::path::Path;
use wbot::builtins;
use wbot::compile::{Memory, compile};
use wbot::ir::{
    ContextVariable, Function, Handler, HandlerKind, Op, Place, PlaceRoot, Program, Purpose, Scope, State,
    Verify,
};
use wbot::value::{Operator, Type, Value};

/// A message of text alone.
pub const SAYS: wbot::ir::Parts = wbot::ir::Parts { text: true, card: false, file: false, name: false };

/// The program of a script.
pub fn compiled(script: &str) -> Program {
    let compiled = compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", script), Purpose::Run);
    let problems: Vec<&str> = compiled.diagnostics.iter().map(|one| one.message.as_str()).collect();
    compiled.program.unwrap_or_else(|| panic!("{problems:?}")).program
}

/// Grows a program.
#[derive(Default)]
pub struct Script {
    program: Program,
}

impl Script {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn build(self) -> Program {
        self.program
    }

    /// The operation that puts `value` on the stack.
    pub fn constant(&mut self, value: Value) -> Op {
        self.program.constants.push(value);
        Op::Constant(u32::try_from(self.program.constants.len() - 1).unwrap())
    }

    pub fn function(&mut self, params: u16, code: Vec<Op>) -> u32 {
        let place = Place { root: PlaceRoot::State { state: 0, owner: false }, path: Vec::new() };
        let function = Function { name: "f".into(), params, locals: params + 2, code, places: vec![place] };
        self.program.functions.push(function);
        u32::try_from(self.program.functions.len() - 1).unwrap()
    }

    pub fn handler(&mut self, kind: HandlerKind, params: u16, code: Vec<Op>) {
        let function = self.function(params, code);
        let name = match &kind {
            HandlerKind::Otherwise => "otherwise",
            HandlerKind::Join => "on join",
            HandlerKind::Webhook { .. } => "on webhook",
            HandlerKind::Message { .. } => "on message",
            _ => "another",
        };
        self.program.handlers.push(Handler {
            kind,
            guards: Vec::new(),
            function,
            name: name.into(),
            doc: None,
        });
    }

    /// `state n: int = 0`, as state 0.
    pub fn counter(&mut self, scope: Scope) {
        self.program.states.push(State { name: "n".into(), scope, ty: Type::Int, init: Value::Int(0) });
    }

    /// `n += 1`
    pub fn count(&mut self) -> Vec<Op> {
        let one = self.constant(Value::Int(1));
        vec![Op::State { state: 0, owner: false }, one, Op::Binary(Operator::Add), Op::Assign(0)]
    }

    /// `"{message.text} {n}"`
    pub fn text_and_count(&mut self) -> Vec<Op> {
        let blank = self.constant(Value::own(" "));
        let text = builtins::method(&Type::Message, "text").unwrap();
        vec![
            Op::Context(ContextVariable::Message),
            Op::Builtin { builtin: text, args: 1 },
            blank,
            Op::State { state: 0, owner: false },
            Op::Hole(None),
            Op::Join(3),
        ]
    }

    /// `say "..."`
    pub fn say(&mut self, text: &str) -> Vec<Op> {
        vec![self.constant(Value::own(text)), Op::Say { parts: SAYS, to: false }, Op::Pop]
    }

    /// `http.METHOD(url)`, its value left on the stack.
    pub fn http(&mut self, method: &str, retry: &Value) -> Vec<Op> {
        let builtin = builtins::function_of("http", method).unwrap();
        let params = builtin.signature().params.len();
        let mut code = vec![self.constant(Value::own("https://ci.acme.com/run"))];
        for at in 1..params {
            let last = at + 1 == params;
            code.push(self.constant(if last { retry.clone() } else { Value::None }));
        }
        code.push(Op::Builtin { builtin, args: u8::try_from(params).unwrap() });
        code
    }

    pub fn end(&mut self) -> Vec<Op> {
        vec![self.constant(Value::None), Op::Return]
    }

    pub fn net(&mut self, host: &str) {
        self.program.bot.net.push(host.into());
    }

    pub fn regex(&mut self, source: &str) {
        self.program.regexes.push(source.into());
    }

    pub fn secret(&mut self, name: &str) {
        self.program.secrets.push(name.into());
    }

    pub fn state_type(&mut self, ty: Type) {
        self.program.states[0].ty = ty;
    }
}

pub fn webhook(path: &str, verify: Verify) -> HandlerKind {
    HandlerKind::Webhook { path: path.into(), verify }
}

/// `otherwise { n += 1; say "{message.text} {n}" }`, with `n` of this scope.
pub fn counting(scope: Scope) -> Program {
    let mut script = Script::new();
    script.counter(scope);
    let mut code = script.count();
    code.extend(script.text_and_count());
    code.extend([Op::Say { parts: SAYS, to: false }, Op::Pop]);
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    script.build()
}

/// `otherwise { say "one"; say "two" }`
pub fn saying(texts: &[&str]) -> Program {
    let mut script = Script::new();
    let mut code: Vec<Op> = Vec::new();
    for text in texts {
        code.extend(script.say(text));
    }
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    script.build()
}
