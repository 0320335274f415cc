//! What other languages call things: a name from there is answered with the name, or the words, from here.

use crate::value::Type;

/// How a thing is said here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    /// By this name.
    Name(&'static str),
    /// In other words.
    Words(&'static str),
}

/// `toUpperCase`, `to_upper_case` and `touppercase` are one habit.
fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// What `.name` of a receiver is called here.
pub(super) fn member_habit(ty: &Type, name: &str) -> Option<Habit> {
    let name = plain(name);
    let name = name.as_str();
    match ty {
        Type::Text | Type::Literals(_) => of_text(name),
        Type::List(_) => of_list(name).or_else(|| of_elements(name)),
        Type::Set(_) => of_set(name).or_else(|| of_elements(name)),
        Type::Map(_) => of_map(name),
        Type::Int | Type::Float => of_number(name),
        Type::Duration => of_duration(name),
        Type::Time => of_time(name),
        Type::Date => of_date(name),
        Type::Person | Type::Room | Type::Message | Type::File | Type::Error => of_webex(ty, name),
        Type::Unknown
        | Type::Never
        | Type::Nothing
        | Type::None
        | Type::Bool
        | Type::Json
        | Type::Secret
        | Type::Card
        | Type::Optional(_)
        | Type::Record(_)
        | Type::Function(_)
        | Type::Variable(_) => None,
    }
}

fn of_text(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "length" | "size" | "count" => Name("len"),
        "touppercase" | "uppercase" | "toupper" | "upcase" => Name("upper"),
        "tolowercase" | "lowercase" | "tolower" | "downcase" | "casefold" => Name("lower"),
        "strip" => Name("trim"),
        "trimstart" | "trimend" | "lstrip" | "rstrip" => {
            Words("`.trim` takes the white space at both ends; `.strip_prefix(...)` a known beginning")
        }
        "contains" | "includes" | "has" => Words("write `\"part\" in x`"),
        "substring" | "substr" | "slice" => Words("write a slice, both ends in: `x[0..3]`"),
        "charat" | "at" | "get" => Words("write `x[0]`: a character, or none"),
        "padleft" | "rjust" | "zfill" | "padstart" => Name("pad_start"),
        "padright" | "ljust" | "padend" => Name("pad_end"),
        "format" => Words("put the values into the text: `\"{name} has {n:,}\"`"),
        "concat" => Words("write `a + b`, or put the values into one text: `\"{a}{b}\"`"),
        "replaceall" | "gsub" => Name("replace"),
        "match" | "test" | "search" | "matches" => {
            Words("write `x matches /.../`; `.find(/.../)` gives the part")
        }
        "matchall" | "findall" | "scan" => Name("find_all"),
        "parseint" | "tonumber" | "int" => Name("to_int"),
        "parsefloat" | "float" => Name("to_float"),
        "title" | "titleize" => Name("title_case"),
        "capitalise" => Name("capitalize"),
        "truncate" | "ellipsis" => Name("shorten"),
        "removeprefix" => Name("strip_prefix"),
        "removesuffix" => Name("strip_suffix"),
        "splitlines" => Name("lines"),
        "tostring" | "str" => Words("it is a text already"),
        "isblank" | "empty" | "blank" => Name("is_empty"),
        "b64encode" | "btoa" | "tobase64" => Name("base64"),
        "b64decode" | "atob" => Name("from_base64"),
        "encodeuricomponent" | "urlencode" | "quote" => Name("url_encode"),
        "tojson" | "parsejson" | "json" => Words("write `json.parse(x)`"),
        "reversed" => Name("reverse"),
        "join" => Words("the list stands first: `xs.join(\", \")`"),
        "indexof" => Name("index_of"),
        "foreach" | "each" => Words("write `for c in x.chars { ... }`"),
        _ => return None,
    })
}

/// What lists and sets have in common.
fn of_elements(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "length" | "size" | "count" => Name("len"),
        "empty" => Name("is_empty"),
        "contains" | "includes" | "has" => Words("write `x in xs`"),
        "foreach" | "each" => Words("write `for x in xs { ... }`"),
        "select" | "where" => Name("filter"),
        "collect" => Name("map"),
        "some" | "anymatch" => Name("any"),
        "every" | "allmatch" => Name("all"),
        "orderby" => Name("sort_by"),
        "sorted" => Name("sort"),
        "delete" | "discard" => Name("remove"),
        "tostring" | "str" => Words("write `xs.join(\", \")`"),
        _ => return None,
    })
}

