//! Where a part of a JSON text stands, by its pointer: for what is reported about a file.

use super::template::pointer_of;
use std::collections::HashMap;
use std::ops::Range;

/// Where the parts of a JSON text stand.
#[derive(Clone, Debug)]
pub struct Places {
    text: String,
    /// By pointer: the value, and the name of the property with its quotes.
    parts: HashMap<String, (Range<usize>, Option<Range<usize>>)>,
}

/// Lists and objects in each other: the reader of JSON takes no more.
const DEPTH_MAX: usize = 130;

impl Places {
    /// Finds all parts of a text that is JSON.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut places = Self { text: text.to_owned(), parts: HashMap::new() };
        let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
        scan.blanks();
        places.part(&mut scan, String::new(), None, 0);
        places
    }

    /// The value at `pointer`, or the nearest around it that is there.
    #[must_use]
    pub fn value(&self, pointer: &str) -> Range<usize> {
        self.find(pointer).0.clone()
    }

    /// The key of the property at `pointer`, with its quotes; of an item of a list the item.
    #[must_use]
    pub fn key(&self, pointer: &str) -> Range<usize> {
        let (value, key) = self.find(pointer);
        key.as_ref().unwrap_or(value).clone()
    }

    /// A part of the text at `pointer`: some of its characters, in bytes, escapes resolved.
    #[must_use]
    pub fn inside(&self, pointer: &str, inside: &Range<usize>) -> Range<usize> {
        let found = self.value(pointer);
        match self.text.get(found.clone()) {
            Some(text) if text.starts_with('"') => within(&self.text, &found, inside),
            _ => found,
        }
    }

    fn find(&self, pointer: &str) -> &(Range<usize>, Option<Range<usize>>) {
        const NOWHERE: &(Range<usize>, Option<Range<usize>>) = &(0..0, None);
        let mut at = pointer;
        loop {
            match (self.parts.get(at), at.rsplit_once('/')) {
                (Some(found), _) => return found,
                (None, Some((around, _))) => at = around,
                (None, None) => return NOWHERE,
            }
        }
    }

    /// The value that begins here, and all in it.
    fn part(&mut self, scan: &mut Scan<'_>, pointer: String, key: Option<Range<usize>>, depth: usize) {
        let start = scan.at;
        let list = match scan.peek() {
            Some(b'[') if depth < DEPTH_MAX => true,
            Some(b'{') if depth < DEPTH_MAX => false,
            _ => {
                scan.value();
                self.parts.insert(pointer, (start..scan.at, key));
                return;
            }
        };
        scan.at += 1;
        let mut count = 0usize;
        loop {
            scan.blanks();
            if scan.peek().is_none_or(|byte| byte == b'}' || byte == b']') {
                scan.at += 1;
                break;
            }
            let before = scan.at;
            let (name, key) = if list { (count.to_string(), None) } else { self.key_at(scan) };
            let below = pointer_of(&pointer, &name);
            self.part(scan, below, key, depth + 1);
            count += 1;
            scan.blanks();
            if scan.peek() == Some(b',') {
                scan.at += 1;
            }
            // What is no JSON would not go on.
            if scan.at == before {
                break;
            }
        }
        self.parts.insert(pointer, (start..scan.at.min(self.text.len()), key));
    }

    fn key_at(&self, scan: &mut Scan<'_>) -> (String, Option<Range<usize>>) {
        let start = scan.at;
        scan.text();
        let range = start..scan.at.min(self.text.len());
        let name = self.text.get(range.clone()).and_then(|name| serde_json::from_str(name).ok());
        scan.blanks();
        scan.at += 1;
        scan.blanks();
        (name.unwrap_or_default(), Some(range))
    }
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
    use super::Places;

    #[test]
    fn parts_are_found_by_their_pointers() {
        let json = r#" { "a": [1, { "b/c": "x\n\u00e9${n}" }, true], "d" : null, "e": {} } "#;
        let places = Places::of(json);
        let check = |pointer: &str, expected: &str| {
            assert_eq!(json.get(places.value(pointer)), Some(expected), "{pointer}");
        };
        check("", json.trim());
        check("/a/0", "1");
        check("/a/2", "true");
        check("/a/1/b~1c", r#""x\n\u00e9${n}""#);
        check("/d", "null");
        check("/e", "{}");
        // What is not there is looked for around.
        check("/a/9/x", r#"[1, { "b/c": "x\n\u00e9${n}" }, true]"#);
        assert_eq!(json.get(places.key("/d")), Some("\"d\""));
        assert_eq!(json.get(places.key("/a/0")), Some("1"));
        assert_eq!(json.get(places.inside("/a/1/b~1c", &(4..8))), Some("${n}"));
        assert_eq!(json.get(places.inside("/a/0", &(4..8))), Some("1"));
    }

    #[test]
    fn what_is_no_json_has_an_end() {
        for text in ["", "{", "[", "{\"a", "{\"a\":", "[1,,", "}{", "{]", "[}", "nul"] {
            assert!(Places::of(text).value("/a").end <= text.len(), "{text}");
        }
        assert!(Places::of(&"[".repeat(1000)).value("/0").end <= 1000);
    }
}
