//! What a whole routing decision costs, captures included, by how many handlers there are; and what loading and
//! checking a script with as many commands costs.
//!
//! `taskset -c 0 cargo bench --bench routing [-- check]`: a line for each kind of handlers and messages, with the
//! time at 10 and at 10,000 and the ratio of the two, measured in turns within one run. With `check`: how long a
//! script of 100 to 10,000 commands, or regexes, takes to check, too.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wbot::base::Span;
use wbot::compile::{Memory, compile};
use wbot::ir::Purpose;
use wbot::pattern::{
    CommandRoute, LazyRegex, Matcher, MessageRoute, MessageText, Request, Router, Routes, Surroundings, parse,
};

const FEW: usize = 10;
const MANY: usize = 10_000;
const ROUNDS: usize = 41;
const MESSAGES: usize = 64;

/// A kind of bot, and a kind of message to it.
struct Case {
    name: &'static str,
    /// The pattern of the command with this number.
    command: fn(usize) -> String,
    /// The regex with this number.
    regex: Option<fn(usize) -> String>,
    otherwise: bool,
    /// The message for this number, of so many.
    message: fn(usize, usize) -> String,
}

fn plain(n: usize) -> String {
    format!("verb{n} {{service}} [to {{env}}] [--force]")
}

fn none(_: usize) -> String {
    String::new()
}

const CASES: &[Case] = &[
    case("hit, the first", plain, |_, _| "verb0 web to prod --force".into()),
    case("hit, the last", plain, |_, of| format!("verb{} web to prod --force", of - 1)),
    case("hit, any", plain, |n, of| format!("verb{} web to prod --force", n * 7919 % of)),
    case("bad argument", |n| format!("verb{n} {{count: int}}"), |n, of| format!("verb{} x", n * 7919 % of)),
    case("miss, one word too many", plain, |n, of| format!("verb{} a b c d", n * 7919 % of)),
    case("miss, chat", plain, |n, _| format!("thanks, that was {n} times better than what we had before")),
    Case {
        otherwise: false,
        ..case("miss, nearest of all", plain, |n, of| format!("vreb{} web", n * 7919 % of))
    },
    Case {
        otherwise: false,
        ..case("chat, nearest of all", plain, |n, _| format!("thanks, that was {n} times better"))
    },
    case(
        "one first word",
        |n| format!("deploy service{n} to {{env}}"),
        |n, of| format!("deploy service{} to prod", n * 7919 % of),
    ),
    case(
        "one first word, miss",
        |n| format!("deploy service{n} to {{env}}"),
        |n, _| format!("deploy servce{n} to prod"),
    ),
    case(
        "begins with a hole",
        |n| format!("{{who}} verb{n} {{what}}"),
        |n, of| format!("alice verb{} tea", n * 7919 % of),
    ),
    case(
        "begins with an option",
        |n| format!("[please] [now] verb{n} {{what}}"),
        |n, of| format!("please verb{} tea", n * 7919 % of),
    ),
    Case {
        regex: Some(|n| format!(r"\b(?<key>WEB{n}-\d+)\b")),
        ..case("regexes, hit", none, |n, of| format!("have a look at WEB{}-17, please", n * 7919 % of))
    },
    Case {
        regex: Some(|n| format!(r"\b(?<key>WEB{n}-\d+)\b")),
        ..case("regexes, miss", none, |n, _| format!("thanks, that was {n} times better than what we had"))
    },
    Case {
        regex: Some(|n| format!(r"^\d{{{}}}[a-z]{{{}}}$", n % 100 + 1, n / 100 + 1)),
        ..case("regexes without a text, miss", none, |n, _| format!("thanks, that was {n} times better"))
    },
    Case {
        regex: Some(|n| format!(r"^(?<n>\d{{{}}})[a-z]{{{}}}$", n % 100 + 1, n / 100 + 1)),
        ..case("regexes without a text, hit", none, |n, _| format!("{}a", "7".repeat(n % 10 + 1)))
    },
    Case {
        regex: Some(|n| format!(r"\b(?<k>\w{{{}}}-\d{{{}}})\b", n % 100 + 1, n / 100 + 1)),
        ..case("the same, anywhere, hit", none, |n, _| format!("see {}-7, please", "x".repeat(n % 10 + 1)))
    },
    Case {
        regex: Some(|n| format!(r"\b(?<k>\w{{{}}}-\d{{{}}})\b", n % 100 + 1, n / 100 + 1)),
        ..case("the same, anywhere, miss", none, |n, _| format!("thanks, that was {n} times better"))
    },
    Case {
        regex: Some(|n| format!(r"ticket (?<k>[a-z]{{{}}}\d{{{}}})", n % 100 + 1, n / 100 + 1)),
        ..case("one text for all, hit", none, |n, _| format!("see ticket {}7", "x".repeat(n % 10 + 1)))
    },
];

