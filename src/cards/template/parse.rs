//! Expressions: recursive descent over the tokens, the depth bounded.

use super::datum::Datum;
use super::expr::{Expr, ExprKind};
use super::functions::{FOR_EACH, Function, function, nearest_function};
use super::lexer::{Token, tokens};
use crate::base::limits;
use crate::value::Text;
use smol_str::SmolStr;
use std::ops::Range;

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) message: String,
    /// Where in its text, in bytes.
    pub(super) at: Range<usize>,
    /// What was probably meant.
    pub(super) near: Option<&'static str>,
}

impl SyntaxError {
    pub(super) fn new(message: impl Into<String>, at: Range<usize>) -> Self {
        Self { message: message.into(), at, near: None }
    }
}

/// Operators between two operands, loosest first; those of one row go from left to right, `^` from right to
/// left. The choice `a ? b : c` is looser than all of them.
const LEVELS: &[&[&str]] = &[
    &["??"],
    &["||"],
    &["&&"],
    &["<=", ">=", "<", ">"],
    &["&"],
    &["==", "!=", "<>"],
    &["+", "-"],
    &["*", "/", "%"],
];

/// The expression of `text`; places are counted from `offset`.
pub(super) fn expression(text: &str, offset: usize) -> Result<Expr, SyntaxError> {
    let end = offset + text.len();
    let tokens = tokens(text, offset)?;
    let mut parser = Parser { tokens, next: 0, end, depth: 0 };
    let found = parser.choice()?;
    match parser.tokens.get(parser.next) {
        None => Ok(found),
        Some((token, at)) => {
            Err(SyntaxError::new(format!("{} is not expected here", shown(token)), at.clone()))
        }
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Number(number) => format!("`{number}`"),
        Token::Text(_) => "a text".to_owned(),
        Token::Name(name) => format!("`{name}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    /// Where the next token stands.
    fn here(&self) -> Range<usize> {
        self.tokens.get(self.next).map_or(self.end..self.end, |(_, at)| at.clone())
    }

    fn take(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<usize, SyntaxError> {
        let at = self.here();
        if self.take(sign) { Ok(at.end) } else { Err(SyntaxError::new(format!("`{sign}` is missing"), at)) }
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<T, SyntaxError> {
        if self.depth >= limits::NESTING_MAX {
            let message = format!("this nests more than {} deep", limits::NESTING_MAX);
            return Err(SyntaxError::new(message, self.here()));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn choice(&mut self) -> Result<Expr, SyntaxError> {
        let mut left = self.deeper(|parser| parser.binary(0))?;
        while self.take("?") {
            let yes = self.deeper(Self::choice)?;
            self.expect(":")?;
            let no = self.deeper(|parser| parser.binary(0))?;
            let at = left.at.start..no.at.end;
            left = call("if", vec![left, yes, no], at)?;
        }
        Ok(left)
    }

    fn binary(&mut self, level: usize) -> Result<Expr, SyntaxError> {
        let Some(signs) = LEVELS.get(level) else { return self.power() };
        let mut left = self.binary(level + 1)?;
        let mut links = 0;
        while let Some(sign) = signs.iter().find(|sign| self.take(sign)) {
            links += 1;
            if links > limits::EXPRESSION_DEPTH_MAX {
                let message = format!("more than {} operators in a row", limits::EXPRESSION_DEPTH_MAX);
                return Err(SyntaxError::new(message, self.here()));
            }
            let right = self.binary(level + 1)?;
            let at = left.at.start..right.at.end;
            let name = if *sign == "<>" { "!=" } else { sign };
            left = call(name, vec![left, right], at)?;
        }
        Ok(left)
    }

    fn power(&mut self) -> Result<Expr, SyntaxError> {
        let left = self.unary()?;
        if !self.take("^") {
            return Ok(left);
        }
        let right = self.deeper(Self::power)?;
        let at = left.at.start..right.at.end;
        call("^", vec![left, right], at)
    }

    fn unary(&mut self) -> Result<Expr, SyntaxError> {
        let start = self.here().start;
        for sign in ["!", "-", "+"] {
            if self.take(sign) {
                let operand = self.deeper(Self::unary)?;
                let at = start..operand.at.end;
                let args = if sign == "!" {
                    vec![operand]
                } else {
                    vec![Expr { kind: ExprKind::Const(Datum::Number(0.0)), at: at.clone() }, operand]
                };
                return call(sign, args, at);
            }
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Result<Expr, SyntaxError> {
        let mut found = self.primary()?;
        let mut links = 0;
        loop {
            links += 1;
            if links > limits::EXPRESSION_DEPTH_MAX {
                return Err(SyntaxError::new("this path is too long", self.here()));
            }
            let start = found.at.start;
            if self.take(".") {
                let at = self.here();
                let Some(Token::Name(name)) = self.peek() else {
                    return Err(SyntaxError::new("the name of a field is missing", at));
                };
                let name = SmolStr::new(name);
                self.next += 1;
                found = Expr { kind: ExprKind::Field(Box::new(found), name), at: start..at.end };
            } else if self.take("[") {
                let index = self.deeper(Self::choice)?;
                let end = self.expect("]")?;
                found = Expr { kind: ExprKind::Index(Box::new(found), Box::new(index)), at: start..end };
            } else {
                return Ok(found);
            }
        }
    }

    fn primary(&mut self) -> Result<Expr, SyntaxError> {
        let at = self.here();
        let Some(token) = self.peek().cloned() else {
            return Err(SyntaxError::new("a value is missing", at));
        };
        self.next += 1;
        let constant = |datum| Expr { kind: ExprKind::Const(datum), at: at.clone() };
        match token {
            Token::Number(number) => Ok(constant(Datum::Number(number))),
            Token::Text(text) => Ok(constant(Datum::Text(Text::own(text)))),
            Token::Name(name) => {
                if self.take("(") {
                    return self.arguments(&name, at);
                }
                Ok(match name.as_str() {
                    "true" => constant(Datum::Bool(true)),
                    "false" => constant(Datum::Bool(false)),
                    "null" => constant(Datum::Null),
                    "undefined" => constant(Datum::Missing),
                    name => Expr { kind: ExprKind::Name(name.into()), at },
                })
            }
            Token::Sign("(") => {
                let found = self.deeper(Self::choice)?;
                self.expect(")")?;
                Ok(found)
            }
            Token::Sign("[") => {
                let (items, end) = self.items("]")?;
                call("createArray", items, at.start..end)
            }
            Token::Sign("{") => self.object(at.start),
            Token::Sign(sign) => Err(SyntaxError::new(format!("`{sign}` is not expected here"), at)),
        }
    }

    fn items(&mut self, close: &str) -> Result<(Vec<Expr>, usize), SyntaxError> {
        let mut items = Vec::new();
        let end = self.here().end;
        if self.take(close) {
            return Ok((items, end));
        }
        loop {
            items.push(self.deeper(Self::choice)?);
            // `x => ...`: the name, then what is done with it.
            if self.take("=>") {
                items.push(self.deeper(Self::choice)?);
            }
            if !self.take(",") {
                return Ok((items, self.expect(close)?));
            }
        }
    }

    fn arguments(&mut self, name: &str, at: Range<usize>) -> Result<Expr, SyntaxError> {
        let (args, end) = self.items(")")?;
        let Some(found) = function(name) else {
            let near = nearest_function(name);
            let message = format!("there is no function `{name}`");
            return Err(SyntaxError { message, at, near });
        };
        fits(found, &args, at.clone())?;
        Ok(Expr { kind: ExprKind::Call(found, args), at: at.start..end })
    }

    fn object(&mut self, start: usize) -> Result<Expr, SyntaxError> {
        let mut fields = Vec::new();
        let end = self.here().end;
        if self.take("}") {
            return Ok(Expr { kind: ExprKind::Object(fields), at: start..end });
        }
        loop {
            let at = self.here();
            let name = match self.peek() {
                Some(Token::Name(name) | Token::Text(name)) => SmolStr::new(name),
                _ => return Err(SyntaxError::new("the name of a field is missing", at)),
            };
            self.next += 1;
            self.expect(":")?;
            fields.push((name, self.deeper(Self::choice)?));
            if !self.take(",") {
                let end = self.expect("}")?;
                return Ok(Expr { kind: ExprKind::Object(fields), at: start..end });
            }
        }
    }
}

fn call(name: &str, args: Vec<Expr>, at: Range<usize>) -> Result<Expr, SyntaxError> {
    let found =
        function(name).ok_or_else(|| SyntaxError::new(format!("there is no `{name}`"), at.clone()))?;
    Ok(Expr { kind: ExprKind::Call(found, args), at })
}

/// Whether the function takes these arguments.
fn fits(function: &Function, args: &[Expr], at: Range<usize>) -> Result<(), SyntaxError> {
    let (least, most) = function.takes;
    if args.len() < least || args.len() > most {
        let takes = match (least, most) {
            (least, usize::MAX) => format!("at least {least}"),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        };
        let message = format!("`{}` takes {takes} values, {} are given", function.name, args.len());
        return Err(SyntaxError::new(message, at));
    }
    if FOR_EACH.contains(&function.name)
        && let Some(item) = args.get(1)
        && !matches!(item.kind, ExprKind::Name(_))
    {
        let message = format!("the second value of `{}` is a name for each item", function.name);
        return Err(SyntaxError::new(message, item.at.clone()));
    }
    Ok(())
}