fn of_list(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "append" | "add" | "pushback" => Name("push"),
        "extend" | "concat" | "addall" | "pushall" => Words("write `xs += ys`, or `xs + ys` for a new list"),
        "indexof" | "index" => Name("index_of"),
        "findindex" => Name("find_index"),
        "slice" | "sublist" => Words("write a slice, both ends in: `xs[1..2]`"),
        "get" | "at" | "nth" => Words("write `xs[0]`: the element, or none"),
        "splice" | "deleteat" => Name("remove_at"),
        "unshift" | "prepend" | "pushfront" => Words("write `xs.insert(0, x)`"),
        "shift" | "popleft" | "dequeue" => Name("pop_first"),
        "fold" | "foldl" | "inject" | "aggregate" => Name("reduce"),
        "reversed" => Name("reverse"),
        "sortdescending" | "orderbydescending" => Name("sort_desc"),
        "unique" | "uniq" | "dedup" => Name("distinct"),
        "uniqueby" | "uniqby" => Name("distinct_by"),
        "groupby" => Name("group_by"),
        "indexby" | "associateby" => Name("key_by"),
        "flat" => Name("flatten"),
        "skip" => Name("drop"),
        "head" => Name("first"),
        "tail" => Words("write `xs.drop(1)`"),
        "limit" => Name("take"),
        "sumby" | "sumof" => Words("write `xs.map(x => ...).sum`"),
        "mean" | "avg" => Name("average"),
        "random" | "choice" | "choose" => Name("pick"),
        "removeif" | "deleteif" => Words("write `xs = xs.reject(x => ...)`"),
        "filternot" => Name("reject"),
        "frequencies" | "counter" | "valuecounts" => Name("tally"),
        "countby" => Words("write `xs.map(x => ...).tally`"),
        "withindex" | "entries" | "eachwithindex" => Name("enumerate"),
        "filtermap" | "compactmap" | "mapnotnull" => Words("write `xs.map(x => ...).compact`"),
        "difference" | "subtract" | "without" => Name("minus"),
        "toset" | "set" => Name("to_set"),
        _ => return None,
    })
}

fn of_set(name: &str) -> Option<Habit> {
    use Habit::Name;
    Some(match name {
        "push" | "insert" | "append" => Name("add"),
        "difference" | "subtract" => Name("minus"),
        "intersection" => Name("intersect"),
        "tolist" | "values" => Name("to_list"),
        "issubsetof" => Name("is_subset"),
        _ => return None,
    })
}

fn of_map(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "length" | "size" | "count" => Name("len"),
        "empty" => Name("is_empty"),
        "get" => Words("write `m[key]`: the value, or none"),
        "getordefault" | "getor" | "fetch" => Words("write `m[key] ?? ...`"),
        "has" | "haskey" | "containskey" | "contains" | "includes" => Words("write `key in m`"),
        "set" | "put" | "insert" | "add" => Words("write `m[key] = ...`"),
        "items" | "tolist" => Name("entries"),
        "delete" | "pop" => Name("remove"),
        "update" | "assign" | "putall" => Name("merge"),
        "foreach" | "each" => Words("write `for key, value in m { ... }`"),
        "mapvalue" | "transformvalues" => Name("map_values"),
        _ => return None,
    })
}

fn of_number(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "tofixed" | "tostring" | "str" | "format" | "tolocalestring" => {
            Words("put it into a text: `\"{x}\"`, with a format `\"{x:,.2}\"`")
        }
        "toint" | "int" | "trunc" | "truncate" => Words("write `.round`, `.floor` or `.ceil`"),
        "tofloat" | "float" => Words("an `int` goes where a `float` is asked for"),
        "pow" => Name("power"),
        "ceiling" => Name("ceil"),
        "seconds" | "second" => Words("write a duration: `5s`, or `n * 1s`"),
        "minutes" | "minute" => Words("write a duration: `5m`, or `n * 1m`"),
        "hours" | "hour" => Words("write a duration: `5h`, or `n * 1h`"),
        "days" | "day" => Words("write a duration: `5d`, or `n * 1d`"),
        "weeks" | "week" => Words("write a duration: `2w`, or `n * 1w`"),
        "times" => Words("write `for i in 1..n { ... }`"),
        "pluralize" => Name("plural"),
        _ => return None,
    })
}

fn of_duration(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "totalseconds" | "inseconds" | "asseconds" => Name("seconds"),
        "totalminutes" | "inminutes" | "asminutes" => Name("minutes"),
        "totalhours" | "inhours" | "ashours" => Name("hours"),
        "indays" | "asdays" => Name("days"),
        "ms" | "millis" | "inmilliseconds" => Name("milliseconds"),
        "weeks" => Words("write `d / 1w`"),
        "format" | "tostring" => Words("put it into a text: `\"{d}\"`, with a format `\"{d:.1h}\"`"),
        "round" => Name("round_to"),
        _ => return None,
    })
}

