//! `wbot card show`: a card of a script as JSON.

#![allow(clippy::disallowed_methods, reason = "the command line reads files")]

use super::args::CardShowArgs;
use super::card::{count, print_defects};
use super::load::{Missing, load, print_errors};
use super::output;
use crate::cards::{Severity, Sketch, review};
use crate::check::hir::{Card, CardParam};
use crate::compile::{Disk, compile};
use crate::diagnostics::nearest;
use crate::engine::{Clock, SystemClock, preview, stand_in};
use crate::ir::Purpose;
use crate::value::{Type, Value, conform, from_json};
use serde_json::Value as Json;
use std::process::ExitCode;

/// Prints the JSON. Exit code 2 where there is nothing to print.
pub(super) fn show(args: &CardShowArgs) -> ExitCode {
    match json(args) {
        Ok(json) => {
            output::out(&(serde_json::to_string_pretty(&json).unwrap_or_default() + "\n"));
            let defects = review(&Sketch::from(&json));
            print_defects(&format!("card {}", args.card), &defects);
            let errors = defects.iter().filter(|defect| defect.severity == Severity::Error).count();
            if errors == 0 {
                return ExitCode::SUCCESS;
            }
            output::problem(&format!("Webex would not take card {}: {}", args.card, count(errors, "error")));
            ExitCode::FAILURE
        }
        Err(problems) => {
            for problem in problems {
                output::problem(&problem);
            }
            ExitCode::from(2)
        }
    }
}

fn json(args: &CardShowArgs) -> Result<Json, Vec<String>> {
    let compiled = compile(&args.file, &Disk, Purpose::Cards);
    let Some(lowered) = &compiled.program else {
        print_errors(&compiled, &args.file);
        return Err(Vec::new());
    };
    let cards = &compiled.checked.cards;
    let Some(card) = cards.iter().find(|card| card.name == args.card) else {
        return Err(vec![unknown_card(&args.card, cards)]);
    };
    let values = arguments(card, args.data.as_deref()).map_err(|problem| vec![problem])?;
    let function = lowered.functions.get(&card.function).copied();
    let function = function.ok_or_else(|| vec![format!("card {} was not compiled", card.name)])?;
    let ready = load(&compiled, &args.file, &args.settings, Missing::Dummy)?;
    preview(ready.loaded, function, values, SystemClock.now_ms())
        .map_err(|fault| vec![format!("card {} fails: {}", card.name, fault.plain())])
}

fn unknown_card(name: &str, cards: &[Card]) -> String {
    let names: Vec<&str> = cards.iter().map(|card| card.name.as_str()).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "the script has none".to_owned(),
        None => format!("the script has {}", names.join(", ")),
    };
    format!("there is no card `{name}`; {help}")
}

/// The card's arguments, from what was given.
fn arguments(card: &Card, data: Option<&str>) -> Result<Vec<Value>, String> {
    let given = match data {
        None => Json::Object(serde_json::Map::new()),
        Some(data) => parsed(data)?,
    };
    if let [only] = card.params.as_slice()
        && data.is_some()
        && given.get(only.name.as_str()).is_none()
    {
        return argument(only, &given).map(|value| vec![value]);
    }
    let Json::Object(fields) = &given else {
        return Err(format!("the data of card {} is an object with {}", card.name, params(card)));
    };
    if let Some(stray) =
        fields.keys().find(|name| card.params.iter().all(|param| param.name != name.as_str()))
    {
        let near = nearest(stray, card.params.iter().map(|param| param.name.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}", params(card)),
        };
        return Err(format!("card {} has no parameter `{stray}`; {help}", card.name));
    }
    let values = card.params.iter().map(|param| match (fields.get(param.name.as_str()), &param.default) {
        (Some(given), _) => argument(param, given),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) if matches!(param.ty, Type::Optional(_)) => Ok(Value::None),
        (None, None) => {
            let name = &param.name;
            Err(format!(
                "card {} needs `{name}`: give it with --data '{{\"{name}\": ...}}', a {}",
                card.name, param.ty
            ))
        }
    });
    values.collect()
}

fn params(card: &Card) -> String {
    if card.params.is_empty() {
        return "no parameters".to_owned();
    }
    card.params.iter().map(|param| format!("`{}`: {}", param.name, param.ty)).collect::<Vec<_>>().join(", ")
}

fn parsed(data: &str) -> Result<Json, String> {
    let text = match data.strip_prefix('@') {
        Some(file) => {
            std::fs::read_to_string(file).map_err(|error| format!("{file} can't be read: {error}"))?
        }
        None => data.to_owned(),
    };
    serde_json::from_str(&text).map_err(|error| format!("--data is no JSON: {error}"))
}

fn argument(param: &CardParam, given: &Json) -> Result<Value, String> {
    let value = stand_in(from_json(given).map_err(|fault| fault.plain())?, &param.ty);
    conform(&value, &param.ty)
        .map_err(|mismatch| format!("the data does not fit `{}`: {mismatch}", param.name))
}
