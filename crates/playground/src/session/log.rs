//! What was done to a run, in its order: enough to make it again, to the bit. A command stands with the number of updates after
//! which it took effect; in between the run was trained. Bounded: a log that grows too long begins again where the run is. It knows
//! no session; `replay` makes the run again.

use serde::{Deserialize, Serialize};

use super::Unit;
use super::keyframe::Keyframe;
use crate::command::Command;
use crate::config::Config;
use crate::keys::{self, Affects, Kind};

/// The most entries: minutes of dragging.
const MOST_ENTRIES: usize = 4096;

/// The most points in them: 4 MB.
const MOST_POINTS: usize = 1 << 18;

/// What was done to a run since it began, and where it ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Log {
    /// The engine that made the run; another one makes other bits of it.
    pub engine: u32,
    start: Start,
    entries: Vec<Entry>,
    /// Updates when the log was taken, since the run began.
    pub step: u64,
    /// The checksum when the log was taken.
    pub checksum: String,
}

/// Where a run begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Start {
    /// At step 0 of a configuration.
    Config(Box<Config>),
    /// In the midst.
    Keyframe(Box<Keyframe>),
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The updates since the run began, before the next of which it took effect.
    pub(super) step: u64,
    #[serde(flatten)]
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum What {
    /// A command, alone or during a gesture.
    Command {
        command: Command,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gesture: Option<u32>,
    },
    /// From here on an update is from a single point, or from a batch.
    Unit { unit: Unit },
}

impl Log {
    /// The log of a run that begins.
    pub(super) fn begin(start: Start) -> Log {
        Log { engine: 0, start, entries: Vec::new(), step: 0, checksum: String::new() }
    }

    /// The log with who made the run and where it ends.
    pub(super) fn ending(self, engine: u32, step: u64, checksum: String) -> Log {
        Log { engine, step, checksum, ..self }
    }

    pub(super) fn start(&self) -> &Start {
        &self.start
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether it has to begin again.
    pub(super) fn is_full(&self) -> bool {
        let n_points = |entry: &Entry| match &entry.what {
            What::Command { command: Command::SetPoints { points } | Command::AddPoints { points }, .. } => {
                points.len()
            }
            What::Command { command: Command::Configure { partial }, .. } => {
                partial.get("points").and_then(serde_json::Value::as_array).map_or(0, Vec::len)
            }
            _ => 1,
        };
        self.entries.len() > MOST_ENTRIES || self.entries.iter().map(n_points).sum::<usize>() > MOST_POINTS
    }

    /// Adds a command that took effect after `step` updates.
    pub(super) fn command(&mut self, step: u64, command: Command, gesture: Option<u32>) {
        let what = What::Command { command, gesture };
        match self.entries.last_mut() {
            // A slider that moves while the run rests: only where it ends counts.
            Some(last) if last.step == step && replaces(&last.what, &what) => last.what = what,
            _ => self.entries.push(Entry { step, what }),
        }
    }

    /// Notes that updates after `step` are from this unit.
    pub(super) fn train(&mut self, step: u64, unit: Unit) {
        let unit = if unit == Unit::Sample { Unit::Sample } else { Unit::Batch };
        let units = self.entries.iter().rev().filter_map(|entry| match entry.what {
            What::Unit { unit } => Some(unit),
            What::Command { .. } => None,
        });
        if units.chain([Unit::Batch]).next() != Some(unit) {
            self.entries.push(Entry { step, what: What::Unit { unit } });
        }
    }
}

/// Whether a command leaves no trace of the one before: both belong to one gesture and set the same number, which nothing but points
/// or rates follow from.
fn replaces(before: &What, after: &What) -> bool {
    let key = |what: &What| match what {
        What::Command { command: Command::Configure { partial }, gesture: Some(gesture) } => {
            let [key] = partial.as_object()?.keys().collect::<Vec<_>>()[..] else { return None };
            Some((keys::find(key)?, *gesture))
        }
        _ => None,
    };
    let Some(((key, gesture), (other, other_gesture))) = key(before).zip(key(after)) else { return false };
    let leaves = Affects::FUNCTION.and(Affects::SHAPE).and(Affects::INITIAL_WEIGHTS).and(Affects::OPTIMISER);
    let is_number = matches!(key.kind, Kind::Number { .. } | Kind::Positive { .. } | Kind::Integer { .. });
    key.name == other.name && gesture == other_gesture && is_number && !key.affects.any(leaves)
}
