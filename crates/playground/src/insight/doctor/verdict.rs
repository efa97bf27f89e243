//! The rules: what makes a run ill, one after the other in the order of precedence. Each says what it found in numbers, or nothing.

use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, Measure as M};
use super::findings::{Findings, LayerState};
use super::thresholds as t;

/// What a run is called. The first whose rule holds is the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The loss grows without bound.
    Diverged,
    /// Neurons that no training point moves are in the way.
    DeadNeurons,
    /// The same of neurons that hardly any training point moves.
    Saturated,
    /// The test loss rises while the training loss falls.
    OverFitting,
    /// The training loss rose at once.
    Jumping,
    /// The training loss goes up and down.
    Oscillating,
    /// The training loss stays where guessing is.
    NotLearning,
    /// The network is too small for what the points show.
    UnderFitting,
    /// The loss stays where it is although there is something left to gain.
    Plateau,
    /// The loss stays where it is and nothing is left to gain.
    Converged,
    /// None of these.
    Healthy,
    /// No point trains.
    NoPoints,
}

impl Verdict {
    /// Every verdict in the order of precedence.
    pub const ALL: [Verdict; 12] = [
        Verdict::Diverged,
        Verdict::DeadNeurons,
        Verdict::Saturated,
        Verdict::OverFitting,
        Verdict::Jumping,
        Verdict::Oscillating,
        Verdict::NotLearning,
        Verdict::UnderFitting,
        Verdict::Plateau,
        Verdict::Converged,
        Verdict::Healthy,
        Verdict::NoPoints,
    ];

    const NAMES: [&'static str; 12] = [
        "diverged",
        "dead-neurons",
        "saturated",
        "over-fitting",
        "jumping",
        "oscillating",
        "not-learning",
        "under-fitting",
        "plateau",
        "converged",
        "healthy",
        "no-points",
    ];

    /// Its word in the API.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    fn rule(self) -> fn(&Findings) -> Option<Vec<Evidence>> {
        match self {
            Verdict::Diverged => diverged,
            Verdict::DeadNeurons => dead_neurons,
            Verdict::Saturated => saturated,
            Verdict::OverFitting => over_fitting,
            Verdict::Jumping => jumping,
            Verdict::Oscillating => oscillating,
            Verdict::NotLearning => not_learning,
            Verdict::UnderFitting => under_fitting,
            Verdict::Plateau => plateau,
            Verdict::Converged => converged,
            Verdict::Healthy => healthy,
            Verdict::NoPoints => |_| Some(Vec::new()),
        }
    }
}

/// The verdict on a run, with what speaks for it.
pub(super) fn judge(findings: &Findings) -> (Verdict, Vec<Evidence>) {
    let judged = Verdict::ALL.into_iter().find_map(|verdict| verdict.rule()(findings).map(|found| (verdict, found)));
    judged.unwrap_or((Verdict::NoPoints, Vec::new()))
}

fn diverged(f: &Findings) -> Option<Vec<Evidence>> {
    if let Some(what) = f.status.diverged {
        return Some(vec![
            M::Step.is(what.step as f64),
            M::LearningRate.is(what.learning_rate),
            M::GradientNorm.is(what.gradient_norm),
        ]);
    }
    let (loss, start) = (f.status.train_loss?, f.course.start()?);
    (loss > t::GROWN_LOSS * f.course.guess && loss > start).then(|| {
        vec![M::StartLoss.is(start), M::TrainLoss.is(loss), M::GuessLoss.is(f.course.guess), M::LearningRate.is(f.rate)]
    })
}

/// The first layer of whose neurons at least this share is in a list.
fn layer_with(f: &Findings, share: f64, list: fn(&LayerState) -> &[usize]) -> Option<(usize, usize, usize)> {
    f.layers.iter().enumerate().find_map(|(layer, state)| {
        let n = list(state).len();
        (n > 0 && n as f64 >= share * state.n as f64).then_some((layer, n, state.n))
    })
}

fn of_layer(measure: M, (layer, n, of): (usize, usize, usize), f: &Findings) -> Vec<Evidence> {
    let mut evidence = vec![measure.is(n as f64), M::Neurons.is(of as f64), M::Layer.is(layer as f64)];
    evidence.extend(reached(f));
    evidence
}

fn dead_neurons(f: &Findings) -> Option<Vec<Evidence>> {
    let found = layer_with(f, t::DEAD_SHARE, |state| &state.dead).filter(|_| f.has_gap())?;
    Some(of_layer(M::DeadNeurons, found, f))
}

fn saturated(f: &Findings) -> Option<Vec<Evidence>> {
    let found = layer_with(f, t::SATURATED_SHARE, |state| &state.saturated).filter(|_| f.has_gap())?;
    Some(of_layer(M::SaturatedNeurons, found, f))
}

fn over_fitting(f: &Findings) -> Option<Vec<Evidence>> {
    if f.course.samples.is_empty() || (f.n_test as f64) < t::OVERFIT_POINTS {
        return None;
    }
    let lowest = f.course.lowest()?;
    let (rise, train) = (lowest.now - lowest.test, f.course.end());
    let has_risen = rise > t::OVERFIT_RISE * lowest.test && rise > t::OVERFIT_OF_GUESS * f.course.guess;
    let has_fallen = train < (1.0 - t::OVERFIT_FALL) * lowest.train && train < lowest.now;
    (has_risen && has_fallen).then(|| {
        vec![
            M::LowestTestLoss.is(lowest.test),
            M::LowestTestEpoch.is(lowest.epoch as f64),
            M::TestLoss.is(lowest.now),
            M::TestRise.is(lowest.now / lowest.test - 1.0),
            M::TrainLoss.is(train),
        ]
    })
}

