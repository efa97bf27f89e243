//! What was done to a run, in its order: enough to make it again, to the bit. A command stands with the number of updates after
//! which it took effect; in between the run was trained. Bounded: a log that grows too long begins again where the run is. It knows
//! no session; `replay` makes the run again.

use std::ops::Range;

use super::keyframe::Keyframe;
use super::progress::Unit;
use crate::command::Command;
use crate::config::Config;
use crate::keys::{self, Affects, Kind};

/// The most entries: minutes of dragging.
const MOST_ENTRIES: usize = 4096;

/// The most points in them: 4 MB.
const MOST_POINTS: usize = 1 << 18;

/// Updates between two keyframes, at first.
const KEYFRAME_EVERY: u64 = 256;

/// The most numbers in keyframes: 4 MB. Where they have more, every other one goes, and they come half as often.
pub(super) const MOST_NUMBERS: usize = 1 << 20;

/// What was done to a run since it began, and where it ended.
#[derive(Debug, Clone)]
pub struct Log {
    /// The engine that made the run; another one makes other bits of it.
    pub engine: u32,
    start: Start,
    entries: Vec<Entry>,
    /// Updates when the log was taken, since the run began.
    pub step: u64,
    /// The checksum when the log was taken.
    pub checksum: String,
    /// From which parts of the run are made again sooner.
    keyframes: Keyframes,
}

/// The run at some of its steps.
#[derive(Debug, Clone)]
struct Keyframes {
    /// Each with the number of entries before it.
    kept: Vec<(usize, Keyframe)>,
    /// Updates between two.
    every: u64,
}

impl Default for Keyframes {
    fn default() -> Keyframes {
        Keyframes { kept: Vec::new(), every: KEYFRAME_EVERY }
    }
}

/// Where a run begins.
#[derive(Debug, Clone)]
pub(crate) enum Start {
    /// At step 0 of a configuration.
    Config(Box<Config>),
    /// In the midst.
    Keyframe(Box<Keyframe>),
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The updates since the run began, before the next of which it took effect.
    pub(crate) step: u64,
    /// The updates afterwards, where it made the run another one: a reset, other initial weights, or their undoing.
    pub(crate) to: Option<u64>,
    pub(crate) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// A command, alone or during a gesture.
    Command { command: Command, gesture: Option<u32> },
    /// From here on an update is from a single point, or from a batch.
    Unit { unit: Unit },
}

impl Log {
    /// The log of a run that begins.
    pub(super) fn begin(start: Start) -> Log {
        Log { engine: 0, start, entries: Vec::new(), step: 0, checksum: String::new(), keyframes: Keyframes::default() }
    }

    /// The log of a run that an engine made: it began so, was led through these entries, and ended at this step.
    pub(crate) fn of(engine: u32, start: Start, entries: Vec<Entry>, step: u64, checksum: String) -> Log {
        Log { engine, entries, step, checksum, ..Log::begin(start) }
    }

    /// The log with who made the run and where it ends.
    pub(super) fn ending(&self, engine: u32, step: u64, checksum: String) -> Log {
        Log::of(engine, self.start.clone(), self.entries.clone(), step, checksum)
    }

    /// The configuration that the run began with; none if the log begins in its midst.
    pub fn first_config(&self) -> Option<&Config> {
        match &self.start {
            Start::Config(config) => Some(config),
            Start::Keyframe(_) => None,
        }
    }

    /// How many updates the run has, those before a reset too.
    pub fn n_updates(&self) -> u64 {
        let (mut n, mut now) = (0_u64, self.first_step());
        for (step, to) in self.entries.iter().map(|entry| (entry.step, entry.to)).chain([(self.step, None)]) {
            n = n.saturating_add(step.saturating_sub(now));
            now = to.unwrap_or(step);
        }
        n
    }

    pub(crate) fn start(&self) -> &Start {
        &self.start
    }