fn of_time(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "timestamp" | "gettime" | "epoch" | "tounix" => Name("unix"),
        "valueof" | "millis" => Name("unix_ms"),
        "strftime" | "tostring" => Name("format"),
        "isoformat" | "toisostring" | "toiso" => Name("iso"),
        "year" | "month" | "day" => Words("ask its day: `t.date.year`"),
        "astimezone" | "timezone" | "tz" | "inzone" => Name("in_zone"),
        "fromnow" | "humanize" | "relative" => Name("ago"),
        "add" | "plus" | "addhours" | "adddays" | "addminutes" => Words("write `t + 2h`"),
        "dayofweek" | "getday" => Name("weekday"),
        _ => return None,
    })
}

fn of_date(name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match name {
        "strftime" | "tostring" => Name("format"),
        "isoformat" | "toisostring" | "iso" => Words("put it into a text: `\"{d}\"`"),
        "add" | "plus" | "adddays" | "plusdays" => Words("write `d + 3d`"),
        "addweeks" | "plusweeks" => Words("write `d + 1w`"),
        "addyears" | "plusyears" => Words("write `d.add_months(12)`"),
        "plusmonths" => Name("add_months"),
        "dayofweek" | "getday" => Name("weekday"),
        "daysinmonth" => Words("write `d.end_of_month.day`"),
        "firstofmonth" => Name("start_of_month"),
        "lastofmonth" => Name("end_of_month"),
        _ => return None,
    })
}

fn of_webex(ty: &Type, name: &str) -> Option<Habit> {
    use Habit::{Name, Words};
    Some(match (ty, name) {
        (Type::Person, "displayname" | "fullname" | "username") => Name("name"),
        (Type::Person, "emails" | "mail" | "address") => Name("email"),
        (Type::Person, "say" | "send" | "sendmessage" | "dm") => Words("write `say to p \"...\"`"),
        (Type::Room, "name") => Name("title"),
        (Type::Room, "members" | "memberships" | "participants" | "users") => Name("people"),
        (Type::Room, "addmember" | "addperson" | "invite") => Name("add"),
        (Type::Room, "removemember" | "removeperson" | "kick") => Name("remove"),
        (Type::Room, "settitle") => Name("rename"),
        (Type::Room, "leave") => Words("write `r.remove(bot)`"),
        (Type::Room, "say" | "send" | "sendmessage" | "post") => Words("write `say to r \"...\"`"),
        (Type::Message, "body" | "content") => Name("text"),
        (Type::Message, "author" | "sender" | "from" | "user") => Name("person"),
        (Type::Message, "reply") => Words("write `reply \"...\"`"),
        (Type::Message, "edit" | "update") => Words("write `edit m \"...\"`"),
        (Type::Message, "delete" | "remove") => Words("write `delete m`"),
        (Type::File, "content" | "read" | "body") => Name("text"),
        (Type::File, "json") => Words("write `json.parse(f.text)`"),
        (Type::Error, "msg" | "text" | "reason") => Name("message"),
        (Type::Error, "code" | "statuscode") => Name("status"),
        _ => return None,
    })
}

