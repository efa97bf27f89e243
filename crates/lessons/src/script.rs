//! Markdown as a lesson uses it, as a flat list of pieces with their lines: headings, blocks, quotes. It knows no lesson. What a lesson
//! cannot show (HTML, pictures, tables, lists within lists) is a fault.

use playground::lesson::{Block, Run};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::fault::Fault;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A heading of level 1 to 3.
    Heading(u8, String),
    /// A paragraph, a list or formulas.
    Block(Block),
    /// A quoted paragraph.
    Quote(Vec<Run>),
}

/// The pieces of a text with the numbers of their lines.
///
/// # Errors
/// If there is something that a lesson cannot show.
pub(crate) fn pieces(file: &str, text: &str) -> Result<Vec<(usize, Piece)>, Fault> {
    let events = Parser::new(text).into_offset_iter().map(|(event, range)| (event, line_of(text, range.start)));
    let mut reader = Reader { file, events: events.collect::<Vec<_>>().into_iter() };
    let mut pieces = Vec::new();
    while let Some((event, line)) = reader.events.next() {
        pieces.push((line, reader.piece(event, line)?));
    }
    Ok(pieces)
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

struct Reader<'a> {
    file: &'a str,
    events: std::vec::IntoIter<(Event<'a>, usize)>,
}

impl<'a> Reader<'a> {
    fn fault(&self, line: usize, what: &str) -> Fault {
        Fault::new(format!("{}:{line}", self.file), what)
    }

    fn piece(&mut self, event: Event<'a>, line: usize) -> Result<Piece, Fault> {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    _ => return Err(self.fault(line, "a heading has one to three #")),
                };
                Ok(Piece::Heading(level, playground::lesson::plain_text(&self.runs(line)?)))
            }
            Event::Start(Tag::Paragraph) => Ok(Piece::Block(Block::Paragraph(self.runs(line)?))),
            Event::Start(Tag::List(first)) => {
                let piece = self.list(first.is_some()).map(Piece::Block)?;
                match first {
                    None | Some(1) => Ok(piece),
                    Some(_) => Err(self.fault(
                        line,
                        "a list begins with 1; a paragraph that begins with a number and a full stop is a list",
                    )),
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                let mut text = String::new();
                while let Some((Event::Text(part), _)) = self.events.next() {
                    text.push_str(&part);
                }
                Ok(Piece::Block(Block::Formula(text.trim_end().to_owned())))
            }
            Event::Start(Tag::BlockQuote(_)) => self.quote(line).map(Piece::Quote),
            _ => Err(self.fault(
                line,
                "a lesson has headings, paragraphs, lists, formulas and one quote per step, and nothing else",
            )),
        }
    }

    fn quote(&mut self, line: usize) -> Result<Vec<Run>, Fault> {
        let one = "a quote is the one sentence that says what to do: one paragraph";
        let Some((Event::Start(Tag::Paragraph), at)) = self.events.next() else { return Err(self.fault(line, one)) };
        let runs = self.runs(at)?;
        match self.events.next() {
            Some((Event::End(TagEnd::BlockQuote(_)), _)) => Ok(runs),
            _ => Err(self.fault(line, one)),
        }
    }

    fn list(&mut self, is_numbered: bool) -> Result<Block, Fault> {
        let mut entries = Vec::new();
        while let Some((Event::Start(Tag::Item), line)) = self.events.next() {
            entries.push(self.runs(line)?);
        }
        Ok(if is_numbered { Block::Numbered(entries) } else { Block::List(entries) })
    }

    /// The runs up to the end of what began.
    fn runs(&mut self, line: usize) -> Result<Vec<Run>, Fault> {
        let mut runs: Vec<Run> = Vec::new();
        let mut push = |run: Run| match (runs.last_mut(), run) {
            (Some(Run::Text(before)), Run::Text(more)) => before.push_str(&more),
            (_, run) => runs.push(run),
        };
        while let Some((event, at)) = self.events.next() {
            match event {
                Event::Text(text) => push(Run::Text(text.into_string())),
                Event::SoftBreak => push(Run::Text("\n".into())),
                Event::Code(code) => push(Run::Code(code.into_string())),
                Event::Start(Tag::Emphasis) => push(Run::Emphasis(self.inner(at)?)),
                Event::Start(Tag::Strong) => push(Run::Strong(self.inner(at)?)),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    push(Run::Link { text: self.inner(at)?, to: dest_url.into_string() });
                }
                Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                    runs.iter_mut().for_each(join_lines);
                    return Ok(runs);
                }
                _ => return Err(self.fault(at, "a line has text, emphasis, code and links, and nothing else")),
            }
        }
        Err(self.fault(line, "the text ends too early"))
    }

    /// The text within emphasis or a link.
    fn inner(&mut self, line: usize) -> Result<String, Fault> {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::SoftBreak => text.push(' '),
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => return Ok(text),
                _ => break,
            }
        }
        Err(self.fault(line, "emphasis and links hold text alone"))
    }
}

/// Where a line of the file ends, a blank stands; between two Chinese characters nothing.
fn join_lines(run: &mut Run) {
    let Run::Text(text) = run else { return };
    let is_wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
    let mut joined = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' if is_wide(joined.chars().next_back()) && is_wide(rest.peek().copied()) => {}
            '\n' => joined.push(' '),
            c => joined.push(c),
        }
    }
    *text = joined;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Run {
        Run::Text(text.into())
    }

    #[test]
    fn a_text_becomes_pieces_with_their_lines() {
        let found = pieces(
            "f",
            "# A *b*\n\nOne `x²`\nand **two**.\n\n> Do it.\n\n```\na = 1\nb = 2\n```\n\n- x\n- [y](lesson:a/b)\n",
        )
        .unwrap();
        let paragraph = vec![text("One "), Run::Code("x²".into()), text(" and "), Run::Strong("two".into()), text(".")];
        let link = Run::Link { text: "y".into(), to: "lesson:a/b".into() };
        let expected = [
            (1, Piece::Heading(1, "A b".into())),
            (3, Piece::Block(Block::Paragraph(paragraph))),
            (6, Piece::Quote(vec![text("Do it.")])),
            (8, Piece::Block(Block::Formula("a = 1\nb = 2".into()))),
            (13, Piece::Block(Block::List(vec![vec![text("x")], vec![link]]))),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn chinese_lines_are_joined_without_a_blank() {
        let found = pieces("f", "梯度\n下降 a\nb\n").unwrap();
        assert_eq!(found, [(1, Piece::Block(Block::Paragraph(vec![text("梯度下降 a b")])))]);
    }

    #[test]
    fn what_cannot_be_shown_is_a_fault_with_its_line() {
        let fault = |text: &str| pieces("f", text).unwrap_err().place;
        assert_eq!(fault("# A\n\n<b>x</b>\n"), "f:3");
        assert_eq!(fault("A\n\n![picture](x.png)\n"), "f:3");
        assert_eq!(fault("> a\n>\n> b\n"), "f:1");
        assert_eq!(fault("- a\n  - b\n"), "f:2");
        assert_eq!(fault("#### deep\n"), "f:1");
        assert_eq!(fault("25. So many.\n"), "f:1");
    }
}
