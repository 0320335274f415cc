//! From byte offsets to lines and columns.

/// A place as users count it: line and column from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// The line starts of one text; built once, asked often.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the lines of `text` (`\n` ends a line; a `\r` before it belongs to the line).
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        Self { starts }
    }

    /// Line and column of the byte `offset` in `text`, the text that the index was made of. An
    /// offset past the end is read as the end, one inside a character as its start.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        LineColumn { line, column }
    }

    /// Byte range of the `line` (from 1), without its line end; `None` past the last line.
    #[must_use]
    pub fn line_range(&self, text: &str, line: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        Some(start..end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "aé→x\nsecond\r\n";
        let index = LineIndex::new(text);
        for (offset, line, column) in [(0, 1, 1), (1, 1, 2), (3, 1, 3), (6, 1, 4), (8, 2, 1), (99, 3, 1)] {
            assert_eq!(index.line_column(text, offset), LineColumn { line, column }, "offset {offset}");
        }
        assert_eq!(index.line_range(text, 1), Some(0..7));
        assert_eq!(index.line_range(text, 9), None);
    }
}
