//! What counts as the same word: case, and the quotes and dashes that phones type for plain ones, do
//! not matter.

use smol_str::SmolStr;

/// `Check–In` and `check-in` fold to the same.
pub(super) fn fold(word: &str) -> SmolStr {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return SmolStr::new(word);
    }
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            _ if is_dash(letter) => {
                // A phone makes one long dash of two.
                if !folded.ends_with('-') {
                    folded.push('-');
                }
            }
            '‘' | '’' | 'ʼ' | '‛' | '´' | '`' => folded.push('\''),
            // A dotted capital I would leave its dot behind.
            'İ' => folded.push('i'),
            _ => folded.extend(letter.to_lowercase()),
        }
    }
    folded.into()
}

/// Hyphens and dashes as people type them, and as phones replace them.
pub(super) fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_quotes_and_dashes_do_not_matter() {
        for (typed, folded) in [
            ("Deploy", "deploy"),
            ("check–in", "check-in"),
            ("check—in", "check-in"),
            ("what’s", "what's"),
            ("ÜBER", "über"),
            ("İzmir", "izmir"),
            ("", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }
}
