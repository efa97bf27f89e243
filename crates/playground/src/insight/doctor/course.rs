//! The losses of a run as the doctor reads them: at ends of epochs on a grid that depends on the number of epochs alone, so that neither
//! the slices in which training was called nor the thinning of the history shows; and only since the last change that matters.

use crate::keys::{Affects, KEYS};
use crate::query::{CurvePart, CurvePoint};
use crate::session::CAPACITY;

use super::thresholds::{
    ALTERNATING_AMPLITUDE, ALTERNATING_FLOOR, JUMP_FACTOR, JUMP_OF_GUESS, JUMP_RECOVERED, JUMP_STANDS_OUT, JUMP_START,
    LEVEL_FLOOR, OVERFIT_EPOCHS,
};

/// Epochs of the grid at most: the history has them even where single steps fill a part of it.
const MOST: u64 = CAPACITY as u64 / 2;

/// The training loss and the test loss at the end of an epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    pub(super) epoch: u64,
    pub(super) train: f64,
    pub(super) test: Option<f64>,
}

/// A run, or what came after its last change.
#[derive(Debug, Clone, Default)]
pub(super) struct Course {
    pub(super) samples: Vec<Sample>,
    /// The step of that change.
    pub(super) since: Option<u64>,
    /// The loss of guessing, or what stands for it where that is 0.
    pub(super) guess: f64,
}

/// A rise of the training loss that stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Jump {
    pub(super) epoch: u64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// How the training loss swings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Swings {
    /// Of the changes, those that turn the one before back and are large.
    pub(super) share: f64,
    /// The mean size of a change beside the loss.
    pub(super) amplitude: f64,
}

/// The lowest test loss, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lowest {
    pub(super) epoch: u64,
    pub(super) test: f64,
    pub(super) train: f64,
    /// The test loss at the end.
    pub(super) now: f64,
}

impl Course {
    pub(super) fn of(curve: &CurvePart, epochs: u64) -> Course {
        let since = curve.marks.iter().rev().find(|mark| matters(&mark.change.key)).map(|mark| mark.step);
        let mut spacing = 1;
        while epochs / spacing > MOST {
            spacing *= 2;
        }
        let mut last = None;
        let mut is_end = |entry: &&CurvePoint| {
            let is_first = last != Some(entry.epoch);
            last = Some(entry.epoch);
            is_first && entry.epoch.is_multiple_of(spacing)
        };
        let sample = |entry: &CurvePoint| {
            let test = entry.test.filter(|loss| loss.is_finite());
            entry.train.filter(|loss| loss.is_finite()).map(|train| Sample { epoch: entry.epoch, train, test })
        };
        let ends = curve.entries.iter().filter(|entry| is_end(entry));
        let samples: Vec<Sample> =
            ends.filter(|entry| since.is_none_or(|step| entry.step > step)).filter_map(sample).collect();
        let start = samples.first().map_or(0.0, |first| first.train);
        let guess = curve.guess.filter(|guess| *guess > 1e-9).unwrap_or(start).max(1e-9);
        Course { samples, since, guess }
    }

    /// Epochs that can be judged.
    pub(super) fn epochs(&self) -> u64 {
        match (self.samples.first(), self.samples.last()) {
            (Some(first), Some(last)) => last.epoch - first.epoch,
            _ => 0,
        }
    }

    pub(super) fn start(&self) -> Option<f64> {
        self.samples.first().map(|first| first.train)
    }

    /// The mean training loss of the last tenth.
    pub(super) fn end(&self) -> f64 {
        mean(self.samples[self.samples.len() - self.width()..].iter().map(|sample| sample.train))
    }

    /// The mean training loss about the middle.
    pub(super) fn middle(&self) -> f64 {
        let (len, width) = (self.samples.len(), self.width());
        let from = (len / 2).saturating_sub(width / 2).min(len - width);
        mean(self.samples[from..from + width].iter().map(|sample| sample.train))
    }