    pub(crate) fn entries(&self) -> &[Entry] {
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
            // A weight is a quarter of a point.
            What::Command { command: Command::StartFrom { weights } | Command::SetLayer { weights, .. }, .. } => {
                weights.values().len() / 4
            }
            _ => 1,
        };
        self.entries.len() > MOST_ENTRIES || self.entries.iter().map(n_points).sum::<usize>() > MOST_POINTS
    }

    /// Adds a command that took effect after `step` updates, and where it made the run another one, the updates of that.
    pub(super) fn command(&mut self, step: u64, to: Option<u64>, command: Command, gesture: Option<u32>) {
        let what = What::Command { command, gesture };
        match self.entries.last_mut() {
            // A slider that moves while the run rests: only where it ends counts.
            Some(last) if last.step == step && replaces(&last.what, &what) => last.what = what,
            _ => self.entries.push(Entry { step, to, what }),
        }
    }

    /// Whether it is time for a keyframe.
    pub(super) fn wants_keyframe(&self, step: u64) -> bool {
        let last = self.keyframes.kept.last().filter(|(n_entries, _)| *n_entries >= self.first_of_part());
        step >= last.map_or_else(|| self.first_step_of_part(), |(_, keyframe)| keyframe.run.progress.step)
            + self.keyframes.every
    }

    /// Whether a keyframe with so many numbers can be kept; else the next one is tried later.
    pub(super) fn has_room_for(&mut self, n_numbers: usize) -> bool {
        let fits = 4 * n_numbers <= MOST_NUMBERS;
        if !fits {
            self.keyframes.every *= 2;
        }
        fits
    }

    /// Keeps a keyframe of this moment, without its curve: the present one has it.
    pub(super) fn keep(&mut self, keyframe: Keyframe) {
        self.keyframes.kept.push((self.entries.len(), keyframe));
        while self.n_numbers() > MOST_NUMBERS {
            let mut idx = 0;
            self.keyframes.kept.retain(|_| {
                idx += 1;
                idx % 2 == 0
            });
            self.keyframes.every *= 2;
        }
    }

    /// How many numbers the keyframes have.
    pub(super) fn n_numbers(&self) -> usize {
        self.keyframes.kept.iter().map(|(_, keyframe)| keyframe.n_numbers()).sum()
    }

    /// The number of the first entry of the present run: what can be gone back to begins there.
    fn first_of_part(&self) -> usize {
        self.entries.iter().rposition(|entry| entry.to.is_some()).map_or(0, |idx| idx + 1)
    }

    fn first_step_of_part(&self) -> u64 {
        match self.first_of_part() {
            0 => self.first_step(),
            first => self.entries[first - 1].to.unwrap_or(0),
        }
    }

    fn first_step(&self) -> u64 {
        match &self.start {
            Start::Config(_) => 0,
            Start::Keyframe(keyframe) => keyframe.run.progress.step,
        }
    }

    /// How to make the run again as update `step` left it, before the changes then: a keyframe, if there is one, and the entries
    /// after it. The first step is that from which the first update started. None if the run was never there.
    pub(super) fn until(&self, step: u64) -> Option<(Option<&Keyframe>, Range<usize>)> {
        let (first, first_step) = (self.first_of_part(), self.first_step_of_part());
        if step < first_step {
            return None;
        }
        let is_before = |entry: &&Entry| entry.step < step || step == first_step && entry.step == step;
        let end = first + self.entries[first..].iter().take_while(is_before).count();
        let is_usable =
            |(n, keyframe): &&(usize, Keyframe)| (first..=end).contains(n) && keyframe.run.progress.step <= step;
        match self.keyframes.kept.iter().rev().find(is_usable) {
            Some((n, keyframe)) => Some((Some(keyframe), *n..end)),
            None => Some((None, 0..end)),
        }
    }

    /// Notes that updates after `step` are from this unit.
    pub(super) fn train(&mut self, step: u64, unit: Unit) {
        let unit = if unit == Unit::Sample { Unit::Sample } else { Unit::Batch };
        if self.unit_before(self.entries.len()) != unit {
            self.entries.push(Entry { step, to: None, what: What::Unit { unit } });
        }
    }

    /// What an update is from before this entry.
    pub(super) fn unit_before(&self, entry: usize) -> Unit {
        let unit = |entry: &Entry| match entry.what {
            What::Unit { unit } => Some(unit),
            What::Command { .. } => None,
        };
        self.entries[..entry].iter().rev().find_map(unit).unwrap_or(Unit::Batch)
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
