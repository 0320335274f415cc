//! Expressions.

use super::{
    Ask, Block, BuiltinId, ConfigId, ConstId, FunctionId, GroupId, LocalId, Place, SecretId, StateId,
};
use crate::base::Span;
use crate::value::{Coercion, Type, Value};
use smol_str::SmolStr;
use std::sync::Arc;

/// An expression with its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// What it gives: narrowed where the check knows more than the declaration.
    pub ty: Type,
    /// Where it stands, for faults.
    pub span: Span,
}

/// What an expression is. Operands are evaluated from left to right.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A value that stands in the script; its texts are the script's own.
    Const(Value),
    /// A variable.
    Local(LocalId),
    /// A `const`.
    ConstRef(ConstId),
    /// A setting.
    Config(ConfigId),
    /// A secret.
    Secret(SecretId),
    /// Something of the run.
    Context(Context),
    /// A state variable.
    State {
        /// Which.
        state: StateId,
        /// The room or person whose it is; `None` for the bot's, or the current one's.
        owner: Option<Box<Expr>>,
    },
    /// A string with holes. Its type is `Text`, or `Secret` if a hole is one.
    Interpolate(Vec<Part>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{ a: x, ...r }`; later parts win.
    Record(Vec<RecordPart>),
    /// `{ "k": v }`: keys are texts.
    Map(Vec<(Expr, Expr)>),
    /// `-x` of an int, float or duration.
    Negate(Box<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// `a and b`; `b` is not evaluated if `a` is false.
    And(Box<Expr>, Box<Expr>),
    /// `a or b`; `b` is not evaluated if `a` is true.
    Or(Box<Expr>, Box<Expr>),
    /// Arithmetic. The operation follows from the types of the operands.
    Binary {
        /// Which.
        op: BinaryOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand; already of the type that the operation needs.
        right: Box<Expr>,
    },
    /// A comparison: any types for `==` and `!=`, ordered ones of one type otherwise.
    Compare {
        /// Which.
        op: CompareOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a ?? b`; `b` is not evaluated unless `a` is `none`.
    Coalesce(Box<Expr>, Box<Expr>),
    /// `a in b`, `a not in b`: `b` is a list, set, map (keys), text (part) or json.
    In {
        /// What is looked for.
        item: Box<Expr>,
        /// Where.
        within: Box<Expr>,
        /// `not in`.
        negated: bool,
    },
    /// `person in group`, `person not in group`.
    InGroup {
        /// A person.
        person: Box<Expr>,
        /// Which group.
        group: GroupId,
        /// `not in`.
        negated: bool,
    },
    /// A group as the list of its people.
    Members(GroupId),
    /// `text matches /regex/`.
    Matches {
        /// A text.
        text: Box<Expr>,
        /// The regex; it may match anywhere.
        regex: RegexLiteral,
    },
    /// A regex given as an argument to a built-in.
    Regex(RegexLiteral),
    /// `a..b`: a list of int, both ends in.
    Range(Box<Expr>, Box<Expr>),
    /// `x as T`: checks json at run time; fails with the path of the first mismatch.
    As {
        /// json.
        value: Box<Expr>,
        /// What it must be; also the type of this expression.
        ty: Type,
    },
    /// `.name` of a record, of json (absent: `none`), or of an error.
    Field {
        /// A record or json; may be `none` if `optional`.
        receiver: Box<Expr>,
        /// Which field.
        name: SmolStr,
        /// Gives `none` where the receiver is `none`, without evaluating what follows in the chain.
        optional: bool,
    },
    /// `[i]`: of a list by int, of a map by text, of json by either. Absent: `none`.
    Index {
        /// A list, map, text or json; may be `none` if `optional`.
        receiver: Box<Expr>,
        /// Which element; a negative int counts from the end.
        index: Box<Expr>,
        /// Gives `none` where the receiver is `none`.
        optional: bool,
    },
    /// `[a..b]` of a list or text: both ends in; what is outside is left out.
    Slice {
        /// A list or text; may be `none` if `optional`.
        receiver: Box<Expr>,
        /// First index.
        from: Box<Expr>,
        /// Last index.
        to: Box<Expr>,
        /// Gives `none` where the receiver is `none`.
        optional: bool,
    },
    /// A call of a built-in whose kind is pure, a read or an effect. The arguments are complete and in the
    /// order of its signature, the receiver first.
    Builtin {
        /// Which.
        id: BuiltinId,
        /// All arguments.
        args: Vec<Expr>,
        /// `x?.f()`: gives `none` where the receiver is `none`, without evaluating the rest.
        optional: bool,
    },
    /// A call of a built-in that calls a function for each element (`map`, `filter`, `sort_by`), or
    /// folds with it.
    Each {
        /// Which.
        id: BuiltinId,
        /// The list, set or map.
        receiver: Box<Expr>,
        /// A [`ExprKind::Closure`], or a variable of a function type.
        function: Box<Expr>,
        /// The other arguments, in the order of the signature.
        rest: Vec<Expr>,
        /// `x?.map(...)`.
        optional: bool,
    },
    /// A call of a built-in that changes its receiver in place (`push`, `remove`); gives the result of
    /// the built-in.
    Change {
        /// What is changed; `none` there, or on the way of a `?.`, changes nothing and gives `none`.
        place: Place,
        /// Which.
        id: BuiltinId,
        /// Arguments without the receiver.
        args: Vec<Expr>,
    },
    /// A call of a declared function.
    Call {
        /// Which.
        function: FunctionId,
        /// All arguments, in the order of the parameters, defaults filled in.
        args: Vec<Expr>,
    },
    /// A call of a function that came as an argument.
    CallLocal {
        /// A variable of a function type.
        local: LocalId,
        /// All arguments.
        args: Vec<Expr>,
    },
    /// A lambda, or a declared function given as an argument.
    Closure(Lambda),
    /// `if`. Without `otherwise` it gives nothing.
    If {
        /// A bool.
        condition: Box<Expr>,
        /// Where it is true.
        then: Block,
        /// Where it is false.
        otherwise: Option<Block>,
    },
    /// `match`: the first arm that fits runs. One always fits where `otherwise` is `None` (the check
    /// has seen to it), or the expression gives nothing.
    Match {
        /// Evaluated once, before the arms.
        subject: Box<Expr>,
        /// Holds the subject.
        local: LocalId,
        /// In order.
        arms: Vec<Arm>,
        /// `else =>`
        otherwise: Option<Block>,
    },
    /// A block as an expression.
    Block(Block),
    /// `say`: an effect, gives a message.
    Say {
        /// A room or a person; `None`: where the run's message came from, in its thread.
        to: Option<Box<Expr>>,
        /// What is said.
        message: Message,
    },
    /// `reply`: like `say`, in the thread of the run's message.
    Reply {
        /// What is said.
        message: Message,
    },
    /// `ask`, `confirm`: an effect that waits, gives the answer.
    Ask(Box<Ask>),
    /// A card from a designer file, filled in; gives json.
    Template {
        /// The JSON of the file.
        template: Arc<str>,
        /// What its names are looked up in.
        data: Box<Expr>,
    },
    /// A coercion.
    Convert {
        /// What is coerced.
        value: Box<Expr>,
        /// How.
        how: Coercion,
    },
    /// `value else { ... }`, `value else err { ... }`. Its type is that of the value (unwrapped where
    /// `none` is caught); the block gives the same type or is never left at its end.
    Attempt {
        /// What may fail.
        value: Box<Expr>,
        /// What is caught.
        catch: Catch,
        /// Runs where something was caught. What the value changed of the state since the last effect is dropped,
        /// unless it was a `fail`.
        otherwise: Block,
    },
}

