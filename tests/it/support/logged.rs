//! What is logged in this thread, for tests that run all in one.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing::subscriber::{DefaultGuard, set_default};

/// Log lines, from when it is made until it is dropped.
pub struct Logged {
    bytes: Lines,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Logged {
    pub fn new() -> Self {
        let bytes = Lines::default();
        let writer = bytes.clone();
        let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        Self { bytes, _guard: set_default(lines) }
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.0.lock().unwrap().clone()).unwrap()
    }

    /// How many lines have this in them.
    pub fn times(&self, part: &str) -> usize {
        self.text().lines().filter(|line| line.contains(part)).count()
    }
}
