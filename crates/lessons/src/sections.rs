//! The text of a lesson in one language, `NN-id.md`: title, steps and their parts, by their headings. It knows no stage and no goal.

use std::iter::Peekable;

use playground::lesson::{Block, Run};

use crate::fault::Fault;
use crate::script::{Piece, pieces};

/// A lesson's texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Script {
    /// What it is called.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) about: Vec<Run>,
    /// Its steps in their order.
    pub(crate) steps: Vec<StepScript>,
}

/// A step's texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StepScript {
    /// Its name.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) title: String,
    /// What is to be read.
    pub(crate) text: Vec<Block>,
    /// What is to be done.
    pub(crate) task: Vec<Run>,
    /// What can be chosen.
    pub(crate) choices: Vec<Vec<Run>>,
    /// By key: what is so, and what to do.
    pub(crate) hints: Vec<(String, [Vec<Run>; 2])>,
    /// What was seen.
    pub(crate) seen: Vec<Block>,
}

type Pieces = Peekable<std::vec::IntoIter<(usize, Piece)>>;

/// Reads a text.
///
/// # Errors
/// If a part is missing or stands where it does not belong.
pub(crate) fn script(file: &str, text: &str) -> Result<Script, Fault> {
    let mut rest = pieces(file, text)?.into_iter().peekable();
    let fault = |line: usize, what: &str| Fault::new(format!("{file}:{line}"), what);
    let Some((_, Piece::Heading(1, title))) = rest.next() else {
        return Err(fault(1, "begins with “# ” and the title"));
    };
    let Some((_, Piece::Block(Block::Paragraph(about)))) = rest.next() else {
        return Err(fault(2, "behind the title stands one sentence that says what the lesson is about"));
    };
    let mut steps = Vec::new();
    while let Some((line, piece)) = rest.next() {
        let Piece::Heading(2, heading) = piece else {
            return Err(fault(line, "here a step begins: “## id: title”"));
        };
        let Some((id, title)) = heading.split_once([':', '：']) else {
            return Err(fault(line, "the heading of a step is “## id: title”"));
        };
        let fault = |what: &str| fault(line, what);
        steps.push(step(id.trim(), title.trim(), &mut rest, &fault)?);
    }
    Ok(Script { title, about, steps })
}

fn step(id: &str, title: &str, rest: &mut Pieces, fault: &impl Fn(&str) -> Fault) -> Result<StepScript, Fault> {
    let mut text = Vec::new();
    let mut task = None;
    while let Some((_, piece)) = rest.next_if(|(_, piece)| !matches!(piece, Piece::Heading(..))) {
        match piece {
            Piece::Block(block) if task.is_none() => text.push(block),
            Piece::Quote(runs) if task.is_none() => task = Some(runs),
            _ => {
                return Err(fault(
                    "a step's text ends with one line that says what to do (“> …”), and nothing stands behind it",
                ));
            }
        }
    }
    let task = task.ok_or_else(|| fault("a step has one line that says what to do: “> …”"))?;
    let mut step =
        StepScript { id: id.into(), title: title.into(), text, task, choices: vec![], hints: vec![], seen: vec![] };
    while let Some((_, piece)) = rest.next_if(|(_, piece)| matches!(piece, Piece::Heading(3, _))) {
        let Piece::Heading(_, heading) = piece else { break };
        let mut blocks = Vec::new();
        while let Some((_, piece)) = rest.next_if(|(_, piece)| !matches!(piece, Piece::Heading(..))) {
            let Piece::Block(block) = piece else { return Err(fault("what to do stands before the first “### ”")) };
            blocks.push(block);
        }
        part(&mut step, heading.trim(), blocks).map_err(fault)?;
    }
    Ok(step)
}

/// Puts a part of a step, named by its heading, into its place.
fn part(step: &mut StepScript, heading: &str, blocks: Vec<Block>) -> Result<(), &'static str> {
    match (heading.split_once(' '), heading) {
        (_, "seen") if step.seen.is_empty() => step.seen = blocks,
        (_, "choices") if step.choices.is_empty() => match <[Block; 1]>::try_from(blocks) {
            Ok([Block::Numbered(choices)]) => step.choices = choices,
            _ => return Err("“### choices” is followed by one numbered list"),
        },
        (Some(("hint", key)), _) if step.hints.iter().all(|(known, _)| known != key) => {
            let Ok([Block::Paragraph(what), Block::Paragraph(how)]) = <[Block; 2]>::try_from(blocks) else {
                return Err("a hint has two paragraphs: what is so, and what to do");
            };
            step.hints.push((key.into(), [what, how]));
        }
        _ => return Err("the parts of a step are “### choices”, “### hint KEY” and “### seen”, each once"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use playground::lesson::plain_text;

    use super::*;

    const TEXT: &str = "# Title\n\nAbout.\n\n## one: First\n\nText.\n\n> Do.\n\n### choices\n\n1. a\n2. b\n\n### hint k\n\nSo.\n\nDo so.\n\n\
        ### seen\n\nSeen.\n\n## two：Second\n\n> Do more.\n";

    #[test]
    fn a_text_is_read_by_its_headings() {
        let script = script("f", TEXT).unwrap();
        assert_eq!((script.title.as_str(), plain_text(&script.about).as_str()), ("Title", "About."));
        let [one, two] = &script.steps[..] else { panic!("two steps") };
        assert_eq!((one.id.as_str(), one.title.as_str(), plain_text(&one.task).as_str()), ("one", "First", "Do."));
        assert_eq!((one.text.len(), one.choices.len(), one.seen.len()), (1, 2, 1));
        assert_eq!(one.hints[0].0, "k");
        assert_eq!(one.hints[0].1.clone().map(|runs| plain_text(&runs)), ["So.", "Do so."]);
        assert_eq!((two.id.as_str(), two.title.as_str()), ("two", "Second"));
    }

    #[test]
    fn a_part_in_the_wrong_place_is_a_fault() {
        let fault = |from: &str, to: &str| {
            assert!(TEXT.contains(from), "{from}");
            script("f", &TEXT.replace(from, to)).unwrap_err().to_string()
        };
        assert!(fault("# Title\n", "Title\n").starts_with("f:1: begins with"));
        assert!(fault("About.\n", "").contains("one sentence"));
        assert!(fault("> Do.\n", "").contains("one line that says what to do"));
        assert!(fault("> Do.\n", "> Do.\n\nMore.\n").contains("nothing stands behind it"));
        assert!(fault("one: First", "one").contains("id: title"));
        assert!(fault("\n\nDo so.", "").contains("two paragraphs"));
        assert!(fault("1. a\n2. b", "a").contains("numbered list"));
        assert!(fault("### seen", "### end").contains("parts of a step"));
    }
}