const fn case(name: &'static str, command: fn(usize) -> String, message: fn(usize, usize) -> String) -> Case {
    Case { name, command, regex: None, otherwise: true, message }
}

fn router(case: &Case, count: usize) -> (Router, Duration) {
    let mut routes = Routes::default();
    for at in 0..count {
        let handler = u32::try_from(at).expect("few enough");
        if let Some(regex) = case.regex {
            routes.messages.push(MessageRoute { handler, regex: LazyRegex::new(regex(at), "") });
            continue;
        }
        let (pattern, diagnostics) = parse(&(case.command)(at), Span::default());
        assert!(diagnostics.is_empty(), "{}", case.name);
        let (matcher, _) = Matcher::lower(&[pattern], &mut |_, _| None);
        routes.commands.push(CommandRoute { handler, matcher, doc: "".into() });
    }
    routes.otherwise = case.otherwise.then_some(u32::MAX);
    let start = Instant::now();
    let router = Router::new(Arc::new(routes));
    (router, start.elapsed())
}

/// The time of one decision.
fn round(router: &Router, messages: &[MessageText], surroundings: &Surroundings<'_>) -> Duration {
    let start = Instant::now();
    for message in messages {
        black_box(router.route(Request { message, surroundings, may_run: &|_| true }));
    }
    start.elapsed() / u32::try_from(messages.len()).expect("few enough")
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn main() {
    let zone = jiff::tz::TimeZone::UTC;
    let surroundings = Surroundings { now: jiff::Timestamp::UNIX_EPOCH, zone: &zone, rooms: &[] };
    println!("{:32} {:>10} {:>10} {:>6}  {:>10}", "one decision", FEW, MANY, "ratio", "to index");
    let mut worst = 0.0f64;
    for case in CASES {
        let sides: Vec<(Router, Duration, Vec<MessageText>)> = [FEW, MANY]
            .into_iter()
            .map(|count| {
                let (router, indexed) = router(case, count);
                let messages = (0..MESSAGES).map(|at| MessageText::plain((case.message)(at, count)));
                (router, indexed, messages.collect())
            })
            .collect();
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for ((router, _, messages), times) in sides.iter().zip(&mut times) {
                times.push(round(router, messages, &surroundings));
            }
        }
        let [few, many] = times.map(median);
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        worst = worst.max(ratio);
        let indexed = sides.get(1).map(|(_, indexed, _)| *indexed).unwrap_or_default();
        println!("{:32} {few:>10.1?} {many:>10.1?} {ratio:>6.2}  {indexed:>10.1?}", case.name);
    }
    println!("the greatest ratio is {worst:.2}");
    if std::env::args().any(|arg| arg == "check") {
        check();
    }
}

fn check() {
    let command =
        |n: usize| format!("/// Does {n}.\ncommand \"{}\" {{ say \"{n} {{service}}\" }}\n", plain(n));
    let regex = |n: usize| {
        let source = match n % 3 {
            0 => format!(r"\b(?<key>WEB{n}-\d+)\b"),
            1 => format!(r"^(tell|ask) \w+ about topic{n}\b"),
            _ => format!(r"(?<what>\w+) (is|was) (up|down|late) in place{n}"),
        };
        format!("on message /{source}/i {{ say \"{n}\" }}\n")
    };
    for count in [100, 300, 1_000, 10_000] {
        let scripts: [(&str, String); 2] =
            [("commands", (0..count).map(command).collect()), ("regexes", (0..count).map(regex).collect())];
        for (name, source) in scripts {
            let start = Instant::now();
            let compiled =
                compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", source), Purpose::Run);
            assert!(compiled.program.is_some());
            println!("check and lower {count:>6} {name}: {:?}", start.elapsed());
        }
    }
}
