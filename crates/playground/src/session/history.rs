//! The changes that can be undone and redone, each as its inverse. Bounded in number and in memory: of points only what differs
//! is kept, weights only where a change discarded some. It knows no session; `undo` applies the inverses.

use std::collections::BTreeSet;

use nn::network::Network;
use serde::{Deserialize, Serialize};

use super::early_stopping::Patience;
use super::neuron_ids::NeuronIds;
use super::structure::Weights;
use super::{Divergence, Progress};
use crate::config::{Config, InitialWeights};
use crate::data::Point;
use crate::query::{CurvePoint, Mark};

/// The most changes that are kept.
const MOST_ENTRIES: usize = 100;

/// The most numbers that are kept, beyond those of the last change: 16 MB.
const MOST_NUMBERS: usize = 4 << 20;

/// The changes to undo and to redo, the next one last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct History {
    undo: Vec<Entry>,
    redo: Vec<Entry>,
}

/// One change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Commands of the same gesture are one change.
    gesture: Option<u32>,
    pub(super) inverse: Inverse,
}

/// What reverts a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Inverse {
    /// Weights and biases that were set by hand.
    Parameters {
        /// Their values, by place in the flat list, in the order in which they were changed.
        values: Vec<(usize, f32)>,
        /// What the configuration had as initial weights.
        initial: Option<InitialWeights>,
    },
    /// A configuration and what goes with it.
    Settings(Settings),
}

/// What was in force before a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Settings {
    /// Without its points.
    pub(super) config: Box<Config>,
    pub(super) points: Patch,
    /// The ids of the hidden neurons then.
    pub(super) neuron_ids: NeuronIds,
    /// What of the run was discarded.
    pub(super) lost: Lost,
}

/// What of a run a change discarded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Lost {
    /// Nothing: the weights stayed.
    Nothing,
    /// Some weights, or the optimiser's state.
    Weights(Weights, Moment),
    /// All of it: a reset, other initial weights, or a model from a file.
    Run(Box<Run>),
}

/// When weights were as they were: nothing was trained between two equal ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Moment {
    pub(super) stamp: u64,
    pub(super) optimiser_step: u64,
}

/// A run at one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) weights: Weights,
    pub(crate) progress: Progress,
    pub(crate) stamp: u64,
    pub(crate) gradient_norm: Option<f64>,
    pub(crate) curve: Vec<CurvePoint>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) patience: Patience,
    pub(crate) diverged: Option<Divergence>,
    pub(crate) imported: Option<Imported>,
}

/// What Reset returns to after an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Imported {
    /// Units of each layer, features first.
    pub(super) sizes: Vec<usize>,
    pub(super) parameters: Vec<f32>,
}

impl Imported {
    /// These weights of this network.
    pub(super) fn of(network: &Network, weights: &Weights) -> Imported {
        Imported { sizes: network.sizes(), parameters: weights.parameters.clone() }
    }
}

impl History {
    pub(super) fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// A new change, or more of the last one; `points` are the points after it.
    pub(super) fn push(&mut self, gesture: Option<u32>, inverse: Inverse, points_before: &[Point], points: &[Point]) {
        self.redo.clear();
        let last = self.undo.last_mut().filter(|last| gesture.is_some() && last.gesture == gesture);
        let left = match last {
            Some(last) => last.inverse.join(inverse, points_before, points),
            None => Some(inverse),
        };
        if let Some(inverse) = left {
            self.undo.push(Entry { gesture, inverse });
        }
        while self.undo.len() > MOST_ENTRIES || self.undo.len() > 1 && n_numbers(&self.undo) > MOST_NUMBERS {
            self.undo.remove(0);
        }
    }

    /// The changes that are nearest, as many as have at most so many numbers to undo and to redo.
    pub(super) fn recent(&self, most_numbers: usize) -> History {
        let nearest = |entries: &[Entry]| {
            let first = (0..=entries.len()).find(|first| n_numbers(&entries[*first..]) <= most_numbers);
            entries[first.unwrap_or(entries.len())..].to_vec()
        };
        History { undo: nearest(&self.undo), redo: nearest(&self.redo) }
    }

    /// How many numbers are kept, to undo and to redo.
    pub(super) fn n_numbers(&self) -> usize {
        n_numbers(&self.undo) + n_numbers(&self.redo)
    }

    /// The inverse of the last change.
    pub(super) fn last(&self) -> Option<&Inverse> {
        self.undo.last().map(|entry| &entry.inverse)
    }

    /// Forgets the last change, which was reverted.
    pub(super) fn forget_last(&mut self) {
        self.undo.pop();
    }

    /// Removes the next inverse to undo, or to redo; none if there is none.
    pub(super) fn take(&mut self, back: bool) -> Option<Inverse> {
        let from = if back { &mut self.undo } else { &mut self.redo };
        let taken = from.pop()?;
        // A gesture in progress no longer adds to changes that were undone and redone.
        self.undo.iter_mut().for_each(|entry| entry.gesture = None);
        Some(taken.inverse)
    }

