//! Text with marks: blocks of runs. It holds no markup of any kind, so that whoever shows it decides how.

use serde::{Deserialize, Serialize};

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list without numbers: an entry is a line of text.
    List(Vec<Vec<Run>>),
    /// The same with numbers, from 1.
    Numbered(Vec<Vec<Run>>),
    /// Formulas, line by line, as they are written.
    Formula(String),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Run {
    /// As it is.
    Text(String),
    /// Emphasised.
    Emphasis(String),
    /// Important.
    Strong(String),
    /// A formula, a number or a name of the program.
    Code(String),
    /// A link.
    Link {
        /// What is read.
        text: String,
        /// An address, or a step as `lesson:softmax/dishes`.
        to: String,
    },
}

impl Run {
    /// What is read.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text)
            | Self::Emphasis(text)
            | Self::Strong(text)
            | Self::Code(text)
            | Self::Link { text, .. } => text,
        }
    }
}

/// What is read of a line.
pub fn plain_text(runs: &[Run]) -> String {
    runs.iter().map(Run::text).collect()
}

impl Block {
    /// Its lines.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Paragraph(runs) => vec![plain_text(runs)],
            Self::List(entries) | Self::Numbered(entries) => entries.iter().map(|entry| plain_text(entry)).collect(),
            Self::Formula(text) => text.lines().map(str::to_owned).collect(),
        }
    }
}
