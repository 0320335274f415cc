//! Points in time as the wire writes them.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A point in time: read with any offset and fraction (`2015-10-18T14:26:16+00:00`), written as
/// UTC with milliseconds and `Z` (`2016-04-21T19:12:48.920Z`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct WireTime(pub Timestamp);

impl WireTime {
    /// Reads the ISO 8601 form; `None` when it is no time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Self)
    }

    /// From milliseconds since the Unix epoch; `None` out of the range of times.
    #[must_use]
    pub fn from_millisecond(ms: i64) -> Option<Self> {
        Timestamp::from_millisecond(ms).ok().map(Self)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub fn as_millisecond(self) -> i64 {
        self.0.as_millisecond()
    }
}

impl From<Timestamp> for WireTime {
    fn from(time: Timestamp) -> Self {
        Self(time)
    }
}

impl fmt::Display for WireTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl Serialize for WireTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for WireTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a time is not in ISO 8601 form"))
    }
}

/// An optional time: what is no time is absent, since no rule of ours rests on it alone.
pub(in crate::webex) fn lenient<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<WireTime>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().and_then(WireTime::parse))
}

#[cfg(test)]
mod tests {
    use super::WireTime;

    fn check(read: &str, written: Option<&str>) {
        assert_eq!(WireTime::parse(read).map(|time| time.to_string()).as_deref(), written, "{read}");
    }

    #[test]
    fn times_are_read_in_any_form_and_written_in_one() {
        check("2016-04-21T19:12:48.920Z", Some("2016-04-21T19:12:48.920Z"));
        check("2015-10-18T14:26:16+00:00", Some("2015-10-18T14:26:16.000Z"));
        check("2015-10-18T14:26:16+02:00", Some("2015-10-18T12:26:16.000Z"));
        check("2015-10-18T14:26:16.123456Z", Some("2015-10-18T14:26:16.123Z"));
        check("2015-10-18T14:26:16Z", Some("2015-10-18T14:26:16.000Z"));
        check("yesterday", None);
        check("", None);
    }
}