    /// Adds the inverse of what was undone to the changes to redo, or the reverse.
    pub(super) fn put(&mut self, back: bool, inverse: Inverse) {
        let to = if back { &mut self.redo } else { &mut self.undo };
        to.push(Entry { gesture: None, inverse });
    }
}

/// About what a configuration without its points takes, in numbers of four bytes.
pub(super) fn n_numbers_of(config: &Config) -> usize {
    256 + n_initial(config.weights.as_ref())
}

fn n_initial(initial: Option<&InitialWeights>) -> usize {
    initial.map_or(0, |weights| weights.values().len())
}

fn n_numbers(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| entry.inverse.n_numbers()).sum()
}

impl Inverse {
    /// Joins the inverse of a later command of the same gesture; returns it if the two cannot be one change.
    fn join(&mut self, later: Inverse, points_before: &[Point], points: &[Point]) -> Option<Inverse> {
        match (self, later) {
            (Inverse::Parameters { values: first, .. }, Inverse::Parameters { values: more, .. }) => {
                // A whole layer may be set again and again.
                let there: BTreeSet<usize> = first.iter().map(|(at, _)| *at).collect();
                first.extend(more.into_iter().filter(|(at, _)| !there.contains(at)));
                None
            }
            (Inverse::Settings(first), Inverse::Settings(later)) => {
                if let (Lost::Weights(..), Lost::Run(_)) = (&first.lost, &later.lost) {
                    return Some(Inverse::Settings(later));
                }
                first.points = Patch::between(points, &first.points.applied(points_before));
                if let Lost::Nothing = first.lost {
                    first.lost = later.lost;
                }
                None
            }
            (_, later) => Some(later),
        }
    }

    fn n_numbers(&self) -> usize {
        match self {
            Inverse::Parameters { values, initial } => values.len() + n_initial(initial.as_ref()),
            Inverse::Settings(before) => {
                n_numbers_of(&before.config)
                    + 4 * before.points.inserted.len()
                    + before.neuron_ids.n_neurons()
                    + before.lost.n_numbers()
            }
        }
    }
}

impl Lost {
    fn n_numbers(&self) -> usize {
        match self {
            Lost::Nothing => 0,
            Lost::Weights(weights, _) => weights.n_numbers(),
            Lost::Run(run) => run.n_numbers(),
        }
    }
}

impl Run {
    /// How many numbers of four bytes it keeps.
    pub(super) fn n_numbers(&self) -> usize {
        let imported = self.imported.as_ref().map_or(0, |imported| imported.parameters.len());
        let n_norms: usize = self.curve.iter().map(|entry| entry.gradient_norms.len()).sum();
        // A curve's entry is as large as 28 numbers, without its norms.
        self.weights.n_numbers() + 28 * self.curve.len() + n_norms + imported
    }
}

/// What turns one list of points into another: a range of it, and what replaces that.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Patch {
    start: usize,
    n_removed: usize,
    inserted: Vec<Point>,
}

impl Patch {
    /// What turns `from` into `to`.
    pub(super) fn between(from: &[Point], to: &[Point]) -> Patch {
        let start = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let (from, to) = (&from[start..], &to[start..]);
        let end = from.iter().rev().zip(to.iter().rev()).take_while(|(a, b)| a == b).count();
        Patch { start, n_removed: from.len() - end, inserted: to[..to.len() - end].to_vec() }
    }

    /// What it turns `from` into.
    pub(super) fn applied(&self, from: &[Point]) -> Vec<Point> {
        let behind = self.start + self.n_removed;
        [&from[..self.start], &self.inserted, &from[behind..]].concat()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points(labels: &[u8]) -> Vec<Point> {
        labels.iter().map(|label| Point { x: 0.0, y: 0.0, label: f32::from(*label), test: false }).collect()
    }

    #[test]
    fn a_moved_point_among_thousands_is_remembered_as_one_point() {
        let from = points(&[1; 5000]);
        let mut to = from.clone();
        to[1234].x = 3.0;
        let patch = Patch::between(&from, &to);
        assert_eq!((patch.start, patch.n_removed, patch.inserted.len()), (1234, 1, 1));
    }

    #[test]
    fn what_is_kept_are_the_nearest_changes_that_fit() {
        let change = |n: usize| Entry {
            gesture: None,
            inverse: Inverse::Parameters { values: vec![(0, 0.0); n], initial: None },
        };
        let history = History { undo: vec![change(1), change(5), change(2), change(3)], redo: vec![change(9)] };
        let kept = |most: usize| {
            let History { undo, redo } = history.recent(most);
            (undo.iter().map(|entry| entry.inverse.n_numbers()).collect::<Vec<_>>(), redo.len())
        };
        assert_eq!([2, 5, 9, 100].map(kept), [(vec![], 0), (vec![2, 3], 0), (vec![2, 3], 1), (vec![1, 5, 2, 3], 1)]);
    }

    proptest! {
        #[test]
        fn a_patch_turns_one_list_into_the_other(
            from in prop::collection::vec(0_u8..3, 0..8),
            to in prop::collection::vec(0_u8..3, 0..8),
        ) {
            let (from, to) = (points(&from), points(&to));
            prop_assert_eq!(Patch::between(&from, &to).applied(&from), to);
        }
    }
}
