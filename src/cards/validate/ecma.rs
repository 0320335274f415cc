//! Whether a regex of JavaScript compiles. Clients run it; what it matches is none of our affair here.

/// What is wrong with the pattern, if anything.
pub(super) fn problem(pattern: &str) -> Option<String> {
    let mut reader = Reader { rest: pattern.chars().collect(), at: 0 };
    reader.alternatives(0).err()
}

/// Groups in groups, as deep as anybody writes them.
const DEPTH_MAX: usize = 64;

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn takes(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(at, char)| self.rest.get(self.at + at) == Some(&char));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    /// Up to the end, or to the parenthesis that closes the group.
    fn alternatives(&mut self, depth: usize) -> Result<(), String> {
        if depth > DEPTH_MAX {
            return Err("too many groups in groups".to_owned());
        }
        // Whether there is something that `*` could repeat.
        let mut atom = false;
        while let Some(char) = self.take() {
            atom = match char {
                ')' if depth > 0 => return Ok(()),
                ')' => return Err("a `)` closes nothing".to_owned()),
                '(' => self.group(depth)?,
                '[' => self.class()?,
                '\\' => self.escape()?,
                '|' | '^' | '$' => false,
                '*' | '+' | '?' => {
                    if !atom {
                        return Err(format!("there is nothing that `{char}` could repeat"));
                    }
                    self.takes("?");
                    false
                }
                '{' => self.count(atom)?,
                _ => true,
            };
        }
        if depth > 0 { Err("a `(` is not closed".to_owned()) } else { Ok(()) }
    }

    /// After the parenthesis; whether it can be repeated.
    fn group(&mut self, depth: usize) -> Result<bool, String> {
        let looks = self.takes("?=") || self.takes("?!");
        let looks_back = !looks && (self.takes("?<=") || self.takes("?<!"));
        if !looks && !looks_back && !self.takes("?:") && self.takes("?") {
            if !self.takes("<") {
                return Err("`(?` begins no group that JavaScript knows".to_owned());
            }
            let mut name = 0;
            while let Some(char) = self.take().filter(|char| *char != '>') {
                if !(char.is_alphanumeric() || char == '_' || char == '$') {
                    return Err("the name of a group is not closed by `>`".to_owned());
                }
                name += 1;
            }
            if name == 0 {
                return Err("a group has no name between `<` and `>`".to_owned());
            }
        }
        self.alternatives(depth + 1)?;
        Ok(!looks_back)
    }

    fn class(&mut self) -> Result<bool, String> {
        self.takes("^");
        let mut before: Option<char> = None;
        loop {
            let Some(char) = self.take() else { return Err("a `[` is not closed".to_owned()) };
            match char {
                ']' => return Ok(true),
                '\\' => {
                    self.escape()?;
                    before = None;
                }
                '-' => match (before, self.peek()) {
                    (Some(low), Some(high)) if high != ']' && high != '\\' => {
                        self.take();
                        if low > high {
                            return Err(format!("the range `{low}-{high}` is the wrong way round"));
                        }
                        before = None;
                    }
                    _ => before = Some('-'),
                },
                char => before = Some(char),
            }
        }
    }

    fn escape(&mut self) -> Result<bool, String> {
        match self.take() {
            None => Err("it ends with a backslash".to_owned()),
            Some('b' | 'B') => Ok(false),
            Some(_) => Ok(true),
        }
    }

    /// `{2}`, `{2,}`, `{2,5}`; any other brace stands for itself.
    fn count(&mut self, atom: bool) -> Result<bool, String> {
        let inside: String = self.rest.iter().skip(self.at).take_while(|char| **char != '}').collect();
        let closed = self.rest.get(self.at + inside.chars().count()) == Some(&'}');
        let (least, most) = match inside.split_once(',') {
            Some((least, most)) => (least, most),
            None => (inside.as_str(), ""),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !closed || least.is_empty() || !digits(least) || !digits(most) {
            return Ok(true);
        }
        if !atom {
            return Err(format!("there is nothing that `{{{inside}}}` could repeat"));
        }
        self.at += inside.chars().count() + 1;
        self.takes("?");
        match (least.parse::<u64>(), most.parse::<u64>()) {
            (Ok(least), Ok(most)) if least > most => {
                Err(format!("`{{{inside}}}` has the larger number first"))
            }
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn what_compiles_in_javascript() {
        for good in [
            r"^[A-Z][a-z]+, [A-Z][a-z]+$",
            r"^\(?([0-9]{3})\)?[-.\s]?([0-9]{3})$",
            r"(?=.*\d)(?!x)(?<year>\d{4})(?<=a)b",
            "a{2,}?b{,3}{",
            "[]a]",
            "[^-a-]",
            "",
        ] {
            assert_eq!(problem(good), None, "{good}");
        }
        for (bad, part) in [
            ("[a-z", "`[`"),
            ("(a", "`(`"),
            ("a)", "`)`"),
            ("*a", "`*`"),
            ("a**", "`*`"),
            ("a{3,2}", "larger"),
            ("[z-a]", "`z-a`"),
            ("(?P<x>a)", "`(?`"),
            ("(?<>a)", "no name"),
            ("a\\", "backslash"),
        ] {
            let found = problem(bad);
            assert!(found.as_deref().is_some_and(|it| it.contains(part)), "{bad}: {found:?}");
        }
    }
}
