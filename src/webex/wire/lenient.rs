//! Reading helpers for the irregularities that the service is known for.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// `null` reads as the default, like an absent field.
pub(super) fn null_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// A list of ids where an entry may hold several, joined by commas (documentation examples do),
/// and where one id may stand without a list.
pub(super) fn id_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let mut ids = Vec::new();
    let mut take = |text: &str| {
        ids.extend(text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned));
    };
    match Value::deserialize(deserializer)? {
        Value::String(text) => take(&text),
        Value::Array(entries) => entries.iter().filter_map(Value::as_str).for_each(take),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
    }
    Ok(ids)
}

/// A flag that some endpoints write as text; anything else is absent.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize, PartialEq, Debug)]
    struct Row {
        #[serde(default, deserialize_with = "super::id_list")]
        ids: Vec<String>,
        #[serde(default, deserialize_with = "super::flag")]
        flag: Option<bool>,
        #[serde(default, deserialize_with = "super::null_default")]
        text: String,
    }

    fn check(json: &str, ids: &[&str], flag: Option<bool>, text: &str) {
        let want = Row { ids: ids.iter().map(ToString::to_string).collect(), flag, text: text.into() };
        assert_eq!(serde_json::from_str::<Row>(json).expect(json), want, "{json}");
    }

    #[test]
    fn irregular_forms() {
        check("{}", &[], None, "");
        check(r#"{"ids":null,"flag":null,"text":null}"#, &[], None, "");
        check(r#"{"ids":["a,b","c"],"flag":"true","text":"x"}"#, &["a", "b", "c"], Some(true), "x");
        check(r#"{"ids":"a, b","flag":false}"#, &["a", "b"], Some(false), "");
        check(r#"{"ids":[1,"",","],"flag":7}"#, &[], None, "");
    }
}
