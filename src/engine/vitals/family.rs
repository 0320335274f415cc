//! Numbers of one name: a counter or a histogram for each combination of label values.

use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Combinations of label values that one name may have; what comes after counts as `other`. The values are
/// few by design, but for the names of handlers: those of each version of the script come in.
const SERIES_MAX: usize = 500;

/// The values of the labels, in their order.
pub(super) type Labels<const N: usize> = [SmolStr; N];

/// Series by their labels.
#[derive(Debug)]
struct Series<const N: usize, T> {
    by_labels: Mutex<BTreeMap<Labels<N>, T>>,
}

impl<const N: usize, T: Clone> Series<N, T> {
    fn new() -> Self {
        Self { by_labels: Mutex::new(BTreeMap::new()) }
    }

    fn change(&self, labels: Labels<N>, new: impl FnOnce() -> T, change: impl FnOnce(&mut T)) {
        let mut series = self.series();
        let known = series.len() < SERIES_MAX || series.contains_key(&labels);
        let labels = if known { labels } else { std::array::from_fn(|_| SmolStr::new_static("other")) };
        change(series.entry(labels).or_insert_with(new));
    }

    fn all(&self) -> Vec<(Labels<N>, T)> {
        self.series().iter().map(|(labels, value)| (labels.clone(), value.clone())).collect()
    }

    fn series(&self) -> MutexGuard<'_, BTreeMap<Labels<N>, T>> {
        self.by_labels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts that only grow.
#[derive(Debug)]
pub(super) struct Counters<const N: usize> {
    series: Series<N, u64>,
}

impl<const N: usize> Counters<N> {
    pub(super) fn new() -> Self {
        Self { series: Series::new() }
    }

    /// One more.
    pub(super) fn add(&self, labels: Labels<N>) {
        self.series.change(labels, || 0, |count| *count = count.saturating_add(1));
    }

    pub(super) fn all(&self) -> Vec<(Labels<N>, u64)> {
        self.series.all()
    }
}

/// How often a value was at most so large.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Histogram {
    /// Values in each bucket, not those of the buckets before; the last one is for what is larger than all
    /// bounds.
    buckets: Vec<u64>,
    sum: f64,
}

/// Histograms with the same bounds.
#[derive(Debug)]
pub(super) struct Histograms<const N: usize> {
    bounds: &'static [f64],
    series: Series<N, Histogram>,
}

impl<const N: usize> Histograms<N> {
    /// `bounds` grow.
    pub(super) fn new(bounds: &'static [f64]) -> Self {
        Self { bounds, series: Series::new() }
    }

    /// A time was taken.
    pub(super) fn time(&self, labels: Labels<N>, took: Duration) {
        self.put(labels, took.as_secs_f64());
    }

    /// A value was seen.
    pub(super) fn put(&self, labels: Labels<N>, value: f64) {
        let at = self.bounds.partition_point(|bound| *bound < value);
        let new = || Histogram { buckets: vec![0; self.bounds.len() + 1], sum: 0.0 };
        self.series.change(labels, new, |histogram| {
            if let Some(count) = histogram.buckets.get_mut(at) {
                *count += 1;
            }
            histogram.sum += value;
        });
    }

    pub(super) fn bounds(&self) -> &'static [f64] {
        self.bounds
    }

    pub(super) fn all(&self) -> Vec<(Labels<N>, Histogram)> {
        self.series.all()
    }
}

impl Histogram {
    /// For each bound, how many values were at most that; then how many there were.
    pub(super) fn up_to(&self) -> Vec<u64> {
        let mut total = 0;
        self.buckets
            .iter()
            .map(|count| {
                total += count;
                total
            })
            .collect()
    }

    pub(super) fn sum(&self) -> f64 {
        self.sum
    }
}

#[cfg(test)]
mod tests {
    use super::{Counters, Histograms, SERIES_MAX};
    use smol_str::format_smolstr;
    use std::time::Duration;

    #[test]
    fn a_value_is_in_the_bucket_that_it_just_fits() {
        let histograms = Histograms::<0>::new(&[0.1, 1.0]);
        for value in [0.05, 0.1, 0.5, 1.0, 7.0] {
            histograms.put([], value);
        }
        histograms.time([], Duration::from_millis(100));
        let [(_, all)] = &histograms.all()[..] else { panic!("there is one series") };
        assert_eq!(all.up_to(), [3, 5, 6]);
        assert!((all.sum() - 8.75).abs() < 1e-9);
    }

    #[test]
    fn too_many_combinations_count_as_other() {
        let counters = Counters::<2>::new();
        for number in 0..SERIES_MAX + 20 {
            counters.add([format_smolstr!("handler {number}"), "done".into()]);
        }
        counters.add(["handler 0".into(), "done".into()]);
        let all = counters.all();
        assert_eq!(all.len(), SERIES_MAX + 1);
        let of = |name: &str| all.iter().find(|(labels, _)| labels[0] == name).map(|(_, count)| *count);
        assert_eq!((of("other"), of("handler 0")), (Some(20), Some(2)));
    }
}