    /// By how much of itself the training loss falls over the last third, by the straight line that fits it best.
    pub(super) fn fall(&self) -> f64 {
        let last = &self.samples[2 * self.samples.len() / 3..];
        let (x, y) =
            (mean(last.iter().map(|sample| sample.epoch as f64)), mean(last.iter().map(|sample| sample.train)));
        let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
            last.iter().map(|sample| of(sample.epoch as f64 - x, sample.train - y)).sum()
        };
        let slope = sum(&|x, y| x * y) / sum(&|x, _| x * x).max(f64::MIN_POSITIVE);
        let epochs = last.last().map_or(0, |sample| sample.epoch) - last.first().map_or(0, |sample| sample.epoch);
        -slope * epochs as f64 / y.max(LEVEL_FLOOR * self.guess)
    }

    fn width(&self) -> usize {
        (self.samples.len() / 10).max(1)
    }

    /// The second half.
    fn later(&self) -> &[Sample] {
        &self.samples[self.samples.len() / 2..]
    }

    /// How the loss swings in the second half; none where that is too short.
    pub(super) fn swings(&self) -> Option<Swings> {
        let losses: Vec<f64> = self.later().iter().map(|sample| sample.train).collect();
        let changes: Vec<f64> = losses.windows(2).map(|pair| pair[1] - pair[0]).collect();
        if changes.len() < 9 {
            return None;
        }
        let level = mean(losses.iter().copied()).max(ALTERNATING_FLOOR * self.guess);
        let is_large = |pair: &[f64]| pair[0].abs() + pair[1].abs() > 2.0 * ALTERNATING_AMPLITUDE * level;
        let turns = changes.windows(2).filter(|pair| pair[0] * pair[1] < 0.0 && is_large(pair));
        let share = turns.count() as f64 / (changes.len() - 1) as f64;
        let amplitude = mean(changes.iter().map(|change| change.abs())) / level;
        Some(Swings { share, amplitude })
    }

    /// The largest rise, if it stands out and was not made good long ago.
    pub(super) fn jump(&self) -> Option<Jump> {
        let pairs: Vec<[Sample; 2]> = self.samples.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        let mut sizes: Vec<f64> = pairs.iter().map(|[from, to]| (to.train - from.train).abs()).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        let common = sizes.get(9 * sizes.len() / 10)?;
        let first = self.samples.first()?.epoch;
        let is_jump = |[from, to]: &&[Sample; 2]| {
            let rise = to.train - from.train;
            to.train > JUMP_FACTOR * from.train && rise > JUMP_OF_GUESS * self.guess && rise > JUMP_STANDS_OUT * common
        };
        let (half, end) = (self.later().first()?.epoch, self.end());
        let counts = |[from, to]: &&[Sample; 2]| {
            let is_after_start = (from.epoch - first) as f64 >= JUMP_START;
            is_after_start && (to.epoch >= half || end > JUMP_RECOVERED * to.train)
        };
        let rise = |[from, to]: &[Sample; 2]| to.train - from.train;
        let largest = pairs.iter().filter(is_jump).filter(counts).max_by(|a, b| rise(a).total_cmp(&rise(b)))?;
        Some(Jump { epoch: largest[1].epoch, from: largest[0].train, to: largest[1].train })
    }

    /// The lowest mean test loss of a few epochs; none where there is no test loss, or it is too near to the end.
    pub(super) fn lowest(&self) -> Option<Lowest> {
        let width = (self.samples.len() / 20).max(1);
        let means: Option<Vec<[f64; 2]>> = self
            .samples
            .windows(width)
            .map(|window| {
                let tests: Option<Vec<f64>> = window.iter().map(|sample| sample.test).collect();
                Some([mean(tests?.into_iter()), mean(window.iter().map(|sample| sample.train))])
            })
            .collect();
        let means = means?;
        let (at, [test, train]) = means.iter().enumerate().min_by(|a, b| a.1[0].total_cmp(&b.1[0]))?;
        let [now, _] = means.last()?;
        let epoch = self.samples[at + width / 2].epoch;
        let is_back = (self.samples.last()?.epoch - epoch) as f64 >= OVERFIT_EPOCHS;
        is_back.then_some(Lowest { epoch, test: *test, train: *train, now: *now })
    }
}

/// Whether a change of this key makes another run of it.
fn matters(key: &str) -> bool {
    let name = key.split('.').next().unwrap_or(key);
    KEYS.iter().find(|known| known.name == name).is_none_or(|known| known.affects != Affects::NOTHING)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0);
    for value in values {
        sum += value;
        n += 1;
    }
    sum / f64::from(n.max(1))
}
