//! Texts with holes.

use crate::cards::render::card_text;
use crate::value::{Text, TextBuilder};

/// A text as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Never two known ones side by side.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Known(Text),
    Hole,
}

impl Words {
    /// A text without holes.
    #[must_use]
    pub fn known(text: &Text) -> Self {
        let mut words = Self::default();
        words.push(text);
        words
    }

    /// Adds a text at the end.
    pub fn push(&mut self, text: &Text) {
        if text.is_empty() {
            return;
        }
        if let Some(Piece::Known(last)) = self.pieces.last_mut() {
            let mut joined = TextBuilder::new();
            joined.push_text(last);
            joined.push_text(text);
            *last = joined.finish();
        } else {
            self.pieces.push(Piece::Known(text.clone()));
        }
    }

    /// Adds a hole at the end.
    pub fn push_hole(&mut self) {
        self.pieces.push(Piece::Hole);
    }

    /// Adds another text, with its holes.
    pub fn append(&mut self, other: &Self) {
        for piece in &other.pieces {
            match piece {
                Piece::Known(text) => self.push(text),
                Piece::Hole => self.push_hole(),
            }
        }
    }

    /// The text, where all of it is known.
    #[must_use]
    pub fn whole(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Known(text)] => Some(text.as_str()),
            _ => None,
        }
    }

    /// What it begins with.
    #[must_use]
    pub fn start(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Known(text)) => text.as_str(),
            Some(Piece::Hole) | None => "",
        }
    }

    /// What a text block shows, a letter for each hole: what stands there is mostly data, which is escaped.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut all = TextBuilder::new();
        for piece in &self.pieces {
            match piece {
                Piece::Known(text) => all.push_text(text),
                Piece::Hole => all.push("x", true),
            }
        }
        card_text(&all.finish())
    }

    /// Bytes of the JSON, at least.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let known = self.pieces.iter().map(|piece| match piece {
            Piece::Known(text) => serde_json::to_string(text.as_str()).map_or(0, |json| json.len() - 2),
            Piece::Hole => 0,
        });
        known.sum::<usize>() + 2
    }
}
