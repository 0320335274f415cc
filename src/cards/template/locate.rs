//! Where a part of a JSON text stands, by its pointer: for what is reported about a file.

use std::ops::Range;

/// The value at `pointer`, or the nearest around it that is there. With `inside`, that part of a text's
/// characters (in bytes, escapes resolved).
#[must_use]
pub fn locate(json: &str, pointer: &str, inside: Option<Range<usize>>) -> Range<usize> {
    let found = find(json, pointer).0;
    match inside {
        Some(inside) if json.get(found.clone()).is_some_and(|text| text.starts_with('"')) => {
            within(json, &found, &inside)
        }
        _ => found,
    }
}

/// The key of the property at `pointer`, with its quotes; of an item of a list the item.
#[must_use]
pub fn locate_key(json: &str, pointer: &str) -> Range<usize> {
    let (value, key) = find(json, pointer);
    key.unwrap_or(value)
}

fn find(json: &str, pointer: &str) -> (Range<usize>, Option<Range<usize>>) {
    let mut scan = Scan { bytes: json.as_bytes(), at: 0 };
    scan.blanks();
    let start = scan.at;
    scan.value();
    let mut found = (start..scan.at, None);
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match (Scan { bytes: json.as_bytes(), at: found.0.start }).part(json, &step) {
            Some(next) => found = next,
            None => break,
        }
    }
    found
}

struct Scan<'j> {
    bytes: &'j [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn text(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    /// Goes to the end of the value that begins here.
    fn value(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.text(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                _ => {
                    while self.peek().is_some_and(|byte| !b",:]}{[\" \n\r\t".contains(&byte)) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// The property or item called `step` of the value that begins here.
    fn part(mut self, json: &str, step: &str) -> Option<(Range<usize>, Option<Range<usize>>)> {
        let list = match self.peek()? {
            b'{' => false,
            b'[' => true,
            _ => return None,
        };
        self.at += 1;
        let mut count = 0usize;
        loop {
            self.blanks();
            if matches!(self.peek()?, b'}' | b']') {
                return None;
            }
            let key = self.at;
            let mut key_range = None;
            let mut is_it = list && step.parse() == Ok(count);
            if !list {
                self.text();
                let name: Option<String> =
                    json.get(key..self.at).and_then(|name| serde_json::from_str(name).ok());
                is_it = name.as_deref() == Some(step);
                key_range = Some(key..self.at);
                self.blanks();
                self.at += 1;
                self.blanks();
            }
            let start = self.at;
            self.value();
            if is_it {
                return Some((start..self.at, key_range));
            }
            count += 1;
            self.blanks();
            if self.peek()? == b',' {
                self.at += 1;
            }
        }
    }
}

/// The bytes of a quoted text that stand for `inside` of its characters.
fn within(json: &str, text: &Range<usize>, inside: &Range<usize>) -> Range<usize> {
    let Some(raw) = json.get(text.start + 1..text.end.saturating_sub(1)) else { return text.clone() };
    let (mut start, mut end) = (None, None);
    let mut decoded = 0;
    let mut letters = raw.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if decoded >= inside.start {
            start.get_or_insert(at);
        }
        if decoded >= inside.end {
            end.get_or_insert(at);
        }
        decoded += match letter {
            '\\' => match letters.next() {
                Some((_, 'u')) => {
                    let code: String = letters.by_ref().take(4).map(|(_, digit)| digit).collect();
                    u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).map_or(2, char::len_utf8)
                }
                _ => 1,
            },
            other => other.len_utf8(),
        };
    }
    let base = text.start + 1;
    base + start.unwrap_or(raw.len())..base + end.unwrap_or(raw.len())
}

#[cfg(test)]
mod tests {
    use super::{locate, locate_key};

    #[test]
    fn parts_are_found_by_their_pointers() {
        let json = r#" { "a": [1, { "b/c": "x\n\u00e9${n}" }, true], "d" : null } "#;
        let check = |pointer: &str, expected: &str| {
            assert_eq!(json.get(locate(json, pointer, None)), Some(expected), "{pointer}");
        };
        check("", json.trim());
        check("/a/0", "1");
        check("/a/2", "true");
        check("/a/1/b~1c", r#""x\n\u00e9${n}""#);
        check("/d", "null");
        // What is not there is looked for around.
        check("/a/9/x", r#"[1, { "b/c": "x\n\u00e9${n}" }, true]"#);
        assert_eq!(json.get(locate_key(json, "/d")), Some("\"d\""));
        let inside = locate(json, "/a/1/b~1c", Some(4..8));
        assert_eq!(json.get(inside), Some("${n}"));
    }
}
