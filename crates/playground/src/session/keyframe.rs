//! A whole run at one moment, from which it goes on to the bit: a model, and what Undo needs. `resume` takes it and goes on from it.

use serde::{Deserialize, Serialize};

use super::history::{History, Run, n_numbers_of};
use super::neuron_ids::NeuronIds;
use super::structure::Unedited;
use crate::config::Config;

/// A run at one moment: the two parts of a [`Model`](crate::Model), and what its file does not have. Its bytes are read by every build
/// of the same [`FORM`](Keyframe::FORM).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Keyframe {
    pub(super) config: Config,
    pub(super) run: Run,
    pub(super) unedited: Option<Unedited>,
    pub(super) neuron_ids: NeuronIds,
    pub(super) last_neuron_id: u32,
    pub(super) last_stamp: u64,
    pub(super) history: History,
}

impl Keyframe {
    /// What tells whether a build reads the bytes of another: the engine, whose numbers go on, and a number that any change of what is
    /// packed raises; `tests/tests/checkpoint.rs` holds bytes of the present form.
    pub const FORM: &'static str = "2.1";

    /// The keyframe as bytes.
    ///
    /// # Panics
    /// Never: a keyframe is plain data.
    pub fn packed(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("a keyframe is plain data of known length")
    }

    /// The keyframe that these bytes are; none if they are none, or more than one.
    pub fn unpacked(bytes: &[u8]) -> Option<Keyframe> {
        postcard::take_from_bytes(bytes).ok().and_then(|(keyframe, rest)| rest.is_empty().then_some(keyframe))
    }

    /// How many numbers of four bytes it keeps, about.
    pub(super) fn n_numbers(&self) -> usize {
        let unedited = self.unedited.as_ref().map_or(0, |unedited| unedited.weights.n_numbers());
        2 * n_numbers_of(&self.config)
            + 4 * self.config.points.len()
            + self.run.n_numbers()
            + unedited
            + self.history.n_numbers()
    }
}