/// What a message says; at least one of them is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// A text.
    pub text: Option<Box<Expr>>,
    /// A card.
    pub card: Option<Box<Expr>>,
    /// A file.
    pub file: Option<FilePart>,
}

/// `file report as "report.csv"`
#[derive(Clone, Debug, PartialEq)]
pub struct FilePart {
    /// A text, json or a file.
    pub content: Box<Expr>,
    /// A text.
    pub name: Option<Box<Expr>>,
}

/// What an `else` handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catch {
    /// `else { }`: `none` and every failure.
    NoneOrFailure,
    /// `else err { }`: failures; the variable gets the error.
    Failure(LocalId),
}

/// What a run knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Who it is about.
    Person,
    /// Where.
    Room,
    /// The message that started it.
    Message,
    /// The root of the message's thread, a `message?`.
    Thread,
    /// Who gave the last answer.
    Answerer,
    /// In tests: the bot's last message, a record.
    Last,
}

/// A part of a string.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Characters of the script, escapes resolved.
    Own(SmolStr),
    /// `{expr}`, `{expr:format}`.
    Hole {
        /// A text, scalar, person, room, error, json or secret.
        value: Expr,
        /// The format, checked.
        format: Option<SmolStr>,
    },
}

/// A part of a record literal.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordPart {
    /// `a: x`
    Field(SmolStr, Expr),
    /// `...r`
    Spread(Expr),
}

/// Arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A regex of the script.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegexLiteral {
    /// In the syntax of the `regex` crate, `\/` unescaped, flags in front as `(?ims)`; it compiles.
    pub source: SmolStr,
    /// The literal.
    pub span: Span,
}

/// A named group of a regex that is a local.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBinding {
    /// Name of the group.
    pub name: SmolStr,
    /// Gets what it matched: a text (data), or `none` if the group can be left out.
    pub local: LocalId,
}

/// A function value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lambda {
    /// The lifted function.
    pub function: FunctionId,
    /// Variables of the enclosing function, in the order of [`super::Function::captures`].
    pub captures: Vec<LocalId>,
}

/// An arm of a `match`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// It fits if one of them does.
    pub patterns: Vec<ArmPattern>,
    /// `if`: evaluated after the groups of the pattern are bound.
    pub guard: Option<Expr>,
    /// What it gives.
    pub body: Block,
    /// The patterns and the guard.
    pub span: Span,
}

/// A pattern of an arm.
#[derive(Clone, Debug, PartialEq)]
pub enum ArmPattern {
    /// The subject is equal to this.
    Value(Expr),
    /// The subject is a number, time, date or duration between these, both ends in.
    Range(Expr, Expr),
    /// The subject is a text that the regex is found in.
    Regex {
        /// Which.
        regex: RegexLiteral,
        /// Its named groups.
        groups: Vec<GroupBinding>,
    },
}
