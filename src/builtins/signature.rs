//! Signatures of built-ins: what their strings say, parsed once.
//!
//! ```text
//! list<T>.take(n: int) -> list<T>       a method
//! list<T>.len -> int                    a property: called without parentheses
//! http.get(url: text, ...) -> response  a function of a module
//! link(title: text, url: text) -> text  a free function
//! now -> time                           a free property
//! ```
//! A parameter `x: T?` may be left out (then `none`), so may one with a default (`n: int = 1`).
//! Single capitals are type variables, see [`admits`].

use crate::builtins::lookup::{response_type, weekday_type};
use crate::value::{FunctionType, Type, Value};
use smol_str::SmolStr;
use std::sync::Arc;

/// The modules that have functions. `json` is a type as well, one without methods.
pub(super) const MODULES: [&str; 3] = ["http", "json", "random"];

/// The parsed form of a signature.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The type before the dot of a method or property.
    pub receiver: Option<Type>,
    /// The module before the dot of a function: `http`.
    pub module: Option<SmolStr>,
    /// Its name.
    pub name: SmolStr,
    /// The parameters without the receiver.
    pub params: Vec<Param>,
    /// What it gives.
    pub result: Type,
    /// Whether it is called without parentheses.
    pub property: bool,
}

/// A parameter. It may be given by place or by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
    /// What stands where it is left out; nothing if it must be given.
    pub default: Option<Value>,
}

/// Whether a type may stand for a type variable of a signature. `T U K` stand for any type, `O` for
/// ordered ones, `N` for numbers, `P` for what prints as one word, `R` for a text or a regex, `S` for a text or a secret (each
/// place on its own), `J` for anything that can be written as JSON with secrets in it, `V` for the
/// same without secrets.
#[must_use]
pub fn admits(variable: char, ty: &Type) -> bool {
    match (variable, ty) {
        (_, Type::Unknown | Type::Never) => true,
        ('N', Type::Int | Type::Float) => true,
        ('O', Type::Bool) => true,
        (
            'O' | 'P',
            Type::Int
            | Type::Float
            | Type::Text
            | Type::Literals(_)
            | Type::Duration
            | Type::Time
            | Type::Date,
        ) => true,
        ('P', Type::Bool) => true,
        ('V', Type::Secret) => false,
        ('V', Type::Record(record)) => record.fields.values().all(|field| admits('V', &field.ty)),
        ('V', Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner)) => {
            admits('V', inner)
        }
        ('V', ty) => admits('J', ty),
        ('S', Type::Text | Type::Literals(_) | Type::Secret) | ('R', Type::Text | Type::Literals(_)) => true,
        ('J', Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner)) => {
            admits('J', inner)
        }
        ('J', Type::Record(record)) => record.fields.values().all(|field| admits('J', &field.ty)),
        ('J', ty) => !matches!(
            ty,
            Type::Function(_) | Type::Nothing | Type::Card | Type::File | Type::Message | Type::Error
        ),
        ('N' | 'O' | 'P' | 'R' | 'S', _) => false,
        (_, ty) => !matches!(ty, Type::Nothing | Type::Function(_)),
    }
}

impl Signature {
    /// Parses a signature of the table.
    ///
    /// # Panics
    /// On a malformed one; a test parses the whole table.
    pub(super) fn parse(source: &str) -> Self {
        let mut cursor = Cursor { source, rest: source };
        let signature = cursor.signature();
        assert!(cursor.rest.trim().is_empty(), "{source}: unread `{}`", cursor.rest);
        signature
    }
}

/// What stands before the parameters or the arrow: `list<{ a: T }>.to_map`.
fn head(source: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in source.char_indices() {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            '(' | ' ' if depth == 0 => return source.get(..at).unwrap_or_default(),
            _ => {}
        }
    }
    source
}

