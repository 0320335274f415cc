//! The text format of Prometheus.

use super::family::{Counters, Histograms, Labels};
use std::fmt::Write;

/// A page of numbers that grows.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// Counts, one line for each combination of labels.
    pub(super) fn counters<const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        labels: [&str; N],
        counters: &Counters<N>,
    ) {
        self.head(name, help, "counter");
        for (values, count) in counters.all() {
            self.line(name, &pairs(labels, &values), &count.to_string());
        }
    }

    /// Histograms, each with its buckets, sum and count.
    pub(super) fn histograms<const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        labels: [&str; N],
        histograms: &Histograms<N>,
    ) {
        self.head(name, help, "histogram");
        for (values, histogram) in histograms.all() {
            let pairs = pairs(labels, &values);
            let up_to = histogram.up_to();
            let bounds = histograms.bounds().iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
            for (bound, count) in bounds.zip(&up_to) {
                let mut pairs = pairs.clone();
                pairs.push(("le", bound));
                self.line(&format!("{name}_bucket"), &pairs, &count.to_string());
            }
            self.line(&format!("{name}_sum"), &pairs, &histogram.sum().to_string());
            let count = up_to.last().copied().unwrap_or_default();
            self.line(&format!("{name}_count"), &pairs, &count.to_string());
        }
    }

    /// A number that goes up and down.
    pub(super) fn gauge(&mut self, name: &str, help: &str, pairs: &[(&str, String)], value: u64) {
        self.head(name, help, "gauge");
        self.line(name, pairs, &value.to_string());
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn head(&mut self, name: &str, help: &str, kind: &str) {
        // Writing to a String does not fail.
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, pairs: &[(&str, String)], value: &str) {
        self.text.push_str(name);
        if !pairs.is_empty() {
            let pairs = pairs.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value)));
            let _ = write!(self.text, "{{{}}}", pairs.collect::<Vec<_>>().join(","));
        }
        let _ = writeln!(self.text, " {value}");
    }
}

fn pairs<'l, const N: usize>(labels: [&'l str; N], values: &Labels<N>) -> Vec<(&'l str, String)> {
    labels.into_iter().zip(values.iter().map(ToString::to_string)).collect()
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::engine::vitals::family::{Counters, Histograms};

    #[test]
    fn the_page_is_as_prometheus_reads_it() {
        let mut page = Page::default();
        let runs = Counters::new();
        runs.add(["command \"a\\b\"".into(), "done".into()]);
        page.counters("runs_total", "Runs.", ["handler", "outcome"], &runs);
        let times = Histograms::new(&[0.5, 1.0]);
        times.put(["x".into()], 0.7);
        times.put(["x".into()], 3.0);
        page.histograms("seconds", "Times.", ["what"], &times);
        page.gauge("waiting", "Waiting.", &[], 3);
        let expected = r#"# HELP runs_total Runs.
# TYPE runs_total counter
runs_total{handler="command \"a\\b\"",outcome="done"} 1
# HELP seconds Times.
# TYPE seconds histogram
seconds_bucket{what="x",le="0.5"} 0
seconds_bucket{what="x",le="1"} 1
seconds_bucket{what="x",le="+Inf"} 2
seconds_sum{what="x"} 3.7
seconds_count{what="x"} 2
# HELP waiting Waiting.
# TYPE waiting gauge
waiting 3
"#;
        assert_eq!(page.finish(), expected);
    }
}
