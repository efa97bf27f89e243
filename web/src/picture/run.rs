//! A run as its pictures show it: what was seen of the session, and in which words.

use playground::CurvePart;
use words::{Export, Words};

use crate::store::state::State;

/// A run as its pictures show it.
pub(super) struct Run<'a> {
    pub(super) words: &'static Words,
    pub(super) texts: &'static Export,
    pub(super) state: &'a State,
    pub(super) numbers: &'a [Vec<f32>],
    pub(super) curve: &'a CurvePart,
    pub(super) step: u64,
}

impl Run<'_> {
    /// What a picture shows, and when.
    pub(super) fn titled(&self, what: &str) -> String {
        self.texts.after_step.with([what, &self.words.count(self.step)])
    }
}
