//! `wbot error`: the long explanation of a code.

use super::args::ErrorArgs;
use super::{output, page};
use crate::diagnostics::{Code, codes, nearest};
use std::fmt::Write;
use std::process::ExitCode;

/// Prints the page of a code, or the list of all codes.
pub(super) fn error(args: &ErrorArgs) -> ExitCode {
    let Some(wanted) = &args.code else {
        output::out(&list());
        return ExitCode::SUCCESS;
    };
    match find(wanted) {
        Ok(code) => {
            output::out(&page::draw(code.page, output::look()));
            ExitCode::SUCCESS
        }
        Err(message) => {
            output::problem(&message);
            ExitCode::from(2)
        }
    }
}

/// The code that `wanted` means: its name, with or without the area, also in the brackets of the
/// short format.
fn find(wanted: &str) -> Result<&'static Code, String> {
    let wanted = wanted.trim();
    let wanted = wanted.split_once('[').map_or(wanted, |(_, code)| code.trim_end_matches(']'));
    if let Some(code) = codes::find(wanted) {
        return Ok(code);
    }
    let short = |code: &Code| code.name.rsplit('/').next().unwrap_or(code.name);
    let by_short: Vec<&'static Code> =
        codes::ALL.iter().copied().filter(|code| short(code) == wanted).collect();
    if let [only] = by_short.as_slice() {
        return Ok(only);
    }
    let near = nearest(wanted, codes::ALL.iter().map(|code| code.name)).or_else(|| {
        let near = nearest(wanted, codes::ALL.iter().map(|code| short(code)))?;
        codes::ALL.iter().find(|code| short(code) == near).map(|code| code.name)
    });
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`wbot error` lists all codes".to_owned(),
    };
    Err(format!("there is no code `{wanted}`; {hint}"))
}

/// All codes with the first sentence of their page, by area.
fn list() -> String {
    let width = codes::ALL.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    let mut area = "";
    for code in codes::ALL {
        let this = code.name.split('/').next().unwrap_or("");
        if this != area && !area.is_empty() {
            out.push('\n');
        }
        area = this;
        writeln!(out, "{:width$}  {}", code.name, summary(code)).expect("writing to a String does not fail");
    }
    out.push_str("\nwbot error CODE explains one of them.\n");
    out
}

/// The first sentence of "What it means".
fn summary(code: &Code) -> String {
    let meaning = code.page.split_once("## What it means\n").map_or("", |(_, after)| after);
    let paragraph: Vec<&str> =
        meaning.trim_start().lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let paragraph = paragraph.join(" ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_written() {
        for wanted in ["syntax/unexpected", "unexpected", "error[syntax/unexpected]", " syntax/unexpected "] {
            assert_eq!(find(wanted).map(|code| code.name), Ok("syntax/unexpected"), "{wanted}");
        }
        for (wanted, part) in [
            ("syntax/unexpeted", "did you mean `syntax/unexpected`?"),
            ("unexpeted", "did you mean `syntax/unexpected`?"),
            ("zzzzzzzzzzzzzz", "lists all codes"),
        ] {
            let message = find(wanted).expect_err(wanted);
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn every_code_is_listed_with_a_sentence() {
        let list = list();
        for code in codes::ALL {
            assert!(list.contains(code.name), "{}", code.name);
            assert!(!summary(code).is_empty(), "{}: the page begins with a sentence", code.name);
        }
    }
}
