//! Which change is advised: for each verdict what is tried first comes first, and the first that the configuration can take is given.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cure::Cure;
use super::findings::{Findings, LayerState};
use super::hints::Hint;
use super::rates::{one_digit, usual};
use super::thresholds::EDGE_OF_STABILITY;
use super::verdict::{Verdict, has_heavy_dropout, has_heavy_penalty};
use crate::config::Config;

/// Neurons of a layer that is made larger, at most: as many as the page's sliders give.
const MOST_UNITS: usize = 32;
/// …and at least.
const LEAST_UNITS: usize = 8;
/// A first penalty, which moves weights about as much as a few wrong points.
const FIRST_PENALTY: f64 = 0.003;
/// By how much a rate is divided that is too large, or multiplied where it is too small.
const TENFOLD: f64 = 10.0;
/// The same where it is nearly right.
const THREEFOLD: f64 = 3.0;
/// From weights whose loss is so many times that of guessing, new ones are the shorter way.
const LOST: f64 = 10.0;
/// A schedule that has left less than this share of the learning rate is what stops a run.
const FADED: f64 = 0.1;
/// Biases that begin further from 0 than this decide alone on which side of its bend a neuron is.
const FAR_BIAS: f64 = 2.0;

/// One change that should help.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// What it is.
    pub cure: Cure,
    /// As `configure` takes it.
    #[serde(with = "crate::json_postcard")]
    pub partial: Value,
}

/// The first cure that `config` can take.
pub(super) fn of(
    findings: &Findings,
    verdict: Verdict,
    hints: &[Hint],
    curvature: Option<f64>,
    config: &Config,
) -> Option<Advice> {
    let case = Case { f: findings, hints, curvature };
    let cures = match verdict {
        Verdict::Diverged => vec![case.is_lost().then(|| case.start_again()).flatten(), case.slower(TENFOLD)],
        Verdict::DeadNeurons => case.bias_or_activation(|state| &state.dead),
        Verdict::Saturated => case.bias_or_activation(|state| &state.saturated),
        Verdict::OverFitting => vec![case.penalty()],
        Verdict::Jumping | Verdict::Oscillating => vec![case.slower(THREEFOLD)],
        Verdict::NotLearning => case.to_learn(),
        Verdict::UnderFitting => case.to_fit(),
        Verdict::Plateau => case.to_go_on(),
        Verdict::Converged | Verdict::Healthy | Verdict::NoPoints => Vec::new(),
    };
    let can_take = |cure: Cure| {
        let partial = cure.partial();
        let is_new = config.merged(&partial).is_ok_and(|merged| merged != *config);
        is_new.then_some(Advice { cure, partial })
    };
    cures.into_iter().flatten().find_map(can_take)
}

struct Case<'a> {
    f: &'a Findings,
    hints: &'a [Hint],
    curvature: Option<f64>,
}