fn jumping(f: &Findings) -> Option<Vec<Evidence>> {
    let jump = f.course.jump()?;
    Some(vec![
        M::JumpEpoch.is(jump.epoch as f64),
        M::LossBefore.is(jump.from),
        M::LossAfter.is(jump.to),
        M::TrainLoss.is(f.course.end()),
        M::LearningRate.is(f.rate),
    ])
}

fn oscillating(f: &Findings) -> Option<Vec<Evidence>> {
    let swings = f.course.swings().filter(|swings| swings.share >= t::ALTERNATING_SHARE)?;
    Some(vec![
        M::Alternating.is(swings.share),
        M::Amplitude.is(swings.amplitude),
        M::TrainLoss.is(f.course.end()),
        M::LearningRate.is(f.rate),
    ])
}

fn not_learning(f: &Findings) -> Option<Vec<Evidence>> {
    let start = judged(f)?;
    let (middle, end) = (f.course.middle(), f.course.end());
    (middle - end < t::NO_FALL * start && end > t::NO_BETTER * f.course.guess).then(|| {
        vec![
            M::Epochs.is(f.course.epochs() as f64),
            M::StartLoss.is(start),
            M::TrainLoss.is(end),
            M::GuessLoss.is(f.course.guess),
            M::Fall.is((middle - end) / start.max(f64::MIN_POSITIVE)),
        ]
    })
}

fn under_fitting(f: &Findings) -> Option<Vec<Evidence>> {
    let mut evidence = level(f).filter(|_| f.has_gap())?;
    let (train, test) = (f.status.train_loss?, f.status.test_loss);
    let are_near = test.is_none_or(|test| test <= t::LOSSES_APART * train);
    (are_near && is_held_back(f)).then(|| {
        evidence.extend(test.map(|test| M::TestLoss.is(test)));
        evidence.extend(reached(f));
        evidence.push(M::Parameters.is(f.status.parameters as f64));
        evidence
    })
}

/// Whether the network, or what holds its weights down, explains that it learns no more.
fn is_held_back(f: &Findings) -> bool {
    f.is_linear() || f.status.parameters as f64 <= t::SMALL_NETWORK || has_heavy_penalty(f) || has_heavy_dropout(f)
}

pub(super) fn has_heavy_penalty(f: &Findings) -> bool {
    f.status.train_loss.is_some_and(|loss| f.status.penalty > t::HEAVY_PENALTY * loss)
}

pub(super) fn has_heavy_dropout(f: &Findings) -> bool {
    f.config.dropout >= t::HEAVY_DROPOUT
}

fn plateau(f: &Findings) -> Option<Vec<Evidence>> {
    let mut evidence = level(f).filter(|_| f.has_gap())?;
    evidence.extend(reached(f));
    evidence.push(M::LearningRate.is(f.rate));
    Some(evidence)
}

fn converged(f: &Findings) -> Option<Vec<Evidence>> {
    let start = judged(f)?;
    let solved = || f.of_guess() < t::SOLVED_LOSS && !f.has_gap();
    let solved_evidence =
        || vec![M::Epochs.is(f.course.epochs() as f64), M::StartLoss.is(start), M::TrainLoss.is(f.course.end())];
    let mut evidence = level(f).or_else(|| solved().then(solved_evidence))?;
    evidence.extend(reached(f));
    Some(evidence)
}

fn healthy(f: &Findings) -> Option<Vec<Evidence>> {
    let train = f.status.train_loss?;
    let mut evidence = vec![M::Epochs.is(f.course.epochs() as f64), M::TrainLoss.is(train)];
    evidence.extend(f.status.test_loss.map(|test| M::TestLoss.is(test)));
    evidence.push(M::GuessLoss.is(f.course.guess));
    match judged(f) {
        Some(start) => evidence.extend([M::StartLoss.is(start), M::Fall.is(f.course.fall())]),
        None => evidence.push(M::EpochsNeeded.is(t::LEAST_EPOCHS)),
    }
    Some(evidence)
}

/// The loss from which a course starts that is long enough to be judged.
fn judged(f: &Findings) -> Option<f64> {
    f.course.start().filter(|_| f.course.epochs() as f64 >= t::LEAST_EPOCHS)
}

/// What shows that the loss has levelled off.
fn level(f: &Findings) -> Option<Vec<Evidence>> {
    let start = judged(f)?;
    (f.course.fall() < t::LEVEL_FALL).then(|| {
        vec![
            M::Epochs.is(f.course.epochs() as f64),
            M::StartLoss.is(start),
            M::TrainLoss.is(f.course.end()),
            M::Fall.is(f.course.fall()),
        ]
    })
}

/// What was reached, and what could be.
fn reached(f: &Findings) -> Vec<Evidence> {
    let measures = if f.learns_values() { [M::R2, M::ReachableR2] } else { [M::Accuracy, M::ReachableAccuracy] };
    let reachable = f.reachable.filter(|_| !f.has_few_points());
    measures.into_iter().zip([f.fit, reachable]).filter_map(|(measure, value)| Some(measure.is(value?))).collect()
}
