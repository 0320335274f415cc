//! The results of tests as JUnit XML, which CI services read.

use crate::testing::Outcome;
use std::fmt::Write as _;

/// The tests of one script.
pub(super) struct Suite {
    /// The script.
    pub(super) name: String,
    /// Each test: its line, its outcome, and what is printed where it failed.
    pub(super) cases: Vec<(usize, Outcome, String)>,
    /// Why the script could not be run, as printed.
    pub(super) broken: Option<String>,
}

/// The whole file.
pub(super) fn junit(suites: &[Suite]) -> String {
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuites name=\"wbot\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        sum(tests),
        sum(failures),
        sum(errors)
    );
    for suite in suites {
        write_suite(&mut xml, suite);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn tests(suite: &Suite) -> usize {
    suite.cases.len() + errors(suite)
}

fn failures(suite: &Suite) -> usize {
    suite.cases.iter().filter(|(_, outcome, _)| outcome.failure.is_some()).count()
}

fn errors(suite: &Suite) -> usize {
    usize::from(suite.broken.is_some())
}

fn write_suite(xml: &mut String, suite: &Suite) {
    let name = escaped(&suite.name);
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        tests(suite),
        failures(suite),
        errors(suite)
    );
    for (line, outcome, printed) in &suite.cases {
        let case = escaped(&outcome.name);
        let head =
            format!("    <testcase classname=\"{name}\" name=\"{case}\" file=\"{name}\" line=\"{line}\"");
        match &outcome.failure {
            None => {
                let _ = writeln!(xml, "{head}/>");
            }
            Some(failure) => {
                let _ = writeln!(
                    xml,
                    "{head}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                    escaped(&failure.message),
                    escaped(printed.trim_end())
                );
            }
        }
    }
    if let Some(why) = &suite.broken {
        let _ = writeln!(
            xml,
            "    <testcase classname=\"{name}\" name=\"the script compiles\" file=\"{name}\">\n      \
             <error message=\"the script could not be run\">{}</error>\n    </testcase>",
            escaped(why.trim_end())
        );
    }
    xml.push_str("  </testsuite>\n");
}

/// For attributes and texts; characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            letter if letter < ' ' || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Suite, junit};
    use crate::base::Span;
    use crate::testing::{Failure, Outcome};

    #[test]
    fn passed_failed_and_broken() {
        let outcome = |name: &str, failure: Option<&str>| Outcome {
            name: name.to_owned(),
            span: Span::default(),
            failure: failure.map(|message| Failure {
                span: Span::default(),
                message: message.to_owned(),
                transcript: Vec::new(),
                logs: Vec::new(),
            }),
        };
        let suites = [
            Suite {
                name: "a.wbot".to_owned(),
                cases: vec![
                    (3, outcome("good", None), String::new()),
                    (
                        9,
                        outcome("\"bad\" & <worse>", Some("the bot said nothing")),
                        "- bot> <x>\u{1}\n".to_owned(),
                    ),
                ],
                broken: None,
            },
            Suite {
                name: "b.wbot".to_owned(),
                cases: Vec::new(),
                broken: Some("syntax/unexpected\n".to_owned()),
            },
        ];
        insta::assert_snapshot!(junit(&suites), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="wbot" tests="3" failures="1" errors="1">
          <testsuite name="a.wbot" tests="2" failures="1" errors="0">
            <testcase classname="a.wbot" name="good" file="a.wbot" line="3"/>
            <testcase classname="a.wbot" name="&quot;bad&quot; &amp; &lt;worse&gt;" file="a.wbot" line="9">
              <failure message="the bot said nothing">- bot&gt; &lt;x&gt;</failure>
            </testcase>
          </testsuite>
          <testsuite name="b.wbot" tests="1" failures="0" errors="1">
            <testcase classname="b.wbot" name="the script compiles" file="b.wbot">
              <error message="the script could not be run">syntax/unexpected</error>
            </testcase>
          </testsuite>
        </testsuites>
        "#);
    }
}
