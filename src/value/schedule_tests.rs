//! Ticks by hand, and by property.

use super::{ALL_MONTH_DAYS, ALL_MONTHS, ALL_WEEK_DAYS, Calendar, Schedule, hour_of, read_cron};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn daily(minutes: u16) -> Schedule {
    Schedule::Calendar(Calendar {
        minutes: vec![minutes],
        month_days: ALL_MONTH_DAYS,
        months: ALL_MONTHS,
        week_days: ALL_WEEK_DAYS,
        either: false,
    })
}

fn cron(line: &str) -> Schedule {
    Schedule::Calendar(read_cron(line).unwrap())
}

/// The ticks after a local time, as local times with their offsets.
fn check(schedule: &Schedule, zone_name: &str, after: &str, expected: &[&str]) {
    let zone = zone(zone_name);
    let start: DateTime = after.parse().unwrap();
    let mut at = start.to_zoned(zone.clone()).unwrap().timestamp().as_millisecond();
    let mut ticks = Vec::new();
    for _ in expected {
        at = schedule.next_after(at, &zone).unwrap();
        let shown: Zoned = Timestamp::from_millisecond(at).unwrap().to_zoned(zone.clone());
        ticks.push(shown.strftime("%a %Y-%m-%d %H:%M %z").to_string());
    }
    assert_eq!(ticks, expected, "{after}");
}

#[test]
fn days_and_hours() {
    check(
        &daily(540),
        "Europe/London",
        "2026-01-05T08:59",
        &["Mon 2026-01-05 09:00 +0000", "Tue 2026-01-06 09:00 +0000"],
    );
    check(&daily(540), "Europe/London", "2026-01-05T09:00", &["Tue 2026-01-06 09:00 +0000"]);
    check(&cron("0 9 * * 1-5"), "UTC", "2026-01-09T10:00", &["Mon 2026-01-12 09:00 +0000"]);
    check(
        &cron("*/20 8-9 * * mon"),
        "UTC",
        "2026-01-05T08:10",
        &[
            "Mon 2026-01-05 08:20 +0000",
            "Mon 2026-01-05 08:40 +0000",
            "Mon 2026-01-05 09:00 +0000",
            "Mon 2026-01-05 09:20 +0000",
            "Mon 2026-01-05 09:40 +0000",
            "Mon 2026-01-12 08:00 +0000",
        ],
    );
    check(&cron("0 0 29 feb *"), "UTC", "2026-01-05T00:00", &["Tue 2028-02-29 00:00 +0000"]);
    check(
        &cron("0 12 13 * 5"),
        "UTC",
        "2026-02-01T00:00",
        &["Fri 2026-02-06 12:00 +0000", "Fri 2026-02-13 12:00 +0000"],
    );
    check(&cron("0 12 * * 7"), "UTC", "2026-01-05T00:00", &["Sun 2026-01-11 12:00 +0000"]);
    assert_eq!(cron("0 0 31 2 *").next_after(0, &TimeZone::UTC), None);
}

#[test]
fn daylight_saving() {
    // The clock goes from 01:00 to 02:00 on 29 March 2026: what is skipped runs right after.
    check(
        &daily(90),
        "Europe/London",
        "2026-03-28T02:00",
        &["Sun 2026-03-29 02:00 +0100", "Mon 2026-03-30 01:30 +0100"],
    );
    // The first minute of what is skipped, and the last.
    for minutes in [60, 119] {
        check(&daily(minutes), "Europe/London", "2026-03-28T02:00", &["Sun 2026-03-29 02:00 +0100"]);
    }
    check(&cron("0 1 * * sun"), "Europe/London", "2026-03-22T02:00", &["Sun 2026-03-29 02:00 +0100"]);
    check(&cron("0 2 * * *"), "America/New_York", "2026-03-07T03:00", &["Sun 2026-03-08 03:00 -0400"]);
    check(
        &daily(0),
        "America/Sao_Paulo",
        "2018-11-03T12:00",
        &["Sun 2018-11-04 01:00 -0200", "Mon 2018-11-05 00:00 -0200"],
    );
    // The clock goes from 02:00 back to 01:00 on 25 October 2026: what comes twice runs once.
    check(
        &daily(90),
        "Europe/London",
        "2026-10-24T02:00",
        &["Sun 2026-10-25 01:30 +0100", "Mon 2026-10-26 01:30 +0000"],
    );
}

#[test]
fn intervals_keep_their_beat_over_a_pause() {
    let every = Schedule::Interval(5_000);
    assert_eq!(every.next_after(7, &TimeZone::UTC), Some(5_007));
    assert_eq!(every.next_tick(5_007, 5_010, &TimeZone::UTC), Some(10_007));
    assert_eq!(every.next_tick(5_007, 23_000, &TimeZone::UTC), Some(25_007));
}

#[test]
fn mistakes_are_named() {
    let check = |line: &str, part: &str| {
        let found = read_cron(line).unwrap_err();
        assert!(found.contains(part), "{line}: {found}");
    };
    check("* * * *", "five fields");
    check("60 * * * *", "`60` is no minute");
    check("* 5-3 * * *", "5 comes after 3");
    check("*/0 * * * *", "a step");
    check("* * 0 * *", "day of the month");
    check("* * * foo *", "`foo` is no month");
}

#[test]
fn no_minute_of_a_gap_is_lost() {
    for (name, day, change) in [
        ("Europe/London", "2026-03-29", "02:00"),
        ("America/New_York", "2026-03-08", "03:00"),
        ("America/Sao_Paulo", "2018-11-04", "01:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:30"),
    ] {
        let zone = zone(name);
        let date: Date = day.parse().unwrap();
        let change: DateTime = format!("{day}T{change}").parse().unwrap();
        let change = change.to_zoned(zone.clone()).unwrap().timestamp().as_millisecond();
        for minutes in 0..1440 {
            let at = hour_of(date, minutes, &zone).unwrap();
            let shown = Timestamp::from_millisecond(at).unwrap().to_zoned(zone.clone());
            let shown_minutes = i32::from(shown.hour()) * 60 + i32::from(shown.minute());
            assert!(shown_minutes == i32::from(minutes) || at == change, "{name} {minutes}: {shown}");
            assert_eq!(shown.date(), date, "{name} {minutes}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn ticks_rise_and_fit(minutes in 0u16..1440, days in 1u8..128, at in 0i64..4_000_000_000_000, berlin in any::<bool>()) {
        let zone = zone(if berlin { "Europe/Berlin" } else { "America/New_York" });
        let Schedule::Calendar(all) = daily(minutes) else { return Ok(()) };
        let calendar = Calendar { week_days: days, ..all };
        let schedule = Schedule::Calendar(calendar.clone());
        let first = schedule.next_after(at, &zone).unwrap();
        let second = schedule.next_after(first, &zone).unwrap();
        prop_assert!(at < first && first < second);
        prop_assert!(second - first >= 22 * 3_600_000, "once a day");
        let shown = Timestamp::from_millisecond(first).unwrap().to_zoned(zone);
        prop_assert!(calendar.fits(shown.date()));
    }
}
