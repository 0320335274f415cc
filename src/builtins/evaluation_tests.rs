//! Built-ins, called with values; lambdas are functions of the test.

use crate::builtins::{Answer, BuiltinId, Env, Kind, Stop};
use crate::value::{
    CallBody, Effect, Fault, PersonRef, Read, RoomRef, SecretPart, Text, Value, hole, to_json,
};
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::sync::Arc;

type Lambda = fn(&[Value]) -> Value;

fn env() -> Env {
    let zone = TimeZone::get("Europe/London").expect("bundled");
    Env { now_ms: 1_783_000_800_000, zone, ..Env::default() }
}

/// Calls a built-in as the machine does.
fn call(key: &str, args: &[Value], lambda: Option<Lambda>) -> Result<Value, Fault> {
    let id = BuiltinId::of_key(key).unwrap_or_else(|| panic!("no built-in {key}"));
    let mut args = args.to_vec();
    let given = args.len() - usize::from(id.signature().receiver.is_some()) + usize::from(lambda.is_some());
    for param in id.signature().params.iter().skip(given) {
        args.push(param.default.clone().unwrap_or_else(|| panic!("{key}: {} is missing", param.name)));
    }
    match id.get().kind {
        Kind::Pure(eval) => eval(&args, &mut env()),
        Kind::Change(change) => {
            let mut receiver = args.remove(0);
            let result = change(&mut receiver, &args, &mut env())?;
            Ok(Value::list(vec![receiver, result]))
        }
        Kind::Each { stop, finish } => {
            let lambda = lambda.expect("a lambda");
            let receiver = args.remove(0);
            let mut results = Vec::new();
            while let Some(arguments) = id.lambda_arguments(&receiver, results.len()) {
                let result = lambda(&arguments);
                let stops = match stop {
                    Stop::Never => false,
                    Stop::AtTrue => result == Value::Bool(true),
                    Stop::AtFalse => result == Value::Bool(false),
                };
                results.push(result);
                if stops {
                    break;
                }
            }
            finish(&receiver, results, &args, &mut env())
        }
        Kind::Fold => {
            let mut so_far = args.remove(1);
            for at in 0.. {
                let Some(mut arguments) = id.lambda_arguments(&args[0], at) else { break };
                arguments.insert(0, so_far);
                so_far = lambda.expect("a lambda")(&arguments);
            }
            Ok(so_far)
        }
        Kind::Read { ask, pick } => match ask(&args)? {
            Answer::Known(value) => Ok(value),
            Answer::Ask(read) => pick(answer(&read), &args),
        },
        Kind::Effect(_) => panic!("{key} is an effect"),
    }
}

/// What the engine would say.
fn answer(read: &Read) -> Value {
    match read {
        Read::Person(person) if person.email == "ada@acme.com" => Value::record([
            ("id", Value::data("ID")),
            ("email", Value::data("ada@acme.com")),
            ("name", Value::data("Ada King Lovelace")),
            ("first_name", Value::data("")),
        ]),
        Read::Person(_) => Value::record([("name", Value::data(""))]),
        Read::RoomByTitle(title) if title == "Ops" => Value::Room(RoomRef { id: "R".into(), direct: false }),
        Read::Room(_) => Value::record([("title", Value::data("Ops"))]),
        _ => Value::None,
    }
}

fn marked(text: &Text) -> String {
    text.runs().map(|(own, run)| if own { format!("[{run}]") } else { run.to_owned() }).collect()
}

fn check(key: &str, args: &[Value], lambda: Option<Lambda>, expected: &str) {
    let found = match call(key, args, lambda) {
        Ok(Value::Text(text)) => marked(&text),
        Ok(value @ (Value::List(_) | Value::Set(_) | Value::Map(_) | Value::Record(_) | Value::None)) => {
            to_json(&value).expect("plain").to_string()
        }
        Ok(Value::Room(room)) => room.id.to_string(),
        Ok(value) => hole(&value, &env().zone).expect("a scalar").as_str().unwrap_or_default().to_owned(),
        Err(fault) => format!("{:?}: {}", fault.kind, fault.plain()),
    };
    assert_eq!(found, expected, "{key} {args:?}");
}

