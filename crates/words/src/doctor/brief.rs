//! What the line under the curve says of a run: its verdict with the few numbers that speak loudest for it.

use playground::insight::doctor::{Explanation, Measure as M, Verdict};

use super::DoctorWords;
use crate::Words;
use crate::template::Template;

/// The texts of the line.
#[derive(Debug)]
pub(super) struct Briefs {
    pub(super) too_early: &'static str,
    pub(super) aloud: Template<2>,
    pub(super) epochs: Template<2>,
    pub(super) grown: Template<2>,
    pub(super) taken_back: Template<2>,
    pub(super) dead: Template<3>,
    pub(super) saturated: Template<3>,
    pub(super) over_fitting: Template<3>,
    pub(super) jumped: Template<3>,
    pub(super) swings: Template<2>,
    pub(super) not_learning: Template<2>,
    pub(super) level: Template<1>,
    pub(super) falls: Template<2>,
}

impl DoctorWords {
    /// What a run is called on the line.
    pub fn called(&self, explanation: &Explanation) -> &'static str {
        if is_too_early(explanation) { self.briefs.too_early } else { self.verdict(explanation.verdict) }
    }

    /// The same in a sentence, for those who hear it.
    pub fn aloud(&self, words: &Words, explanation: &Explanation) -> String {
        self.briefs.aloud.with([self.called(explanation), &self.brief(words, explanation)])
    }

    /// What shows it, as short as it can be said.
    pub fn brief(&self, words: &Words, explanation: &Explanation) -> String {
        let found = |measure: M| explanation.evidence.iter().find(|found| found.measure == measure);
        let shown = |measure: M| found(measure).map(|found| super::shown(words, found)).unwrap_or_default();
        let two = |text: &Template<2>, [a, b]: [M; 2]| text.with([&shown(a), &shown(b)]);
        let three = |text: &Template<3>, [a, b, c]: [M; 3]| text.with([&shown(a), &shown(b), &shown(c)]);
        let texts = &self.briefs;
        match explanation.verdict {
            Verdict::Diverged if found(M::Step).is_some() => two(&texts.taken_back, [M::Step, M::LearningRate]),
            Verdict::Diverged => two(&texts.grown, [M::StartLoss, M::TrainLoss]),
            Verdict::DeadNeurons => three(&texts.dead, [M::DeadNeurons, M::Neurons, M::Layer]),
            Verdict::Saturated => three(&texts.saturated, [M::SaturatedNeurons, M::Neurons, M::Layer]),
            Verdict::OverFitting => three(&texts.over_fitting, [M::TestLoss, M::LowestTestLoss, M::LowestTestEpoch]),
            Verdict::Jumping => three(&texts.jumped, [M::LossBefore, M::LossAfter, M::JumpEpoch]),
            Verdict::Oscillating => two(&texts.swings, [M::Amplitude, M::TrainLoss]),
            Verdict::NotLearning => two(&texts.not_learning, [M::TrainLoss, M::GuessLoss]),
            Verdict::UnderFitting | Verdict::Plateau | Verdict::Converged => {
                let reached = [M::Accuracy, M::R2].into_iter().find_map(found);
                let reached = reached.map(|found| self.between.to_owned() + &self.found(words, found));
                texts.level.with([&shown(M::TrainLoss)]) + &reached.unwrap_or_default()
            }
            Verdict::Healthy if is_too_early(explanation) => two(&texts.epochs, [M::Epochs, M::EpochsNeeded]),
            Verdict::Healthy => two(&texts.falls, [M::StartLoss, M::TrainLoss]),
            Verdict::NoPoints => String::new(),
        }
    }
}

/// Whether a run is still too short for a verdict.
pub fn is_too_early(explanation: &Explanation) -> bool {
    explanation.evidence.iter().any(|found| found.measure == M::EpochsNeeded)
}
