//! Numbers.

use super::args::{Args, Given, shown};
use crate::base::limits;
use crate::cards::template::datum::Datum;
use crate::cards::template::number::{round_half_up, round_to};

/// All arguments as numbers.
fn numbers(args: &[Datum]) -> Result<Vec<f64>, String> {
    (0..args.len()).map(|at| Args(args).number(at)).collect()
}

fn fold(args: &[Datum], with: impl Fn(f64, f64) -> Result<f64, String>) -> Given {
    let numbers = numbers(args)?;
    let mut rest = numbers.iter().copied();
    let first = rest.next().unwrap_or_default();
    rest.try_fold(first, with).map(Datum::Number)
}

pub(super) fn subtract(args: &[Datum]) -> Given {
    fold(args, |left, right| Ok(left - right))
}

pub(super) fn multiply(args: &[Datum]) -> Given {
    fold(args, |left, right| Ok(left * right))
}

/// Of two whole numbers the whole part, rounded down.
pub(super) fn divide(args: &[Datum]) -> Given {
    fold(args, |left, right| {
        if right == 0.0 {
            return Err("division by zero".to_owned());
        }
        let result = left / right;
        Ok(if left.fract() == 0.0 && right.fract() == 0.0 { result.floor() } else { result })
    })
}

pub(super) fn modulo(args: &[Datum]) -> Given {
    let (left, right) = (Args(args).whole(0)?, Args(args).whole(1)?);
    match left.checked_rem(right) {
        #[expect(clippy::cast_precision_loss, reason = "whole numbers here are below 1e15")]
        Some(rest) => Ok(Datum::Number(rest as f64)),
        None => Err("division by zero".to_owned()),
    }
}

pub(super) fn power(args: &[Datum]) -> Given {
    fold(args, |left, right| Ok(left.powf(right)))
}

fn list_numbers(args: &[Datum]) -> Result<Vec<f64>, String> {
    numbers(&Args(args).list(0)?)
}

pub(super) fn sum(args: &[Datum]) -> Given {
    Ok(Datum::Number(list_numbers(args)?.iter().sum::<f64>() + 0.0))
}

pub(super) fn average(args: &[Datum]) -> Given {
    let numbers = list_numbers(args)?;
    let Datum::Number(count) = Datum::count(numbers.len()) else { return Ok(Datum::Null) };
    if count == 0.0 {
        return Err("an empty list has no average".to_owned());
    }
    Ok(Datum::Number(numbers.iter().sum::<f64>() / count))
}

/// The numbers of the arguments, which are numbers and lists of them.
fn flat(args: &[Datum]) -> Result<Vec<f64>, String> {
    let mut all = Vec::new();
    for (at, arg) in args.iter().enumerate() {
        match arg {
            Datum::List(items) => all.extend(numbers(items)?),
            _ => all.push(Args(args).number(at)?),
        }
    }
    Ok(all)
}

pub(super) fn min(args: &[Datum]) -> Given {
    Ok(Datum::Number(flat(args)?.into_iter().fold(f64::INFINITY, f64::min)))
}

pub(super) fn max(args: &[Datum]) -> Given {
    Ok(Datum::Number(flat(args)?.into_iter().fold(f64::NEG_INFINITY, f64::max)))
}

pub(super) fn floor(args: &[Datum]) -> Given {
    Args(args).number(0).map(|number| Datum::Number(number.floor()))
}

pub(super) fn ceiling(args: &[Datum]) -> Given {
    Args(args).number(0).map(|number| Datum::Number(number.ceil()))
}

pub(super) fn round(args: &[Datum]) -> Given {
    let number = Args(args).number(0)?;
    if args.len() < 2 {
        return Ok(Datum::Number(round_half_up(number)));
    }
    let digits = Args(args).number(1)?;
    if digits.fract() != 0.0 || !(0.0..=15.0).contains(&digits) {
        return Err(format!("digits go from 0 to 15, {} is none", shown(&Args(args).get(1))));
    }
    Ok(Datum::Number(round_to(number, digits)))
}

pub(super) fn abs(args: &[Datum]) -> Given {
    Args(args).number(0).map(|number| Datum::Number(number.abs()))
}

pub(super) fn sqrt(args: &[Datum]) -> Given {
    let number = Args(args).number(0)?;
    if number < 0.0 {
        Err("there is no root of a number below zero".to_owned())
    } else {
        Ok(Datum::Number(number.sqrt()))
    }
}

pub(super) fn range(args: &[Datum]) -> Given {
    let (start, count) = (Args(args).number(0)?, Args(args).whole(1)?);
    let most = i64::try_from(limits::ELEMENTS_MAX).unwrap_or(i64::MAX);
    if count <= 0 || count > most {
        return Err(format!("a range has 1 to {most} numbers"));
    }
    let steps = (0..u32::try_from(count).unwrap_or_default()).map(f64::from);
    Ok(Datum::list(steps.map(|step| Datum::Number(start + step)).collect()))
}
