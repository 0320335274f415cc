//! All built-ins, one line each, and how they are found.

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::signature::MODULES;
use crate::builtins::{Signature, each, http, list, map, number, set, text, time, webex};
use crate::value::{FieldType, RecordType, Type, Value};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// In the order of the reference. The order means nothing to stored programs.
static TABLE: &[&Builtin] = &[
    // text
    &text::measure::LEN,
    &text::measure::IS_EMPTY,
    &text::case::UPPER,
    &text::case::LOWER,
    &text::part::TRIM,
    &text::part::TAKE,
    &text::part::DROP,
    &text::part::FIRST,
    &text::part::LAST,
    &text::part::STRIP_PREFIX,
    &text::part::STRIP_SUFFIX,
    &text::part::BEFORE,
    &text::part::AFTER,
    &text::part::SHORTEN,
    &text::split::SPLIT,
    &text::split::LINES,
    &text::split::WORDS,
    &text::split::CHARS,
    &text::replace::REPLACE,
    &text::replace::REPEAT,
    &text::replace::CAPITALIZE,
    &text::replace::REVERSE,
    &text::search::STARTS_WITH,
    &text::search::ENDS_WITH,
    &text::search::INDEX_OF,
    &text::search::COUNT,
    &text::parse::TO_INT,
    &text::parse::TO_FLOAT,
    &text::parse::TO_DATE,
    &text::parse::TO_TIME,
    &text::parse::TO_DURATION,
    &text::parse::TO_PERSON,
    &text::encode::BASE64,
    &text::encode::FROM_BASE64,
    &text::encode::URL_ENCODE,
    &text::encode::URL_DECODE,
    &text::encode::SHA256,
    &text::encode::HMAC_SHA256,
    // list
    &list::measure::LEN,
    &list::measure::IS_EMPTY,
    &list::part::FIRST,
    &list::part::LAST,
    &list::part::TAKE,
    &list::part::DROP,
    &list::part::TAKE_LAST,
    &list::part::DISTINCT,
    &list::part::COMPACT,
    &list::part::INDEX_OF,
    &list::order::REVERSE,
    &list::order::SORT,
    &list::order::SORT_BY,
    &list::order::MIN,
    &list::order::MAX,
    &list::order::MIN_BY,
    &list::order::MAX_BY,
    &list::order::PICK,
    &list::order::SHUFFLE,
    &list::combine::JOIN,
    &list::combine::SUM,
    &list::combine::AVERAGE,
    &list::combine::FLATTEN,
    &list::combine::ZIP,
    &list::combine::CHUNK,
    &list::combine::TO_SET,
    &list::combine::TO_MAP,
    &list::each::MAP,
    &list::each::FLAT_MAP,
    &list::each::FILTER,
    &list::each::REJECT,
    &list::each::FIND,
    &list::each::ANY,
    &list::each::ALL,
    &list::each::COUNT,
    &list::each::TAKE_WHILE,
    &list::each::GROUP_BY,
    &list::each::KEY_BY,
    &list::each::REDUCE,
    &list::change::PUSH,
    &list::change::INSERT,
    &list::change::REMOVE,
    &list::change::REMOVE_AT,
    &list::change::POP,
    &list::change::CLEAR,
    // set
    &set::combine::LEN,
    &set::combine::IS_EMPTY,
    &set::combine::FIRST,
    &set::combine::TO_LIST,
    &set::combine::SORT,
    &set::combine::UNION,
    &set::combine::INTERSECT,
    &set::combine::MINUS,
    &set::each::MAP,
    &set::each::FILTER,
    &set::each::FIND,
    &set::each::ANY,
    &set::each::ALL,
    &set::each::COUNT,
    &set::each::SORT_BY,
    &set::change::ADD,
    &set::change::REMOVE,
    &set::change::CLEAR,
    // map
    &map::parts::LEN,
    &map::parts::IS_EMPTY,
    &map::parts::KEYS,
    &map::parts::VALUES,
    &map::parts::ENTRIES,
    &map::parts::MERGE,
    &map::each::MAP,
    &map::each::MAP_VALUES,
    &map::each::FILTER,
    &map::each::ANY,
    &map::each::ALL,
    &map::each::COUNT,
    &map::each::SORT_BY,
    &map::change::REMOVE,
    &map::change::CLEAR,
    // number
    &number::int::ABS,
    &number::int::MIN,
    &number::int::MAX,
    &number::int::CLAMP,
    &number::int::POWER,
    &number::int::PLURAL,
    &number::float::ROUND,
    &number::float::ROUND_TO,
    &number::float::FLOOR,
    &number::float::CEIL,
    &number::float::ABS,
    &number::float::MIN,
    &number::float::MAX,
    &number::float::CLAMP,
    &number::float::SQRT,
    &number::float::POWER,
    &number::random::INT,
    &number::random::FLOAT,
    // time
    &time::now::NOW,
    &time::now::TODAY,
    &time::now::TOMORROW,
    &time::instant::DATE,
    &time::instant::HOUR,
    &time::instant::MINUTE,
    &time::instant::SECOND,
    &time::instant::WEEKDAY,
    &time::instant::UNIX,
    &time::instant::ISO,
    &time::instant::FORMAT,
    &time::instant::OF_UNIX,
    &time::date::OF,
    &time::date::YEAR,
    &time::date::MONTH,
    &time::date::DAY,
    &time::date::WEEK,
    &time::date::WEEKDAY,
    &time::date::IS_WEEKEND,
    &time::date::AT,
    &time::date::ADD_MONTHS,
    &time::date::START_OF_MONTH,
    &time::date::END_OF_MONTH,
    &time::duration::DAYS,
    &time::duration::HOURS,
    &time::duration::MINUTES,
    &time::duration::SECONDS,
    &time::duration::MILLISECONDS,
    &time::duration::ABS,
    &time::duration::MIN,
    &time::duration::MAX,
    // webex
    &webex::person::OF,
    &webex::person::BOT,
    &webex::person::EMAIL,
    &webex::person::ID,
    &webex::person::NAME,
    &webex::person::FIRST_NAME,
    &webex::person::LAST_NAME,
    &webex::person::AVATAR,
    &webex::person::DOMAIN,
    &webex::person::MENTION,
    &webex::room::OF,
    &webex::room::FIND,
    &webex::room::ID,
    &webex::room::TITLE,
    &webex::room::IS_DIRECT,
    &webex::room::PEOPLE,
    &webex::message::ID,
    &webex::message::TEXT,
    &webex::message::MARKDOWN,
    &webex::message::PERSON,
    &webex::message::FILES,
    &webex::message::FILE_URL,
    &webex::message::FILE_TEXT,
    &webex::message::ERROR_MESSAGE,
    &webex::message::ERROR_STATUS,
    &webex::message::ERROR_BODY,
    &webex::markup::LINK,
    &webex::markup::CODE,
    &webex::markup::QUOTE,
    &webex::markup::RAW,
    &webex::markup::TABLE,
    // http
    &http::call::GET,
    &http::call::HEAD,
    &http::call::POST,
    &http::call::PUT,
    &http::call::PATCH,
    &http::call::DELETE,
    &http::json::PARSE,
    &http::json::ENCODE,
];

