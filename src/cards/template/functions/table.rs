//! All functions, one line each.

use super::args::Given;
use super::{convert, list, logic, math, object, text, time, uri};
use crate::cards::template::datum::Datum;

/// How a function is evaluated.
#[derive(Clone, Copy, Debug)]
pub(in crate::cards::template) enum Run {
    /// From its arguments.
    Plain(fn(&[Datum]) -> Given),
    /// From its arguments and the time, in milliseconds since 1970.
    Clock(fn(&[Datum], i64) -> Given),
    /// From its arguments, where unknown names are nothing and a failure is `false`.
    Test(fn(&[Datum]) -> Given),
    /// `if`
    If,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `!`
    Not,
    /// `??`
    Coalesce,
    /// `foreach`, `select`
    Map,
    /// `where`
    Filter,
    /// `any`
    Any,
    /// `all`
    All,
}

/// What a function gives, as far as it is known before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A text.
    Text,
    /// A number that may have a fraction.
    Number,
    /// A whole number.
    Whole,
    /// `true`, `false`.
    Bool,
    /// A list of texts.
    Texts,
    /// A list of whole numbers.
    Numbers,
    /// A number like its arguments: whole if all of them are.
    Arithmetic,
    /// A text if one of its arguments is one, else a number.
    Sum,
    /// What the first argument is.
    First,
    /// An item of the first argument.
    Item,
    /// What one of its arguments is, the condition left out.
    Branch,
    /// What one of its arguments is.
    Either,
    /// A list of its arguments.
    Together,
    /// A list of what the last argument gives.
    Mapped,
    /// Anything.
    Any,
}

/// A function or an operator.
#[derive(Debug)]
pub struct Function {
    /// Its name; of an operator its sign.
    pub name: &'static str,
    /// How many arguments it takes, at least and at most.
    pub takes: (usize, usize),
    /// What it gives.
    pub gives: Gives,
    pub(in crate::cards::template) run: Run,
}

/// Functions that take a list, a name for each item, and an expression.
pub(in crate::cards::template) const FOR_EACH: &[&str] = &["foreach", "select", "where", "any", "all"];

/// Other names of operators.
const ALSO: &[(&str, &str)] = &[
    ("add", "+"),
    ("sub", "-"),
    ("mul", "*"),
    ("div", "/"),
    ("mod", "%"),
    ("exp", "^"),
    ("equals", "=="),
    ("less", "<"),
    ("lessOrEquals", "<="),
    ("greater", ">"),
    ("greaterOrEquals", ">="),
    ("not", "!"),
    ("and", "&&"),
    ("or", "||"),
    ("&", "concat"),
    ("??", "coalesce"),
];

/// The function or operator.
#[must_use]
pub fn function(name: &str) -> Option<&'static Function> {
    let name = ALSO.iter().find(|(also, _)| *also == name).map_or(name, |(_, name)| name);
    TABLE.iter().find(|known| known.name == name)
}

/// The names of all functions.
pub fn function_names() -> impl Iterator<Item = &'static str> {
    let named = |name: &&str| name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    TABLE.iter().map(|known| known.name).chain(ALSO.iter().map(|(also, _)| *also)).filter(named)
}

/// What was probably meant.
pub(in crate::cards::template) fn nearest_function(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let same = function_names().find(|known| known.to_lowercase() == lower);
    same.or_else(|| crate::diagnostics::nearest(name, function_names()))
}

macro_rules! functions {
    ($($name:literal $least:literal $most:tt $gives:ident $run:expr;)*) => {
        static TABLE: &[Function] = &[$(Function {
            name: $name,
            takes: ($least, $most),
            gives: Gives::$gives,
            run: $run,
        }),*];
    };
}

/// No limit.
const ANY: usize = usize::MAX;