/// Reads a signature from left to right.
struct Cursor<'a> {
    source: &'a str,
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn try_eat(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.trim_start().strip_prefix(token) else { return false };
        self.rest = rest;
        true
    }

    fn eat(&mut self, token: &str) {
        assert!(self.try_eat(token), "{}: expected `{token}` at `{}`", self.source, self.rest);
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        assert!(!word.is_empty(), "{}: expected a name at `{rest}`", self.source);
        self.rest = rest;
        word
    }

    fn signature(&mut self) -> Signature {
        let head = head(self.rest);
        let mut receiver = None;
        let mut module = None;
        if let Some((before, _)) = head.rsplit_once('.') {
            if MODULES.contains(&before) {
                module = Some(SmolStr::new(self.word()));
            } else {
                receiver = Some(self.ty());
            }
            self.eat(".");
        }
        let name = SmolStr::new(self.word());
        let property = !self.try_eat("(");
        let params = if property { Vec::new() } else { self.params() };
        self.eat("->");
        Signature { receiver, module, name, params, result: self.ty(), property }
    }

    fn params(&mut self) -> Vec<Param> {
        let mut params = Vec::new();
        while !self.try_eat(")") {
            let name = SmolStr::new(self.word());
            self.eat(":");
            let ty = self.ty();
            let default = match &ty {
                _ if self.try_eat("=") => Some(self.literal()),
                Type::Optional(_) => Some(Value::None),
                _ => None,
            };
            params.push(Param { name, ty, default });
            let _ = self.try_eat(",");
        }
        params
    }

    fn literal(&mut self) -> Value {
        if self.try_eat("\"") {
            let end = self.rest.find('"').expect("a default that is a text is closed");
            let (text, rest) = self.rest.split_at(end);
            self.rest = rest;
            self.eat("\"");
            return Value::own(text);
        }
        match self.word() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            number => Value::Int(number.parse().expect("a default is a text, a bool or a number")),
        }
    }

    fn ty(&mut self) -> Type {
        let ty = self.plain_type();
        if self.try_eat("?") { ty.optional() } else { ty }
    }

    fn plain_type(&mut self) -> Type {
        if self.try_eat("(") {
            let mut params = Vec::new();
            while !self.try_eat(")") {
                params.push(self.ty());
                let _ = self.try_eat(",");
            }
            self.eat("->");
            return Type::Function(Arc::new(FunctionType { params, result: self.ty() }));
        }
        if self.try_eat("{") {
            let mut fields = Vec::new();
            while !self.try_eat("}") {
                let name = SmolStr::new(self.word());
                self.eat(":");
                fields.push((name, self.ty()));
                let _ = self.try_eat(",");
            }
            return Type::record(fields);
        }
        let word = self.word();
        if let Some(variable) = word.chars().next().filter(|c| word.len() == 1 && c.is_ascii_uppercase()) {
            return Type::Variable(variable);
        }
        self.named_type(word)
    }

    #[expect(clippy::panic, reason = "the table is part of the program, and a test parses all of it")]
    fn named_type(&mut self, word: &str) -> Type {
        match word {
            "bool" => Type::Bool,
            "int" => Type::Int,
            "float" => Type::Float,
            "text" => Type::Text,
            "duration" => Type::Duration,
            "time" => Type::Time,
            "date" => Type::Date,
            "json" => Type::Json,
            "secret" => Type::Secret,
            "person" => Type::Person,
            "room" => Type::Room,
            "message" => Type::Message,
            "file" => Type::File,
            "card" => Type::Card,
            "error" => Type::Error,
            "nothing" => Type::Nothing,
            "response" => response_type(),
            "weekday" => weekday_type(),
            "list" => Type::List(Arc::new(self.argument())),
            "set" => Type::Set(Arc::new(self.argument())),
            "map" => Type::Map(Arc::new(self.argument())),
            other => panic!("{}: unknown type `{other}`", self.source),
        }
    }

    fn argument(&mut self) -> Type {
        self.eat("<");
        let ty = self.ty();
        self.eat(">");
        ty
    }
}

#[cfg(test)]
mod tests {
    use super::Signature;

    fn shown(source: &str) -> String {
        let signature = Signature::parse(source);
        let params: Vec<String> = signature
            .params
            .iter()
            .map(|param| {
                format!("{}: {}{}", param.name, param.ty, if param.default.is_some() { " =" } else { "" })
            })
            .collect();
        format!(
            "{:?} {:?} {} [{}] {} {}",
            signature.receiver.map(|ty| ty.to_string()),
            signature.module,
            signature.name,
            params.join(", "),
            signature.result,
            signature.property
        )
    }

    #[test]
    fn every_form_is_read() {
        for (source, expected) in [
            ("list<T>.take(n: int) -> list<T>", r#"Some("list<T>") None take [n: int] list<T> false"#),
            ("list<T>.len -> int", r#"Some("list<T>") None len [] int true"#),
            (
                "list<T>.map(f: (T) -> U) -> list<U>",
                r#"Some("list<T>") None map [f: (T) -> U] list<U> false"#,
            ),
            (
                "text.join(by: text = \", \", n: int? , m: int = 1) -> T?",
                r#"Some("text") None join [by: text =, n: int? =, m: int =] T? false"#,
            ),
            ("http.get(url: text) -> response", r#"None Some("http") get [url: text] Response false"#),
            ("now -> time", "None None now [] time true"),
            ("f() -> list<{ key: text, value: T }>", "None None f [] list<{ key: text, value: T }> false"),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }
}