/// A built-in in this program. It is stored as its key (`list.take`), so stored programs survive a
/// change of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BuiltinId(u16);

/// What is known of each built-in once its signature is parsed.
struct Entry {
    builtin: &'static Builtin,
    signature: Signature,
    key: SmolStr,
}

struct Index {
    entries: Vec<Entry>,
    by_key: HashMap<SmolStr, BuiltinId>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut entries = Vec::with_capacity(TABLE.len());
    let mut by_key = HashMap::with_capacity(TABLE.len());
    for (at, builtin) in TABLE.iter().enumerate() {
        let signature = Signature::parse(builtin.signature);
        let key = key(&signature);
        let id = BuiltinId(u16::try_from(at).expect("the table is short"));
        let earlier = by_key.insert(key.clone(), id);
        assert!(earlier.is_none(), "two built-ins are called `{key}`");
        entries.push(Entry { builtin, signature, key });
    }
    Index { entries, by_key }
});

/// `list.take`, `http.get`, `link`.
fn key(signature: &Signature) -> SmolStr {
    let name = &signature.name;
    match (&signature.receiver, &signature.module) {
        (Some(receiver), _) => {
            let receiver = receiver_names(receiver).first().copied().unwrap_or("?");
            smol_str::format_smolstr!("{receiver}.{name}")
        }
        (None, Some(module)) => smol_str::format_smolstr!("{module}.{name}"),
        (None, None) => name.clone(),
    }
}

/// The names under which methods of a type stand, nearest first. An `int` goes where a `float` is
/// asked for, so it has the methods of both; `json` and `T?` have none before they are narrowed.
fn receiver_names(ty: &Type) -> &'static [&'static str] {
    match ty {
        Type::Bool => &["bool"],
        Type::Int => &["int", "float"],
        Type::Float => &["float"],
        Type::Text | Type::Literals(_) => &["text"],
        Type::Duration => &["duration"],
        Type::Time => &["time"],
        Type::Date => &["date"],
        Type::Person => &["person"],
        Type::Room => &["room"],
        Type::Message => &["message"],
        Type::File => &["file"],
        Type::Error => &["error"],
        Type::List(_) => &["list"],
        Type::Set(_) => &["set"],
        Type::Map(_) => &["map"],
        Type::Unknown
        | Type::Never
        | Type::Nothing
        | Type::None
        | Type::Json
        | Type::Secret
        | Type::Card
        | Type::Optional(_)
        | Type::Record(_)
        | Type::Function(_)
        | Type::Variable(_) => &[],
    }
}

