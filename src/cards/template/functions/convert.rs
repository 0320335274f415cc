//! From one type to another.

use super::args::{Args, Given, shown};
use crate::base::limits;
use crate::cards::template::datum::Datum;
use crate::cards::template::number::{group_number, round_to, show_number};
use crate::value::Text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// As a text, lists and objects as JSON.
pub(super) fn plain(datum: &Datum) -> Text {
    match datum {
        Datum::List(_) | Datum::Object(_) => {
            let json = datum.to_json().unwrap_or_default().to_string();
            Text::data(json.trim_matches(['"', '\'']))
        }
        other => other.show(),
    }
}

/// Numbers with their thousands separated.
pub(super) fn string(args: &[Datum]) -> Given {
    let Datum::Number(number) = Args(args).get(0) else { return Ok(Datum::Text(plain(&Args(args).get(0)))) };
    let shown = show_number(number);
    let digits = shown.split_once('.').map_or(0, |(_, part)| part.len());
    let locale = if args.len() > 1 { Args(args).text(1)? } else { Text::default() };
    Ok(Datum::data(group_number(number, digits, locale.as_str())))
}

/// The number that a text begins with.
fn leading(text: &str, fraction: bool) -> Option<f64> {
    let text = text.trim_start();
    let mut end = 0;
    let mut dot = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '+' | '-' if at == 0 => {}
            '.' if fraction && !dot => dot = true,
            '0'..='9' => end = at + 1,
            _ => break,
        }
    }
    text.get(..end).and_then(|digits| digits.parse().ok())
}

pub(super) fn int(args: &[Datum]) -> Given {
    match Args(args).get(0) {
        Datum::Text(text) => leading(text.as_str(), false)
            .map(Datum::Number)
            .ok_or_else(|| format!("`{}` is no number", text.as_str())),
        Datum::Number(number) => Ok(Datum::Number(number.trunc())),
        Datum::Ticks(ticks) => Ok(ticks_number(ticks)),
        _ => Ok(Datum::Missing),
    }
}

pub(super) fn float(args: &[Datum]) -> Given {
    match Args(args).get(0) {
        Datum::Text(text) => leading(text.as_str(), true)
            .map(Datum::Number)
            .ok_or_else(|| format!("`{}` is no number", text.as_str())),
        Datum::Number(number) => Ok(Datum::Number(number)),
        Datum::Ticks(ticks) => Ok(ticks_number(ticks)),
        _ => Ok(Datum::Missing),
    }
}

#[expect(clippy::cast_precision_loss, reason = "the template language has floats only")]
fn ticks_number(ticks: i64) -> Datum {
    Datum::Number(ticks as f64)
}

pub(super) fn format_number(args: &[Datum]) -> Given {
    let number = Args(args).number(0)?;
    let digits = Args(args).whole(1)?;
    let locale = if args.len() > 2 { Args(args).text(2)? } else { Text::default() };
    let places = usize::try_from(digits)
        .ok()
        .filter(|digits| *digits <= limits::FORMAT_WIDTH_MAX)
        .ok_or_else(|| format!("{} digits cannot be shown", shown(&Args(args).get(1))))?;
    Ok(Datum::data(group_number(round_to(number, Args(args).number(1)?), places, locale.as_str())))
}

pub(super) fn base64(args: &[Datum]) -> Given {
    Ok(Datum::data(STANDARD.encode(Args(args).text(0)?.as_str())))
}

fn decoded(code: &str) -> Given {
    let bytes = STANDARD.decode(code.trim()).map_err(|_| format!("`{code}` is no base64"))?;
    Ok(Datum::data(String::from_utf8_lossy(&bytes)))
}

pub(super) fn base64_to_text(args: &[Datum]) -> Given {
    decoded(Args(args).text(0)?.as_str())
}

pub(super) fn data_uri(args: &[Datum]) -> Given {
    let code = STANDARD.encode(Args(args).text(0)?.as_str());
    Ok(Datum::data(format!("data:text/plain;charset=utf-8;base64,{code}")))
}

pub(super) fn data_uri_to_text(args: &[Datum]) -> Given {
    let text = Args(args).text(0)?;
    decoded(text.as_str().split_once(',').map_or(text.as_str(), |(_, code)| code))
}
