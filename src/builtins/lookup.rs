//! How built-ins are found: by the type of a receiver, by module, by name, by the key they are stored as.

use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::signature::MODULES;
use crate::builtins::table::TABLE;
use crate::builtins::{Signature, each};
use crate::value::{FieldType, RecordType, Type, Value};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

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
    record("Response", fields)
}

/// What the handler of a webhook gets: `{ json: json, body: text, headers: map<text>, query: map<text>, method: text }`.
/// Names of headers are lower case; `json` is none where the body is no JSON.
#[must_use]
pub fn event_type() -> Type {
    let texts = || Type::Map(Arc::new(Type::Text));
    let fields = [
        ("json", Type::Json),
        ("body", Type::Text),
        ("headers", texts()),
        ("query", texts()),
        ("method", Type::Text),
    ];
    record("Event", fields)
}

fn record(name: &'static str, fields: impl IntoIterator<Item = (&'static str, Type)>) -> Type {
    let fields = fields.into_iter().map(|(name, ty)| (name.into(), FieldType { ty, default: None }));
    Type::Record(Arc::new(RecordType { name: Some(name.into()), fields: fields.collect() }))
}

/// A day of the week, as schedules write it.
pub(super) fn weekday_type() -> Type {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    Type::Literals(names.map(SmolStr::new_static).into())
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

    /// Its signature without what stands before the dot: `take(n: int) -> list<T>`.
    #[must_use]
    pub fn without_receiver(self) -> &'static str {
        let whole = self.get().signature;
        let signature = self.signature();
        if signature.receiver.is_none() && signature.module.is_none() {
            return whole;
        }
        // The name of a receiver has no dot in it, its signature no brackets but those of its type.
        let dot = format!(".{}", signature.name);
        whole.find(&dot).and_then(|at| whole.get(at + 1..)).unwrap_or(whole)
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