/// What stands here in place of a name that is no name here.
pub(super) fn name_habit(name: &str) -> Option<&'static str> {
    Some(match name {
        "int" | "parseInt" | "Number" => "write `x.to_int`; of a `float`, `x.round` or `x.floor`",
        "float" | "parseFloat" => "write `x.to_float`",
        "text" => "a value as a text is `\"{x}\"`; what somebody wrote is `message.text`",
        "str" | "string" | "String" => "write `\"{x}\"`",
        "len" => "write `xs.len`",
        "print" | "println" | "console" | "echo" => "write `say \"...\"`, or `log info \"...\"` for the log",
        "input" | "prompt" => "write `ask \"...\"`",
        "inputs" | "form" | "fields" => {
            "what is typed into a card comes as parameters: `action send(name: text?) { ... }`"
        }
        "sleep" | "setTimeout" => "write `wait 10s`, or `later 10s { ... }`",
        "setInterval" => "write `every 10m { ... }` at the top of the file",
        "fetch" | "requests" | "axios" | "curl" => "write `http.get(\"https://...\")`",
        "range" => "write `1..n`, both ends in",
        "min" | "max" => "write `xs.min`, `xs.max`, or `a.min(b)`",
        "abs" => "write `x.abs`",
        "round" => "write `x.round`, or `x.round_to(2)`",
        "floor" => "write `x.floor`",
        "Math" | "math" => "numbers have it themselves: `x.floor`, `x.abs`, `x.sqrt`",
        "sorted" => "write `xs.sort`, or `xs.sort_by(x => ...)`",
        "sum" => "write `xs.sum`",
        "enumerate" => "lists have it themselves: `for i, x in xs { ... }`, or `xs.enumerate`",
        "any" | "all" | "map" | "filter" | "zip" | "reduce" | "reversed" => {
            "lists have it themselves: `xs.map(x => ...)`, `xs.filter(x => ...)`"
        }
        "set" | "Set" => "write `[1, 2].to_set`",
        "list" | "dict" | "Map" | "Array" | "Object" => "write `[1, 2]` for a list, `{ \"a\": 1 }` for a map",
        "JSON" => "write `json.parse(x)` or `json.encode(x)`",
        "datetime" | "Date" | "moment" => "write `now`, `today` or `date(2026, 1, 31)`",
        "time" => "an hour is written `17:30`, an instant `date(2026, 1, 31).at(9)`, the present `now`",
        "seconds" | "second" | "secs" => "a duration is a number with its unit: `5s`, or `n * 1s`",
        "minutes" | "minute" | "mins" => "a duration is a number with its unit: `5m`, or `n * 1m`",
        "hours" | "hour" => "a duration is a number with its unit: `5h`, or `n * 1h`",
        "days" | "weeks" | "week" => "a duration is a number with its unit: `5d`, or `n * 1d`",
        "timedelta" | "duration" | "Duration" | "delta" => {
            "a duration is a number with its unit: `30s`, `5m`, `2h`, `1d`"
        }
        "send" | "send_message" | "sendMessage" | "post" | "notify" | "tell" => {
            "write `say \"...\"`, to somebody else `say to p \"...\"`"
        }
        "del" => "write `m.remove(\"key\")` for a map, `xs.remove_at(0)` for a list",
        "uuid" | "nanoid" => "write `random.text(8)`",
        "re" | "RegExp" => "a regex stands between slashes: `x matches /.../`",
        "type" | "typeof" | "isinstance" => {
            "types are known before the bot runs; json is checked with `as T`"
        }
        "mention" => "write `p.mention`",
        "exit" | "quit" => "write `stop`",
        "raise" | "throw" | "panic" => "write `fail \"...\"`",
        "null" | "nil" | "undefined" | "None" => "write `none`",
        "True" => "write `true`",
        "False" => "write `false`",
        "this" | "self" => "who wrote is `person`, where is `room`, what is `message`",
        "user" | "sender" | "author" | "me" => "who wrote is `person`",
        "state" | "storage" | "store" | "memory" | "session" => {
            "declare it at the top of the file: `state name: text = \"\" per room`; then it is called `name`"
        }
        "config" | "settings" => {
            "declare it at the top of the file: `config name: text = \"\"`; then it is called `name`"
        }
        "process" | "env" | "os" => {
            "declare it at the top of the file: `config name: text`, or `secret NAME`"
        }
        "pass" | "noop" => "take it out: a block may be empty",
        "end" | "fi" | "done" => "take it out: a block ends with `}`",
        "month" => "write `every cron \"0 9 1 * *\"`",
        "channel" | "space" => "where it was written is `room`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Habit, member_habit, name_habit};
    use crate::builtins;
    use crate::value::Type;
    use std::sync::Arc;

    #[test]
    fn names_of_other_languages_have_an_answer() {
        let map = Type::Map(Arc::new(Type::Int));
        for (ty, name, expected) in [
            (Type::Text, "length", Habit::Name("len")),
            (Type::Text, "toUpperCase", Habit::Name("upper")),
            (Type::Text, "to_upper_case", Habit::Name("upper")),
            (Type::Text, "substring", Habit::Words("write a slice, both ends in: `x[0..3]`")),
            (Type::list(Type::Int), "append", Habit::Name("push")),
            (Type::list(Type::Int), "includes", Habit::Words("write `x in xs`")),
            (Type::Set(Arc::new(Type::Int)), "has", Habit::Words("write `x in xs`")),
            (map, "get", Habit::Words("write `m[key]`: the value, or none")),
            (Type::Int, "minutes", Habit::Words("write a duration: `5m`, or `n * 1m`")),
            (Type::Room, "members", Habit::Name("people")),
        ] {
            assert_eq!(member_habit(&ty, name), Some(expected), "{ty}.{name}");
        }
        assert_eq!(member_habit(&Type::Json, "length"), None);
        assert_eq!(name_habit("len"), Some("write `xs.len`"));
        assert_eq!(name_habit("lenght"), None);
    }

    #[test]
    fn every_name_that_is_suggested_exists() {
        let source = include_str!("habit.rs");
        let (table, _) = source.split_once("#[cfg(test)]").expect("the tests stand below");
        let receivers = [
            Type::Text,
            Type::list(Type::Text),
            Type::Set(Arc::new(Type::Text)),
            Type::Map(Arc::new(Type::Text)),
            Type::Float,
            Type::Int,
            Type::Duration,
            Type::Time,
            Type::Date,
            Type::Person,
            Type::Room,
            Type::Message,
            Type::File,
            Type::Error,
        ];
        for suggestion in table.split("Name(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let known = receivers.iter().any(|ty| builtins::method(ty, suggestion).is_some());
            assert!(known, "`{suggestion}` is suggested and does not exist");
        }
    }
}
