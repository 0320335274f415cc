//! Fenced blocks of Markdown pages, as the tests of examples run them.

/// A fenced block.
#[derive(Debug)]
pub struct Block {
    /// The `##` heading above it.
    pub heading: String,
    /// Words after the fence: the language, then what the block says about itself.
    pub info: Vec<String>,
    /// Its lines.
    pub text: String,
    /// Line of its fence, from 1.
    pub line: usize,
}

impl Block {
    /// The language: the first word after the fence.
    pub fn language(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    /// The file that the block stands for: its second word, or `bot.wbot`.
    pub fn file_name(&self) -> &str {
        self.info.get(1).map_or("bot.wbot", String::as_str)
    }

    /// Its bytes, in the encoding that its third word names; `long`: with blanks after them, more than a
    /// file may have.
    pub fn bytes(&self) -> Vec<u8> {
        match self.info.get(2).map(String::as_str) {
            Some("latin1") => self
                .text
                .chars()
                .map(|one| u8::try_from(u32::from(one)).expect("the block is Latin-1"))
                .collect(),
            Some("long") => {
                let mut bytes = self.text.clone().into_bytes();
                bytes.resize(wbot::base::limits::SOURCE_BYTES_MAX + 1, b' ');
                bytes
            }
            Some(other) => panic!("line {}: no encoding is called {other}", self.line),
            None => self.text.clone().into_bytes(),
        }
    }
}

/// All fenced blocks of a page, in order.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
        } else if let Some(info) = line.strip_prefix("```") {
            let info = info.split_whitespace().map(str::to_owned).collect();
            let text = lines.by_ref().take_while(|(_, line)| !line.starts_with("```"));
            let text = text.flat_map(|(_, line)| [line, "\n"]).collect();
            blocks.push(Block { heading: heading.clone(), info, text, line: index + 1 });
        }
    }
    blocks
}

#[test]
fn blocks_know_their_heading_and_file() {
    let page =
        "## One\n```wbot\nsay 1\n```\n\n## Two\n```json a/b.json\n{}\n```\n```wbot bot.wbot latin1\né\n```\n";
    let blocks = blocks(page);
    let shown: Vec<_> = blocks
        .iter()
        .map(|block| (block.heading.as_str(), block.language(), block.file_name(), block.line))
        .collect();
    assert_eq!(
        shown,
        [("One", "wbot", "bot.wbot", 2), ("Two", "json", "a/b.json", 7), ("Two", "wbot", "bot.wbot", 10)]
    );
    assert_eq!(blocks.last().map(Block::bytes), Some(vec![0xE9, b'\n']));
}