impl Case<'_> {
    fn config(&self) -> &Config {
        &self.f.config
    }

    /// A rate that is smaller, and no larger than usual.
    fn lower_rate(&self, factor: f64) -> f64 {
        let from = self.config().learning_rate;
        one_digit((from / factor).min(usual(&self.config().optimiser)))
    }

    fn slower(&self, factor: f64) -> Option<Cure> {
        let (from, to) = (self.config().learning_rate, self.lower_rate(factor));
        (to > 0.0 && to < from).then_some(Cure::SmallerRate { from, to })
    }

    fn faster(&self) -> Option<Cure> {
        let from = self.config().learning_rate;
        let usual = usual(&self.config().optimiser);
        let to = one_digit((from * TENFOLD).max(usual / TENFOLD).min(usual));
        (to > from).then_some(Cure::LargerRate { from, to })
    }

    /// Whether the rate is larger than what is stable, or than what is usual.
    fn is_too_fast(&self) -> bool {
        let usual = usual(&self.config().optimiser);
        let is_steep = || self.curvature.is_some_and(|curvature| self.f.rate * curvature > EDGE_OF_STABILITY);
        self.f.rate > THREEFOLD * usual || self.config().optimiser == "gradient-descent" && is_steep()
    }

    fn start_again(&self) -> Option<Cure> {
        let (from, to) = (self.config().learning_rate, self.lower_rate(TENFOLD));
        let seed = self.config().weight_seed.wrapping_add(1);
        (to < from).then_some(Cure::StartAgain { from, to, seed })
    }

    /// Whether the loss has grown so much that the weights are of no use any more.
    fn is_lost(&self) -> bool {
        self.f.of_guess() > LOST
    }

    /// What helps where neurons of these lists are in the way.
    fn bias_or_activation(&self, list: fn(&LayerState) -> &[usize]) -> Vec<Option<Cure>> {
        let config = self.config();
        let zero_bias = (config.bias_init.abs() > FAR_BIAS).then_some(Cure::ZeroBias { from: config.bias_init });
        let again = self.is_too_fast().then(|| self.start_again()).flatten();
        let is_ill: Vec<bool> = self.f.layers.iter().map(|state| !list(state).is_empty()).collect();
        let ill = is_ill.iter().zip(&config.activations).find(|(is_ill, _)| **is_ill).map(|(_, name)| name.clone());
        let other = ill.map(|from| {
            // Slopes of 0 for all arguments need another function; else a little slope on the far side is enough.
            let to = if from == "step" { "tanh" } else { "leaky-relu" };
            let all = is_ill.iter().zip(&config.activations);
            let all = all.map(|(is_ill, name)| if *is_ill { to.to_owned() } else { name.clone() }).collect();
            Cure::Activations { from, to: to.into(), all }
        });
        vec![zero_bias, again, other, self.slower(TENFOLD)]
    }

    fn penalty(&self) -> Option<Cure> {
        let config = self.config();
        if config.penalty == "none" || config.penalty_rate == 0.0 {
            return Some(Cure::Penalty { to: FIRST_PENALTY });
        }
        let from = config.penalty_rate;
        let to = one_digit(from * THREEFOLD).max(FIRST_PENALTY);
        (to > from).then_some(Cure::StrongerPenalty { from, to })
    }

    fn initialisation(&self) -> Option<Cure> {
        let from = self.config().initialisation.clone();
        let is_equal = self.hints.iter().any(|hint| matches!(hint, Hint::EqualWeights { .. }));
        let to =
            if self.config().activations.iter().any(|name| name == "relu") { "he-uniform" } else { "xavier-uniform" };
        (is_equal && !self.config().hidden_layers.is_empty() && from != to)
            .then(|| Cure::Initialisation { from, to: to.into() })
    }

    /// What makes a linear model another one.
    fn bend(&self) -> Option<Cure> {
        let config = self.config();
        if !self.f.is_linear() || !self.f.has_gap() {
            return None;
        }
        Some(match config.activations.first() {
            None => Cure::HiddenLayer { units: LEAST_UNITS, activation: "tanh".into() },
            Some(from) => self.all_activations(from.clone(), "tanh"),
        })
    }

    fn all_activations(&self, from: String, to: &str) -> Cure {
        let all = self.config().activations.iter();
        let all = all.map(|name| if *name == from { to.to_owned() } else { name.clone() }).collect();
        Cure::Activations { from, to: to.into(), all }
    }

    /// Sigmoids pass a quarter of the gradient back at most: few layers of them are enough to leave nothing.
    fn without_sigmoids(&self) -> Option<Cure> {
        let n = self.config().activations.iter().filter(|name| *name == "sigmoid").count();
        (n >= 2).then(|| self.all_activations("sigmoid".into(), "tanh"))
    }

    fn more_neurons(&self) -> Option<Cure> {
        let from = self.config().hidden_layers.clone();
        if from.is_empty() {
            return Some(Cure::HiddenLayer { units: LEAST_UNITS, activation: "tanh".into() });
        }
        let larger = |units: &usize| (2 * units).clamp(LEAST_UNITS, MOST_UNITS).max(*units);
        let to: Vec<usize> = from.iter().map(larger).collect();
        (to != from).then_some(Cure::MoreNeurons { from, to })
    }

    fn without_holding_back(&self) -> [Option<Cure>; 2] {
        let config = self.config();
        let from = config.penalty_rate;
        let weaker = || Cure::WeakerPenalty { from, to: one_digit(from / TENFOLD) };
        [
            has_heavy_penalty(self.f).then(weaker),
            has_heavy_dropout(self.f).then_some(Cure::NoDropout { from: config.dropout }),
        ]
    }

    fn constant_rate(&self) -> Option<Cure> {
        let from = self.config().schedule.clone();
        (from != "constant" && self.f.rate < FADED * self.config().learning_rate).then_some(Cure::ConstantRate { from })
    }

    fn adam(&self) -> Option<Cure> {
        let from = self.config().optimiser.clone();
        (from != "adam").then(|| Cure::Optimiser { from, to: "adam".into(), rate: usual("adam") })
    }

    fn to_learn(&self) -> Vec<Option<Cure>> {
        let slower = self.is_too_fast().then(|| self.slower(TENFOLD)).flatten();
        let [weaker, no_dropout] = self.without_holding_back();
        let first = [self.initialisation(), slower, self.constant_rate(), weaker, self.bend()];
        let then = [self.without_sigmoids(), self.faster(), self.adam(), no_dropout, self.more_neurons()];
        first.into_iter().chain(then).collect()
    }

    fn to_fit(&self) -> Vec<Option<Cure>> {
        let [weaker, no_dropout] = self.without_holding_back();
        vec![weaker, no_dropout, self.bend(), self.more_neurons(), self.adam(), self.faster()]
    }

    fn to_go_on(&self) -> Vec<Option<Cure>> {
        let slower = self.is_too_fast().then(|| self.slower(THREEFOLD)).flatten();
        vec![self.constant_rate(), slower, self.faster(), self.adam(), self.more_neurons(), self.slower(THREEFOLD)]
    }
}