/// The method or property `name` of a receiver of type `ty`. Its [`Signature::receiver`] may ask for
/// more (`list<list<T>>.flatten`).
#[must_use]
pub fn method(ty: &Type, name: &str) -> Option<BuiltinId> {
    receiver_names(ty)
        .iter()
        .find_map(|receiver| INDEX.by_key.get(format!("{receiver}.{name}").as_str()).copied())
}

/// The function `name` of a module: `http`, `get`.
#[must_use]
pub fn function_of(module: &str, name: &str) -> Option<BuiltinId> {
    if !module_exists(module) {
        return None;
    }
    INDEX.by_key.get(format!("{module}.{name}").as_str()).copied()
}

/// The free function or property `name`: `link`, `now`.
#[must_use]
pub fn free(name: &str) -> Option<BuiltinId> {
    INDEX.by_key.get(name).copied().filter(|id| {
        let signature = id.signature();
        signature.receiver.is_none() && signature.module.is_none()
    })
}

/// Whether there is a module of this name.
#[must_use]
pub fn module_exists(name: &str) -> bool {
    MODULES.contains(&name)
}

/// All built-ins, in the order of the reference.
pub fn all() -> impl Iterator<Item = BuiltinId> {
    (0..TABLE.len()).filter_map(|at| u16::try_from(at).ok().map(BuiltinId))
}

/// The methods and properties that a receiver of type `ty` has: for suggestions and completion.
pub fn methods_of(ty: &Type) -> impl Iterator<Item = BuiltinId> {
    let names = receiver_names(ty);
    all().filter(move |id| {
        let of = id.signature().receiver.as_ref().and_then(|receiver| receiver_names(receiver).first());
        of.is_some_and(|of| names.contains(of))
    })
}

/// What `http.METHOD(...)` gives: `{ status: int, headers: map<text>, body: text, json: json }`.
/// Names of headers are lower case; `json` is none where the body is no JSON.
#[must_use]
pub fn response_type() -> Type {
    let fields = [
        ("status", Type::Int),
        ("headers", Type::Map(Arc::new(Type::Text))),
        ("body", Type::Text),
        ("json", Type::Json),
    ];
    let fields = fields.into_iter().map(|(name, ty)| (name.into(), FieldType { ty, default: None }));
    Type::Record(Arc::new(RecordType { name: Some("Response".into()), fields: fields.collect() }))
}

impl BuiltinId {
    fn entry(self) -> &'static Entry {
        INDEX.entries.get(usize::from(self.0)).expect("ids are made from the table only")
    }

    /// The built-in.
    #[must_use]
    pub fn get(self) -> &'static Builtin {
        self.entry().builtin
    }

    /// Its signature.
    #[must_use]
    pub fn signature(self) -> &'static Signature {
        &self.entry().signature
    }

    /// What it is stored as: `list.take`, `http.get`, `link`. Never changes.
    #[must_use]
    pub fn key(self) -> &'static str {
        &self.entry().key
    }

    /// The built-in that is stored as `key`.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        INDEX.by_key.get(key).copied()
    }

    /// What the lambda of a [`Kind::Each`] or [`Kind::Fold`] is called with for element `index` of the
    /// receiver (for a fold: behind the value so far); none when there are no more.
    #[must_use]
    pub fn lambda_arguments(self, receiver: &Value, index: usize) -> Option<Vec<Value>> {
        let so_far = usize::from(matches!(self.get().kind, Kind::Fold));
        let lambda = self.signature().params.iter().find_map(|param| match &param.ty {
            Type::Function(function) => Some(function.params.len()),
            _ => None,
        });
        each::arguments(receiver, index, lambda.unwrap_or(1).saturating_sub(so_far))
    }
}

impl Serialize for BuiltinId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for BuiltinId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = SmolStr::deserialize(deserializer)?;
        Self::of_key(&key).ok_or_else(|| D::Error::custom(format!("there is no built-in `{key}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::{BuiltinId, all, free, function_of, method};
    use crate::value::Type;

    #[test]
    fn every_builtin_is_found_by_its_key_and_has_docs() {
        for id in all() {
            assert_eq!(BuiltinId::of_key(id.key()), Some(id));
            let stored = serde_json::to_string(&id).expect("a key is a string");
            assert_eq!(serde_json::from_str::<BuiltinId>(&stored).ok(), Some(id));
            let builtin = id.get();
            assert!(builtin.doc.ends_with('.') && !builtin.doc.contains('\n'), "{}", id.key());
        }
    }

    #[test]
    fn lookup_knows_receivers_and_modules() {
        assert_eq!(method(&Type::list(Type::Int), "take").map(BuiltinId::key), Some("list.take"));
        assert_eq!(
            method(&Type::Literals(["a".into()].into()), "upper").map(BuiltinId::key),
            Some("text.upper")
        );
        assert_eq!(method(&Type::Json, "len"), None);
        assert_eq!(function_of("http", "nothing"), None);
        assert_eq!(free("list.take"), None);
    }
}
