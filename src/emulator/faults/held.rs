//! What is held back, to come after what came later.

use std::time::Duration;

use tokio::time::Instant;

/// Items of one line that wait for others to pass them.
#[derive(Debug)]
pub(crate) struct Held<T>(Vec<Waiting<T>>);

#[derive(Debug)]
struct Waiting<T> {
    item: T,
    /// How many are still to pass.
    left: u32,
    /// When it goes, passed or not.
    until: Instant,
}

impl<T> Default for Held<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Held<T> {
    /// Holds an item back until `by` others have passed, at the latest for `ms`.
    pub(crate) fn hold(&mut self, item: T, by: u32, ms: u64) {
        // A time that no clock reaches is as good as a day.
        let longest = Duration::from_hours(24);
        let until = tokio::time::sleep(Duration::from_millis(ms).min(longest)).deadline();
        self.0.push(Waiting { item, left: by, until });
    }

    /// Another item has passed: what was waiting for it may go now.
    pub(crate) fn passed(&mut self) -> Vec<T> {
        for waiting in &mut self.0 {
            waiting.left = waiting.left.saturating_sub(1);
        }
        self.take(|waiting| waiting.left == 0)
    }

    /// Waits until the time of some has come; for ever where nothing is held.
    pub(crate) async fn due(&mut self) -> Vec<T> {
        match self.0.iter().map(|waiting| waiting.until).min() {
            Some(first) => {
                tokio::time::sleep_until(first).await;
                self.take(|waiting| waiting.until <= first)
            }
            None => std::future::pending().await,
        }
    }

    /// Lets go of everything.
    pub(crate) fn drain(&mut self) -> Vec<T> {
        self.take(|_| true)
    }

    fn take(&mut self, goes: impl Fn(&Waiting<T>) -> bool) -> Vec<T> {
        let (going, staying): (Vec<_>, Vec<_>) = self.0.drain(..).partition(goes);
        self.0 = staying;
        going.into_iter().map(|waiting| waiting.item).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[tokio::test]
    async fn what_is_held_goes_when_it_was_passed_or_its_time_has_come() {
        let mut held = Held::default();
        held.hold('a', 2, 60_000);
        held.hold('b', 1, 60_000);
        held.hold('c', 9, 5);
        assert_eq!(held.passed(), ['b']);
        assert_eq!(held.due().await, ['c']);
        assert_eq!(held.passed(), ['a']);
        assert!(held.drain().is_empty());
    }
}
