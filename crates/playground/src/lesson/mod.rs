//! Lessons as they are published: text without markup, and for each step the stage it plays on, what is to be reached, and hints.
//!
//! Invariants: what is read here needs nothing but JSON; a step has exactly one aim. It knows neither files, nor how a lesson is
//! written, nor how it is shown. The sources are in `web/lessons`; `crates/lessons` reads, checks and publishes them.

mod text;
mod stage;
mod judge;

use serde::{Deserialize, Serialize};

pub use judge::Judge;
pub use stage::{PARTS, Stage, Taylor, control};
pub use text::{Block, Run, plain_text};

/// A lesson in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its name in links.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is about, in one sentence.
    pub about: Vec<Run>,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

/// A step: some text, a stage, one thing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its name in links, behind the lesson's: `softmax/dishes`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is to be read before.
    pub text: Vec<Block>,
    /// What is to be done: one sentence.
    pub task: Vec<Run>,
    /// What the page shows.
    pub stage: Stage,
    /// When the step is done.
    pub aim: Aim,
    /// Hints; the first that applies is given.
    pub hints: Vec<Hint>,
    /// What was seen: to be read when the step is done.
    pub seen: Vec<Block>,
}

/// When a step is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Aim {
    /// This [goal](crate::goal) holds.
    Goal(String),
    /// This number was typed.
    Number {
        /// The number.
        answer: f64,
        /// How far off it may be.
        tolerance: f64,
    },
    /// One of these was chosen.
    Choice {
        /// What can be chosen.
        choices: Vec<Vec<Run>>,
        /// Which of them is right, counted from 1.
        answer: usize,
    },
}

/// A hint of two levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hint {
    /// Its name within the step.
    pub key: String,
    /// When it applies.
    pub when: When,
    /// What is so.
    pub what: Vec<Run>,
    /// What to do.
    pub how: Vec<Run>,
}

/// When a hint applies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// Always.
    Always,
    /// Where this [goal](crate::goal) holds.
    Facts(String),
    /// Where the last answer was this choice, counted from 1, or this number, as closely as the right one must be met.
    Answer(f64),
}
