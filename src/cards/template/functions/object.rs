//! Objects and JSON.

use super::args::{Args, Given, shown};
use crate::cards::template::datum::Datum;
use indexmap::IndexMap;
use smol_str::SmolStr;
use std::sync::Arc;

type Fields = IndexMap<SmolStr, Datum>;

fn fields(args: &[Datum]) -> Result<Fields, String> {
    match Args(args).get(0) {
        Datum::Object(fields) => Ok(fields.as_ref().clone()),
        other => Err(format!("{} is no object", shown(&other))),
    }
}

/// Any scalar can name a property.
fn name(args: &[Datum]) -> SmolStr {
    SmolStr::new(Args(args).get(1).show().as_str())
}

pub(super) fn get(args: &[Datum]) -> Given {
    let mut found = Args(args).get(0);
    for part in name(args).split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        found = found.property(part);
    }
    Ok(found)
}

pub(super) fn set(args: &[Datum]) -> Given {
    let mut fields = fields(args)?;
    fields.insert(name(args), Args(args).get(2));
    Ok(Datum::Object(Arc::new(fields)))
}

pub(super) fn add(args: &[Datum]) -> Given {
    if fields(args)?.contains_key(&name(args)) {
        return Err(format!("`{}` is there already", name(args)));
    }
    set(args)
}

pub(super) fn remove(args: &[Datum]) -> Given {
    let mut fields = fields(args)?;
    fields.shift_remove(&name(args));
    Ok(Datum::Object(Arc::new(fields)))
}

pub(super) fn merge(args: &[Datum]) -> Given {
    let mut all = Fields::new();
    for arg in args {
        let parts = match arg {
            Datum::List(items) => items.as_ref().clone(),
            other => vec![other.clone()],
        };
        for part in parts {
            match part {
                Datum::Object(fields) => {
                    all.extend(fields.iter().map(|(key, value)| (key.clone(), value.clone())));
                }
                other => return Err(format!("{} is no object", shown(&other))),
            }
        }
    }
    Ok(Datum::Object(Arc::new(all)))
}

pub(super) fn json(args: &[Datum]) -> Given {
    let text = Args(args).text(0)?;
    let json: serde_json::Value =
        serde_json::from_str(text.as_str().trim()).map_err(|_| format!("`{}` is no JSON", text.as_str()))?;
    Ok(Datum::from_json(&json))
}

pub(super) fn json_text(args: &[Datum]) -> Given {
    Ok(Args(args).get(0).to_json().map_or(Datum::Missing, |json| Datum::data(json.to_string())))
}
