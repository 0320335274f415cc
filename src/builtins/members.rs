//! What can stand behind a dot, or alone, as plain data: for completion and for the reference.

use crate::builtins::lookup::{BuiltinId, all, methods_of};
use crate::value::Type;

/// Something that can be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What is written.
    pub name: String,
    /// What it is.
    pub kind: MemberKind,
    /// How it is called and what it gives: `take(n: int) -> list<T>`, `title: text`.
    pub signature: String,
    /// One sentence; of a field, empty.
    pub doc: &'static str,
}

/// What a [`Member`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    /// A field of a record.
    Field,
    /// A built-in that takes no parentheses.
    Property,
    /// A built-in that is called.
    Function,
}

impl Member {
    fn of_builtin(id: BuiltinId) -> Self {
        let (builtin, signature) = (id.get(), id.signature());
        Self {
            name: signature.name.to_string(),
            kind: if signature.property { MemberKind::Property } else { MemberKind::Function },
            signature: id.without_receiver().to_owned(),
            doc: builtin.doc,
        }
    }
}

/// The fields of a value of this type, in their order, then its properties and functions.
#[must_use]
pub fn members_of(ty: &Type) -> Vec<Member> {
    let mut members = Vec::new();
    if let Type::Record(record) = ty {
        members.extend(record.fields.iter().map(|(name, field)| Member {
            name: name.to_string(),
            kind: MemberKind::Field,
            signature: format!("{name}: {}", field.ty),
            doc: "",
        }));
    }
    for id in methods_of(ty) {
        // An int has the methods of a float too; its own stand before them.
        let name = &id.signature().name;
        if !members.iter().any(|known: &Member| known.name == name.as_str()) {
            members.push(Member::of_builtin(id));
        }
    }
    members
}

/// The functions of a module: `http`.
#[must_use]
pub fn module_members(module: &str) -> Vec<Member> {
    let of = |id: &BuiltinId| id.signature().module.as_deref() == Some(module);
    all().filter(of).map(Member::of_builtin).collect()
}

/// What stands without a receiver: `now`, `link(...)`.
#[must_use]
pub fn names_without_receiver() -> Vec<Member> {
    let free = |id: &BuiltinId| id.signature().receiver.is_none() && id.signature().module.is_none();
    all().filter(free).map(Member::of_builtin).collect()
}

#[cfg(test)]
mod tests {
    use super::{Member, MemberKind, members_of, module_members, names_without_receiver};
    use crate::value::Type;

    fn shown(members: &[Member], name: &str) -> Vec<String> {
        let wanted = members.iter().filter(|member| member.name == name);
        wanted.map(|member| format!("{:?} {} {}", member.kind, member.signature, member.doc)).collect()
    }

    #[test]
    fn each_type_has_its_members() {
        for (ty, name, expected) in [
            (
                Type::list(Type::Int),
                "take",
                vec!["Function take(n: int) -> list<T> The first `n` elements, or all if there are fewer."],
            ),
            (Type::list(Type::Int), "len", vec!["Property len -> int How many elements the list has."]),
            (Type::Int, "abs", vec!["Property abs -> int The number without its sign."]),
            (Type::Int, "floor", vec!["Property floor -> int The whole number at or below it."]),
            (Type::record([("title", Type::Text)]), "title", vec!["Field title: text "]),
            (Type::Json, "len", vec![]),
            (Type::Text.optional(), "len", vec![]),
        ] {
            assert_eq!(shown(&members_of(&ty), name), expected, "{ty}.{name}");
        }
        assert!(members_of(&Type::record([("a", Type::Int), ("b", Type::Int)])).iter().all(|member| {
            member.kind == MemberKind::Field && member.doc.is_empty() && !member.signature.is_empty()
        }));
    }

    #[test]
    fn modules_and_free_names() {
        assert_eq!(
            shown(&module_members("json"), "parse"),
            ["Function parse(x: text) -> json What a JSON text says; fails if it is no JSON."]
        );
        assert!(module_members("text").is_empty());
        assert_eq!(
            shown(&names_without_receiver(), "now"),
            ["Property now -> time The time of the event that is being handled."]
        );
    }
}
