//! The program and its declarations.

use super::{Card, Function, Handler, Test};
use crate::base::Span;
use crate::pattern::Intent;
use crate::value::{Type, Value};
use smol_str::SmolStr;

/// Everything that a set of files declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// The `bot` declaration, or its defaults.
    pub bot: Bot,
    /// Secrets, in the order of declaration.
    pub secrets: Vec<Secret>,
    /// Settings.
    pub configs: Vec<Config>,
    /// Durable variables.
    pub states: Vec<State>,
    /// Named sets of people.
    pub groups: Vec<Group>,
    /// What messages in plain words may be about.
    pub intents: Vec<Intent>,
    /// Named values.
    pub consts: Vec<Const>,
    /// Functions, bodies of handlers, lambdas, and the code of tests; see [`Function::name`].
    pub functions: Vec<Function>,
    /// Declared cards, in the order of the files.
    pub cards: Vec<Card>,
    /// Handlers in source order: the entry file first, then the used files in the order of use.
    pub handlers: Vec<Handler>,
    /// Tests of the entry file.
    pub tests: Vec<Test>,
}

/// The `bot` declaration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bot {
    /// Its name in quotes; `None` where there is no declaration (Webex knows its name then).
    pub name: Option<SmolStr>,
    /// What it does, for `help`.
    pub about: Option<SmolStr>,
    /// Who may talk to it; empty means anyone.
    pub allow: Vec<Allow>,
    /// Hosts that `http` may reach, lower case, `*.` for all subdomains; `None` where none are listed.
    pub net: Option<Vec<SmolStr>>,
    /// BCP 47 tag.
    pub locale: Option<SmolStr>,
    /// IANA name, known to the time zone database.
    pub timezone: Option<SmolStr>,
    /// Where it stands.
    pub span: Option<Span>,
}

/// One entry of `allow` or of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allow {
    /// `anyone`.
    Anyone,
    /// All addresses of a domain, lower case.
    Domain(SmolStr),
    /// One person by address, lower case.
    Person(SmolStr),
    /// The members of the room with this title.
    Room(SmolStr),
}

/// `secret NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// As in the environment.
    pub name: SmolStr,
    /// Its doc comment.
    pub doc: Option<SmolStr>,
    /// The name where it is declared.
    pub span: Span,
}

/// `config name: T = default`.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Its name; qualified by the module (`tickets.url`) outside the entry file.
    pub name: SmolStr,
    /// `text int float bool duration time date`, a union, or a list of these.
    pub ty: Type,
    /// What it is where nobody sets it; `None` where somebody must.
    pub default: Option<Value>,
    /// Its doc comment.
    pub doc: Option<SmolStr>,
    /// The name where it is declared.
    pub span: Span,
}

/// `state name: T = init per SCOPE`.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its name; qualified by the module outside the entry file. Unique in the program.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
    /// Of what there is one.
    pub scope: StateScope,
    /// What it is where nothing is stored.
    pub init: Value,
    /// The name where it is declared.
    pub span: Span,
}

/// Of what a state variable has one value each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StateScope {
    /// One in all.
    Bot,
    /// One for each room.
    Room,
    /// One for each person.
    Person,
    /// One for each person in each room.
    Member,
}

/// `group name = ...`.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: SmolStr,
    /// Who is in it.
    pub entries: Vec<Allow>,
    /// The name where it is declared.
    pub span: Span,
}

/// `const name = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Const {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
    /// What it stands for.
    pub value: Value,
    /// The name where it is declared.
    pub span: Span,
}
