//! `every`.

use crate::base::Span;
use crate::base::limits::SCHEDULE_MS_MIN;
use crate::check::checker::Checker;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, Days, Weekday};
use crate::value::{
    ALL_MONTH_DAYS, ALL_MONTHS, ALL_WEEK_DAYS, Calendar, Schedule, Type, Value, read_cron, show_duration,
};
use jiff::tz::TimeZone;

impl Checker<'_> {
    pub(super) fn check_schedule(&mut self, schedule: &ast::Schedule) -> Option<Schedule> {
        match schedule {
            ast::Schedule::Interval(duration) => {
                if self.day_without_hour(duration) {
                    return None;
                }
                let found = self.constant_value(duration, Some(&Type::Duration), "the time of a schedule")?;
                let Value::Duration(ms) = found else { return None };
                if ms < SCHEDULE_MS_MIN {
                    let message = format!(
                        "a schedule runs at most every {}, found `{}`",
                        show_duration(SCHEDULE_MS_MIN),
                        show_duration(ms)
                    );
                    self.bad_schedule(duration.span, message, "write a longer time: `every 5m`");
                    return None;
                }
                Some(Schedule::Interval(ms))
            }
            ast::Schedule::Days { days, times, .. } => {
                let mut minutes: Vec<u16> =
                    times.iter().map(|time| u16::from(time.hour) * 60 + u16::from(time.minute)).collect();
                minutes.sort_unstable();
                minutes.dedup();
                Some(Schedule::Calendar(Calendar {
                    minutes,
                    month_days: ALL_MONTH_DAYS,
                    months: ALL_MONTHS,
                    week_days: week_days(days),
                    either: false,
                }))
            }
            ast::Schedule::Cron(line) => {
                let text = self.plain(line, "a cron line")?;
                let calendar = match read_cron(&text) {
                    Ok(calendar) => calendar,
                    Err(message) => {
                        let help =
                            "write minute, hour, day of the month, month, day of the week: `\"0 9 * * 1-5\"`";
                        self.bad_schedule(line.span, message, help);
                        return None;
                    }
                };
                let schedule = Schedule::Calendar(calendar);
                if schedule.next_after(0, &TimeZone::UTC).is_none() {
                    let message = "there is no such day, so this never runs".to_owned();
                    self.bad_schedule(line.span, message, "look at its day and its month");
                    return None;
                }
                Some(schedule)
            }
        }
    }

    /// `every day { ... }`, `every hour { ... }`
    fn day_without_hour(&mut self, duration: &ast::Expr) -> bool {
        let ast::ExprKind::Name(word) = &duration.kind else { return false };
        if self.declared(word).is_some() {
            return false;
        }
        let (message, help) = match word.as_str() {
            "second" => ("a duration is a number with its unit", "write `every 10s { ... }`".to_owned()),
            "minute" => ("a duration is a number with its unit", "write `every 1m { ... }`".to_owned()),
            "hour" => ("a duration is a number with its unit", "write `every 1h { ... }`".to_owned()),
            "week" => ("a schedule needs a day and an hour", "write `every mon at 09:00 { ... }`".to_owned()),
            "month" => {
                ("a schedule needs a day and an hour", "write `every cron \"0 9 1 * *\" { ... }`".to_owned())
            }
            day if ["day", "weekday", "weekend"].contains(&day)
                || ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&day)
                || day.ends_with("day") =>
            {
                (
                    "a schedule of days needs an hour",
                    format!("say at what hour: `every {day} at 09:00 {{ ... }}`"),
                )
            }
            _ => return false,
        };
        self.bad_schedule(duration.span, message.to_owned(), &help);
        true
    }

    fn bad_schedule(&mut self, span: Span, message: String, help: &str) {
        self.push(Diagnostic::new(&codes::CHECK_BAD_SETTING, span, message).help(help));
    }
}

/// Bit 0 for Sunday.
fn week_days(days: &Days) -> u8 {
    const WEEKEND: u8 = 0b100_0001;
    match days {
        Days::Every => ALL_WEEK_DAYS,
        Days::Weekdays => ALL_WEEK_DAYS & !WEEKEND,
        Days::Weekend => WEEKEND,
        Days::Some(days) => days.iter().fold(0, |set, (day, _)| {
            set | match day {
                Weekday::Sunday => 1,
                Weekday::Monday => 1 << 1,
                Weekday::Tuesday => 1 << 2,
                Weekday::Wednesday => 1 << 3,
                Weekday::Thursday => 1 << 4,
                Weekday::Friday => 1 << 5,
                Weekday::Saturday => 1 << 6,
            }
        }),
    }
}