// Name, fewest and most arguments, what it gives.
functions! {
    "if" 3 3 Branch Run::If;
    "&&" 1 ANY Bool Run::And;
    "||" 1 ANY Bool Run::Or;
    "!" 1 1 Bool Run::Not;
    "coalesce" 1 ANY Either Run::Coalesce;
    "foreach" 3 3 Mapped Run::Map;
    "select" 3 3 Mapped Run::Map;
    "where" 3 3 First Run::Filter;
    "any" 3 3 Bool Run::Any;
    "all" 3 3 Bool Run::All;
    "==" 2 2 Bool Run::Test(logic::equal);
    "!=" 2 2 Bool Run::Test(logic::different);
    "<" 2 2 Bool Run::Test(logic::less);
    "<=" 2 2 Bool Run::Test(logic::less_or_equal);
    ">" 2 2 Bool Run::Test(logic::greater);
    ">=" 2 2 Bool Run::Test(logic::greater_or_equal);
    "exists" 1 1 Bool Run::Test(logic::exists);
    "empty" 1 1 Bool Run::Test(logic::empty);
    "bool" 1 1 Bool Run::Test(logic::bool);
    "contains" 2 2 Bool Run::Plain(logic::contains);
    "isString" 1 1 Bool Run::Plain(logic::is_string);
    "isInteger" 1 1 Bool Run::Plain(logic::is_integer);
    "isFloat" 1 1 Bool Run::Plain(logic::is_float);
    "isArray" 1 1 Bool Run::Plain(logic::is_array);
    "isObject" 1 1 Bool Run::Plain(logic::is_object);
    "isBoolean" 1 1 Bool Run::Plain(logic::is_boolean);
    "isDateTime" 1 1 Bool Run::Plain(time::is_date_time);
    "isMatch" 2 2 Bool Run::Plain(text::is_match);
    "+" 2 ANY Sum Run::Plain(logic::plus);
    "-" 2 ANY Arithmetic Run::Plain(math::subtract);
    "*" 2 ANY Arithmetic Run::Plain(math::multiply);
    "/" 2 ANY Arithmetic Run::Plain(math::divide);
    "%" 2 2 Whole Run::Plain(math::modulo);
    "^" 2 ANY Arithmetic Run::Plain(math::power);
    "sum" 1 1 Item Run::Plain(math::sum);
    "average" 1 1 Number Run::Plain(math::average);
    "min" 1 ANY Arithmetic Run::Plain(math::min);
    "max" 1 ANY Arithmetic Run::Plain(math::max);
    "floor" 1 1 Whole Run::Plain(math::floor);
    "ceiling" 1 1 Whole Run::Plain(math::ceiling);
    "round" 1 2 Number Run::Plain(math::round);
    "abs" 1 1 Arithmetic Run::Plain(math::abs);
    "sqrt" 1 1 Number Run::Plain(math::sqrt);
    "range" 2 2 Numbers Run::Plain(math::range);
    "concat" 1 ANY Any Run::Plain(logic::concat);
    "length" 1 1 Whole Run::Plain(text::length);
    "toLower" 1 2 Text Run::Plain(text::lower);
    "toUpper" 1 2 Text Run::Plain(text::upper);
    "titleCase" 1 2 Text Run::Plain(text::title_case);
    "sentenceCase" 1 2 Text Run::Plain(text::sentence_case);
    "trim" 1 1 Text Run::Plain(text::trim);
    "substring" 2 3 Text Run::Plain(text::substring);
    "replace" 3 3 Text Run::Plain(text::replace);
    "replaceIgnoreCase" 3 3 Text Run::Plain(text::replace_ignore_case);
    "split" 1 2 Texts Run::Plain(text::split);
    "startsWith" 2 2 Bool Run::Plain(text::starts_with);
    "endsWith" 2 2 Bool Run::Plain(text::ends_with);
    "countWord" 1 1 Whole Run::Plain(text::count_words);
    "addOrdinal" 1 1 Text Run::Plain(text::ordinal);
    "EOL" 0 0 Text Run::Plain(text::line_end);
    "indexOf" 2 2 Whole Run::Plain(list::index_of);
    "lastIndexOf" 2 2 Whole Run::Plain(list::last_index_of);
    "join" 2 3 Text Run::Plain(list::join_items);
    "count" 1 1 Whole Run::Plain(list::count);
    "first" 1 1 Item Run::Plain(list::first);
    "last" 1 1 Item Run::Plain(list::last);
    "createArray" 0 ANY Together Run::Plain(list::create);
    "union" 1 ANY First Run::Plain(list::union);
    "intersection" 1 ANY First Run::Plain(list::intersection);
    "skip" 2 2 First Run::Plain(list::skip);
    "take" 2 2 First Run::Plain(list::take);
    "subArray" 2 3 First Run::Plain(list::sub_array);
    "sortBy" 1 2 First Run::Plain(list::sort);
    "sortByDescending" 1 2 First Run::Plain(list::sort_down);
    "reverse" 1 1 First Run::Plain(list::reverse);
    "flatten" 1 2 Any Run::Plain(list::flatten);
    "unique" 1 1 First Run::Plain(list::unique);
    "indicesAndValues" 1 1 Any Run::Plain(list::indices_and_values);
    "getProperty" 2 2 Any Run::Plain(object::get);
    "setProperty" 3 3 Any Run::Plain(object::set);
    "addProperty" 3 3 Any Run::Plain(object::add);
    "removeProperty" 2 2 Any Run::Plain(object::remove);
    "merge" 1 ANY Any Run::Plain(object::merge);
    "json" 1 1 Any Run::Plain(object::json);
    "jsonStringify" 1 1 Text Run::Plain(object::json_text);
    "string" 1 2 Text Run::Plain(convert::string);
    "int" 1 1 Whole Run::Plain(convert::int);
    "float" 1 1 Number Run::Plain(convert::float);
    "formatNumber" 2 3 Text Run::Plain(convert::format_number);
    "base64" 1 1 Text Run::Plain(convert::base64);
    "base64ToString" 1 1 Text Run::Plain(convert::base64_to_text);
    "dataUri" 1 1 Text Run::Plain(convert::data_uri);
    "dataUriToString" 1 1 Text Run::Plain(convert::data_uri_to_text);
    "uriComponent" 1 1 Text Run::Plain(uri::encode);
    "uriComponentToString" 1 1 Text Run::Plain(uri::decode);
    "uriHost" 1 1 Text Run::Plain(uri::host);
    "uriPath" 1 1 Text Run::Plain(uri::path);
    "uriPathAndQuery" 1 1 Text Run::Plain(uri::path_and_query);
    "uriPort" 1 1 Whole Run::Plain(uri::port);
    "uriQuery" 1 1 Text Run::Plain(uri::query);
    "uriScheme" 1 1 Text Run::Plain(uri::scheme);
    "formatDateTime" 1 3 Text Run::Plain(time::format_date_time);
    "formatEpoch" 1 3 Text Run::Plain(time::format_epoch);
    "formatTicks" 1 3 Text Run::Plain(time::format_ticks);
    "addDays" 2 4 Text Run::Plain(time::add_days);
    "addHours" 2 4 Text Run::Plain(time::add_hours);
    "addMinutes" 2 4 Text Run::Plain(time::add_minutes);
    "addSeconds" 2 4 Text Run::Plain(time::add_seconds);
    "addToTime" 3 5 Text Run::Plain(time::add_to_time);
    "subtractFromTime" 3 5 Text Run::Plain(time::subtract_from_time);
    "startOfDay" 1 3 Text Run::Plain(time::start_of_day);
    "startOfHour" 1 3 Text Run::Plain(time::start_of_hour);
    "startOfMonth" 1 3 Text Run::Plain(time::start_of_month);
    "dayOfMonth" 1 1 Whole Run::Plain(time::day_of_month);
    "dayOfWeek" 1 1 Whole Run::Plain(time::day_of_week);
    "dayOfYear" 1 1 Whole Run::Plain(time::day_of_year);
    "month" 1 1 Whole Run::Plain(time::month);
    "year" 1 1 Whole Run::Plain(time::year);
    "date" 1 1 Text Run::Plain(time::date);
    "getTimeOfDay" 1 1 Text Run::Plain(time::time_of_day);
    "ticks" 1 1 Any Run::Plain(time::ticks);
    "ticksToDays" 1 1 Number Run::Plain(time::ticks_to_days);
    "ticksToHours" 1 1 Number Run::Plain(time::ticks_to_hours);
    "ticksToMinutes" 1 1 Number Run::Plain(time::ticks_to_minutes);
    "dateTimeDiff" 2 2 Whole Run::Plain(time::difference);
    "convertFromUTC" 2 4 Text Run::Plain(time::from_utc);
    "convertToUTC" 2 4 Text Run::Plain(time::to_utc);
    "utcNow" 0 2 Text Run::Clock(time::now);
    "getFutureTime" 2 4 Text Run::Clock(time::future);
    "getPastTime" 2 4 Text Run::Clock(time::past);
}