fn text(text: &str) -> Value {
    Value::data(text)
}

fn ints(ints: &[i64]) -> Value {
    Value::list(ints.iter().copied().map(Value::Int).collect())
}

fn texts(texts: &[&str]) -> Value {
    Value::list(texts.iter().map(Value::data).collect())
}

fn mixed() -> Value {
    crate::value::concat(&[Value::own(" **"), text("a,b"), Value::own("** \n")]).expect("short")
}

#[test]
fn texts_keep_their_marks_where_it_is_said() {
    for (key, args, expected) in [
        ("text.trim", vec![mixed()], "[**]a,b[**]"),
        ("text.upper", vec![mixed()], "[ **]A,B[** \n]"),
        ("text.take", vec![mixed(), Value::Int(4)], "[ **]a"),
        ("text.take", vec![mixed(), Value::Int(-1)], ""),
        ("text.drop", vec![mixed(), Value::Int(5)], "b[** \n]"),
        ("text.replace", vec![mixed(), text(","), Value::own("*")], "[ **]a[*]b[** \n]"),
        ("text.replace", vec![mixed(), text(""), Value::own("*")], "[ **]a,b[** \n]"),
        ("text.split", vec![mixed(), text(",")], r#"[" **a","b** \n"]"#),
        ("text.lines", vec![text("a\r\nb\n\nc\n")], r#"["a","b","","c"]"#),
        ("text.words", vec![mixed()], r#"["**a,b**"]"#),
        ("text.first", vec![mixed()], "[ ]"),
        ("text.last", vec![text("aba")], "a"),
        ("text.last", vec![text("")], "null"),
        ("text.before", vec![mixed(), text(",")], "[ **]a"),
        ("text.after", vec![mixed(), text(",")], "b[** \n]"),
        ("text.capitalize", vec![Value::own("éa")], "Éa"),
        ("list.join", vec![Value::list(vec![Value::own("*"), text("*")]), Value::own("-")], "[*-]*"),
        ("list.join", vec![ints(&[1, 2])], "12"),
    ] {
        check(key, &args, None, expected);
    }
    let parts = call("text.split", &[mixed(), text(",")], None).expect("a list");
    let Value::List(parts) = parts else { panic!("no list") };
    let Some(Value::Text(second)) = parts.get(1) else { panic!("no text") };
    assert_eq!(marked(second), "b[** \n]");
}

#[test]
fn texts_as_data() {
    for (key, args, expected) in [
        ("text.len", vec![text("👩‍👩‍👧é")], "2"),
        ("text.strip_prefix", vec![text("v1"), text("v")], "1"),
        ("text.strip_suffix", vec![text("v1"), text("v")], "v1"),
        ("text.shorten", vec![text("abcd"), Value::Int(4)], "abcd"),
        ("text.shorten", vec![text("abcde"), Value::Int(4)], "abc…"),
        ("text.shorten", vec![text("abcde"), Value::Int(0)], ""),
        ("text.repeat", vec![text("ab"), Value::Int(i64::MAX)], "Limit: a text of more than 8388608 bytes"),
        ("text.index_of", vec![text("né!"), text("!")], "2"),
        ("text.count", vec![text("aaa"), text("aa")], "1"),
        ("text.to_int", vec![text(" 1_000 ")], "1000"),
        ("text.to_int", vec![text("99999999999999999999")], "null"),
        ("text.to_float", vec![text("inf")], "null"),
        ("text.to_date", vec![text("2026-02-30")], "null"),
        ("text.to_person", vec![text("A@b.c")], "a"),
        ("text.from_base64", vec![text("aMOp")], "hé"),
        ("text.from_base64", vec![text("!")], "null"),
        ("text.url_encode", vec![text("a b&é")], "a%20b%26%C3%A9"),
        ("text.url_decode", vec![text("a%20b&c=%C3%A9+")], "a b&c=é "),
        (
            "text.sha256",
            vec![text("abc")],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            "text.hmac_sha256",
            vec![text("what do ya want for nothing?"), text("Jefe")],
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
    ] {
        check(key, &args, None, expected);
    }
}

#[test]
fn lists_sets_and_maps() {
    let set = |items| call("list.to_set", &[ints(items)], None).expect("a set");
    let map = || Value::map([("b", Value::Int(2)), ("a", Value::Int(1))]);
    for (key, args, expected) in [
        ("list.take", vec![ints(&[1, 2, 3]), Value::Int(2)], "[1,2]"),
        ("list.take_last", vec![ints(&[1, 2, 3]), Value::Int(2)], "[2,3]"),
        ("list.drop", vec![ints(&[1, 2, 3]), Value::Int(-5)], "[1,2,3]"),
        ("list.sort", vec![texts(&["b", "a"])], r#"["a","b"]"#),
        ("list.max", vec![ints(&[])], "null"),
        ("list.distinct", vec![ints(&[3, 1, 3])], "[3,1]"),
        ("list.sum", vec![ints(&[i64::MAX, 1])], "Arithmetic: 9223372036854775807 + 1 is too large"),
        ("list.average", vec![ints(&[1, 2])], "1.5"),
        ("list.flatten", vec![Value::list(vec![ints(&[1]), ints(&[]), ints(&[2])])], "[1,2]"),
        ("list.chunk", vec![ints(&[1, 2, 3]), Value::Int(2)], "[[1,2],[3]]"),
        ("list.chunk", vec![ints(&[1]), Value::Int(0)], "Builtin: `chunk` needs at least 1 element a list"),
        ("list.compact", vec![Value::list(vec![Value::None, Value::Int(1)])], "[1]"),
        ("list.zip", vec![ints(&[1, 2]), texts(&["a"])], r#"[{"first":1,"second":"a"}]"#),
        ("list.push", vec![ints(&[1]), Value::Int(2)], "[[1,2],null]"),
        ("list.insert", vec![ints(&[1]), Value::Int(-3), Value::Int(2)], "[[2,1],null]"),
        ("list.remove", vec![ints(&[1, 2, 1]), Value::Int(1)], "[[2,1],true]"),
        ("list.remove_at", vec![ints(&[1]), Value::Int(1)], "[[1],null]"),
        ("list.pop", vec![ints(&[1, 2])], "[[1],2]"),
        ("set.add", vec![set(&[1]), Value::Float(1.0)], "[[1],false]"),
        ("set.add", vec![set(&[1]), Value::Int(2)], "[[1,2],true]"),
        ("set.remove", vec![set(&[1]), Value::Int(2)], "[[1],false]"),
        ("set.union", vec![set(&[1, 2]), set(&[2, 3])], "[1,2,3]"),
        ("set.intersect", vec![set(&[1, 2]), set(&[2, 3])], "[2]"),
        ("set.minus", vec![set(&[1, 2]), set(&[2, 3])], "[1]"),
        ("map.keys", vec![map()], r#"["b","a"]"#),
        ("map.entries", vec![map()], r#"[{"key":"b","value":2},{"key":"a","value":1}]"#),
        ("map.merge", vec![map(), Value::map([("b", Value::Int(9))])], r#"{"b":9,"a":1}"#),
        ("map.remove", vec![map(), text("b")], r#"[{"a":1},true]"#),
    ] {
        check(key, &args, None, expected);
    }
    let big: Lambda = |args| Value::Bool(args.last() == Some(&Value::Int(2)));
    let negated: Lambda = |args| crate::value::negate(&args[args.len() - 1]).expect("a number");
    let joined: Lambda = |args| Value::list(args.to_vec());
    for (key, receiver, lambda, expected) in [
        ("list.map", ints(&[1, 2]), negated, "[-1,-2]"),
        ("list.filter", ints(&[1, 2, 3]), big, "[2]"),
        ("list.find", ints(&[1, 2, 3]), big, "2"),
        ("list.any", ints(&[1, 3]), big, "false"),
        ("list.all", ints(&[2, 2]), big, "true"),
        ("list.all", ints(&[2, 1, 2]), big, "false"),
        ("list.take_while", ints(&[2, 2, 1, 2]), big, "[2,2]"),
        ("list.sort_by", ints(&[1, 3, 2]), negated, "[3,2,1]"),
        ("list.flat_map", ints(&[1, 2]), joined, "[1,2]"),
        ("list.reject", ints(&[1, 2]), big, "[1]"),
        ("list.count", ints(&[2, 2, 1]), big, "2"),
        ("set.filter", set(&[1, 2]), big, "[2]"),
        ("map.map", map(), joined, r#"[["b",2],["a",1]]"#),
        ("map.map_values", map(), negated, r#"{"b":-2,"a":-1}"#),
        ("map.filter", map(), big, r#"{"b":2}"#),
        ("map.sort_by", map(), |args| args[1].clone(), r#"{"a":1,"b":2}"#),
    ] {
        check(key, &[receiver], Some(lambda), expected);
    }
    let group: Lambda =
        |args| Value::data(args[0].as_str().unwrap_or_default().chars().take(1).collect::<String>());
    check("list.group_by", &[texts(&["ab", "c", "ad"])], Some(group), r#"{"a":["ab","ad"],"c":["c"]}"#);
    check("list.key_by", &[texts(&["ab", "ad"])], Some(group), r#"{"a":"ad"}"#);
    let add: Lambda =
        |args| crate::value::binary(crate::value::Operator::Add, &args[0], &args[1]).expect("small");
    check("list.reduce", &[ints(&[1, 2]), Value::Int(10)], Some(add), "13");
}

#[test]
fn numbers_and_times() {
    let monday = || Value::Date(date(2026, 1, 5));
    let now = || Value::Time(1_783_000_800_000);
    for (key, args, expected) in [
        (
            "int.abs",
            vec![Value::Int(i64::MIN)],
            "Arithmetic: -9223372036854775808 without its sign is too large",
        ),
        ("int.power", vec![Value::Int(2), Value::Int(64)], "Arithmetic: 2 to the power of 64 is too large"),
        ("int.clamp", vec![Value::Int(7), Value::Int(1), Value::Int(5)], "5"),
        ("int.plural", vec![Value::Int(1), text("a"), text("b")], "a"),
        ("float.round", vec![Value::Float(2.5)], "3"),
        ("float.round", vec![Value::Int(2)], "2"),
        ("float.round", vec![Value::Float(1e300)], &format!("Arithmetic: {} is no int", 1e300)),
        ("float.round_to", vec![Value::Float(2.345), Value::Int(1)], "2.3"),
        ("float.sqrt", vec![Value::Int(-1)], "Arithmetic: the result is not a number"),
        ("random.int", vec![Value::Int(3), Value::Int(2)], "Builtin: there is no number from 3 to 2"),
        ("today", vec![], "2026-07-02"),
        ("tomorrow", vec![], "2026-07-03"),
        ("time.hour", vec![now()], "15"),
        ("time.weekday", vec![now()], "thursday"),
        ("time.iso", vec![now()], "2026-07-02T14:00:00Z"),
        ("time.format", vec![now(), text("%H:%M"), text("Asia/Tokyo")], "23:00"),
        ("time.format", vec![now(), text("%H"), text("Mars")], "Builtin: there is no time zone `Mars`"),
        ("time.unix", vec![Value::Time(i64::MAX)], "9223372036854775"),
        ("time.date", vec![Value::Time(i64::MAX)], "Arithmetic: the time is beyond the year 9999"),
        ("date", vec![Value::Int(2026), Value::Int(2), Value::Int(30)], "Builtin: there is no day 2026-2-30"),
        ("date.week", vec![monday()], "2"),
        ("date.at", vec![Value::Date(date(2026, 7, 2)), Value::Int(9)], "2026-07-02 09:00"),
        ("date.at", vec![monday(), Value::Int(24)], "Builtin: there is no hour 24:00"),
        ("date.add_months", vec![Value::Date(date(2026, 1, 31)), Value::Int(1)], "2026-02-28"),
        (
            "date.add_months",
            vec![monday(), Value::Int(i64::MAX)],
            "Arithmetic: the date is beyond the year 9999",
        ),
        ("duration.hours", vec![Value::Duration(-5_400_000)], "-1"),
    ] {
        check(key, &args, None, expected);
    }
}

#[test]
fn chance_comes_from_the_seed() {
    let mut env = env();
    let drawn: Vec<u64> = (0..200).map(|_| env.chance_below(6)).collect();
    assert!((0..6).all(|side| drawn.contains(&side)) && drawn.iter().all(|side| *side < 6));
    let mut again = Env { random: 0, ..env };
    assert_eq!((0..200).map(|_| again.chance_below(6)).collect::<Vec<_>>(), drawn);
    check("random.int", &[Value::Int(i64::MIN), Value::Int(i64::MAX)], None, "7070836379803831727");
    check("list.pick", &[ints(&[])], None, "null");
}

#[test]
fn people_rooms_and_markup() {
    let ada = || Value::Person(PersonRef::of_email("ada@acme.com"));
    let bob = || Value::Person(PersonRef::of_email("bob@acme.com"));
    for (key, args, expected) in [
        ("person", vec![text("x")], "Builtin: `x` is no e-mail address"),
        ("person.name", vec![ada()], "Ada King Lovelace"),
        ("person.first_name", vec![ada()], "Ada"),
        ("person.id", vec![ada()], "ID"),
        ("person.name", vec![bob()], "bob"),
        ("person.first_name", vec![bob()], "bob"),
        ("person.domain", vec![bob()], "acme.com"),
        ("person.mention", vec![bob()], "[<@personEmail:bob@acme.com>]"),
        ("person.mention", vec![Value::Person(PersonRef::new("", "a>b@c"))], "a>b"),
        ("room", vec![text("Ops")], "R"),
        ("room", vec![text("Dev")], "Builtin: the bot is in no room called `Dev`"),
        ("find_room", vec![text("Dev")], "null"),
        ("room.title", vec![Value::Room(RoomRef { id: "R".into(), direct: false })], "Ops"),
        ("link", vec![Value::own("*t*"), Value::own("u")], "[[*t*](]u[)]"),
        ("code", vec![Value::own("a")], "[`]a[`]"),
        ("code", vec![text("`a``")], "[``` ]`a``[ ```]"),
        ("code", vec![text("a\nb\n")], "[```\n]a\nb[\n```]"),
        ("code", vec![text("a"), text("rust\n")], "[```rust\n]a[\n```]"),
        ("quote", vec![text("a\nb")], "[> ]a[\n> ]b"),
        ("raw", vec![text("*")], "[*]"),
        (
            "table",
            vec![Value::list(vec![texts(&["a", "日本"]), texts(&["bbb\nc"])]), texts(&["X"])],
            "[```\n]X\n-----------\na      日本\nbbb c[\n```]",
        ),
        ("json.parse", vec![text("{\"a\": 1}")], "{\"a\":1}"),
        (
            "json.parse",
            vec![text("{")],
            "Shape: the text is no JSON: EOF while parsing an object at line 1 column 1",
        ),
        ("json.encode", vec![ints(&[1])], "[1]"),
    ] {
        check(key, &args, None, expected);
    }
}

#[test]
fn calls_keep_secrets_as_names() {
    let secret = Value::Secret(Arc::new(vec![SecretPart::Name("TOKEN".into())]));
    let post = |args: &[Value]| match BuiltinId::of_key("http.post").expect("there").get().kind {
        Kind::Effect(effect) => effect(args, &mut env()),
        _ => panic!("no effect"),
    };
    let url = || text("https://a.b");
    let args = [
        url(),
        ints(&[1]),
        Value::None,
        Value::None,
        Value::None,
        Value::map([("A", secret.clone())]),
        Value::None,
        Value::Int(3),
    ];
    let Ok(Effect::Http(call)) = post(&args) else { panic!("no call") };
    assert_eq!((call.method.as_str(), call.timeout_ms, call.retry), ("POST", 30_000, Some(3)));
    assert_eq!((call.body, call.headers), (CallBody::Json(ints(&[1])), vec![("A".into(), secret)]));
    for (args, expected) in [
        (vec![url(), ints(&[1]), Value::None, text("x")], "a call has one body: `json`, `form` or `body`"),
        (
            vec![
                url(),
                Value::None,
                Value::None,
                Value::None,
                Value::None,
                Value::None,
                Value::None,
                Value::Int(-1),
            ],
            "`retry` of a call is 0 to 10, found -1",
        ),
    ] {
        assert_eq!(post(&args).err().map(|fault| fault.plain()).as_deref(), Some(expected));
    }
}
