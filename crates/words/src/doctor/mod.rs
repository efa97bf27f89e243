//! What the doctor says, in every language: verdicts with their evidence, advice and hints. Apart from [`Words`], because few visitors
//! ask: these texts come with what shows them. Which numbers there are and what they mean is `playground::insight::doctor`'s.

mod brief;

use playground::Config;
use playground::insight::doctor::{Cure, Evidence, Explanation, Hint, Measure, Verdict};

use crate::Words;
use crate::template::{Plural, Template};

pub use brief::is_too_early;

/// The texts about diagnoses in one language.
#[derive(Debug)]
pub struct DoctorWords {
    /// What the line under the curve is called.
    pub diagnosis: &'static str,
    /// The button that makes the change that is advised.
    pub apply: &'static str,
    /// The button that says why.
    pub why: &'static str,
    /// Before a change that was made, until it is undone.
    pub applied: Template<1>,
    /// Where the engine could not be asked.
    pub unknown: &'static str,
    /// The button of a hint that says what to do.
    pub what_to_do: &'static str,
    /// The button that opens so many hints.
    n_hints: Plural,
    /// Before the numbers that speak for the verdict.
    pub numbers: &'static str,
    /// Before what is advised.
    pub advised: &'static str,
    /// What the button of a neuron's name does.
    pub light: Template<1>,
    /// What hints are called.
    pub hints: &'static str,
    briefs: brief::Briefs,
    /// The names of the verdicts, in their order.
    verdicts: [&'static str; 12],
    /// What each verdict means and where it comes from.
    reasons: [&'static str; 12],
    /// The names of the evidence's numbers, in the order of [`Measure::ALL`].
    measures: [&'static str; 27],
    /// Before the evidence where only a part of the run is judged.
    since: Template<1>,
    /// Between two numbers.
    between: &'static str,
    /// Between two numbers of a list, and two sizes.
    comma: &'static str,
    /// Where nothing is advised.
    no_advice: &'static str,
    slower: Template<2>,
    faster: Template<2>,
    start_again: Template<2>,
    activation: Template<2>,
    initialisation: Template<2>,
    zero_bias: Template<1>,
    more_neurons: Template<2>,
    hidden_layer: Template<2>,
    penalty: Template<1>,
    stronger_penalty: Template<2>,
    weaker_penalty: Template<2>,
    no_dropout: Template<1>,
    optimiser: Template<3>,
    constant_rate: Template<1>,
    /// Why each change should help, in the order of [`Cure`].
    cure_reasons: [&'static str; 14],
    /// Several neurons, and one.
    neurons: Template<1>,
    neuron: Template<1>,
    equal_weights: Template<1>,
    silent: Plural1,
    flat: Plural1,
    saturated: Plural1,
    too_steep: Template<3>,
    same: Template<3>,
    opposite: Template<3>,
    pulled_up: Template<3>,
    pulled_down: Template<3>,
    unused_feature: Template<1>,
    rare_class: Template<2>,
    /// What to do about each hint, in the order of [`Hint`].
    remedies: [&'static str; 9],
    /// The number of points that a hint is about.
    points: Plural,
}

/// A text about one neuron, and one about several.
#[derive(Debug)]
struct Plural1 {
    one: Template<1>,
    many: Template<1>,
}

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts of each language by its tag.
        static ALL: &[(&str, &DoctorWords)] = &[$((crate::$file::TAG, &$file::DOCTOR)),*];
    };
}
playground::for_languages!(languages);

impl DoctorWords {
    /// The texts in the language of these words.
    pub fn of(words: &Words) -> &'static DoctorWords {
        ALL.iter().find(|(tag, _)| *tag == words.tag).map_or(ALL[0].1, |(_, texts)| texts)
    }

    /// What a run is called.
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        self.verdicts[verdict as usize]
    }

    /// What that means, and where it comes from.
    pub fn reason(&self, verdict: Verdict) -> &'static str {
        self.reasons[verdict as usize]
    }

    /// The numbers that speak for the verdict, in one line.
    pub fn evidence(&self, words: &Words, explanation: &Explanation) -> String {
        let numbers: Vec<String> = explanation.evidence.iter().map(|found| self.found(words, found)).collect();
        let numbers = numbers.join(self.between);
        match explanation.since.filter(|_| !numbers.is_empty()) {
            Some(step) => self.since.with([&words.count(step)]) + &numbers,
            None => numbers,
        }
    }

    /// A number with its name.
    fn found(&self, words: &Words, found: &Evidence) -> String {
        format!("{} {}", self.measures[found.measure as usize], shown(words, found))
    }

    /// The change that is advised, as an imperative; what is said where there is none.
    pub fn advice(&self, words: &Words, cure: Option<&Cure>) -> String {
        let Some(cure) = cure else { return self.no_advice.into() };
        match cure {
            Cure::SmallerRate { from, to } => self.slower.with([&plain(*from), &plain(*to)]),
            Cure::LargerRate { from, to } => self.faster.with([&plain(*from), &plain(*to)]),
            Cure::StartAgain { from, to, .. } => self.start_again.with([&plain(*from), &plain(*to)]),
            Cure::Activations { from, to, .. } => self.activation.with([words.activation(from), words.activation(to)]),
            Cure::Initialisation { from, to } => {
                self.initialisation.with([words.initialiser(from), words.initialiser(to)])
            }
            Cure::ZeroBias { from } => self.zero_bias.with([&words.number(Some(*from))]),
            Cure::MoreNeurons { from, to } => self.more_neurons.with([&self.sizes(from), &self.sizes(to)]),
            Cure::HiddenLayer { units, activation } => {
                self.hidden_layer.with([&units.to_string(), words.activation(activation)])
            }
            Cure::Penalty { to } => self.penalty.with([&plain(*to)]),
            Cure::StrongerPenalty { from, to } => self.stronger_penalty.with([&plain(*from), &plain(*to)]),
            Cure::WeakerPenalty { from, to } => self.weaker_penalty.with([&plain(*from), &plain(*to)]),
            Cure::NoDropout { from } => self.no_dropout.with([&words.percent(*from)]),
            Cure::Optimiser { from, to, rate } => {
                self.optimiser.with([words.optimiser(from), words.optimiser(to), &plain(*rate)])
            }
            Cure::ConstantRate { from } => self.constant_rate.with([words.schedule(from)]),
        }
    }

    fn sizes(&self, sizes: &[usize]) -> String {
        let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
        sizes.join(self.comma)
    }

    /// Why that change should help.
    pub fn cure_reason(&self, cure: &Cure) -> &'static str {
        let at = match cure {
            Cure::SmallerRate { .. } => 0,
            Cure::LargerRate { .. } => 1,
            Cure::StartAgain { .. } => 2,
            Cure::Activations { .. } => 3,
            Cure::Initialisation { .. } => 4,
            Cure::ZeroBias { .. } => 5,
            Cure::MoreNeurons { .. } => 6,
            Cure::HiddenLayer { .. } => 7,
            Cure::Penalty { .. } => 8,
            Cure::StrongerPenalty { .. } => 9,
            Cure::WeakerPenalty { .. } => 10,
            Cure::NoDropout { .. } => 11,
            Cure::Optimiser { .. } => 12,
            Cure::ConstantRate { .. } => 13,
        };
        self.cure_reasons[at]
    }

    /// How many hints there are.
    pub fn n_hints(&self, words: &Words, n: usize) -> String {
        self.n_hints.with(n as f64, &words.count(n as u64))
    }

    /// A hint in two levels: what is special, then what to do about it.
    pub fn hint(&self, words: &Words, config: &Config, hint: &Hint) -> [String; 2] {
        self.hint_naming(words, config, hint, &|layer, unit| words.neuron_short(config, layer + 1, unit))
    }

    /// What is special, in pieces: the neurons that are named stand alone.
    pub fn hint_pieces(&self, words: &Words, config: &Config, hint: &Hint) -> Vec<HintPiece> {
        let [what, _] = self.hint_naming(words, config, hint, &|layer, unit| format!("{MARK}{layer}.{unit}{MARK}"));
        // What stands between two marks is a neuron.
        let pieces = what.split(MARK).enumerate().filter(|(_, piece)| !piece.is_empty());
        let named = pieces.map(|(at, piece)| match piece.split_once('.').filter(|_| at % 2 == 1) {
            Some((layer, unit)) => {
                // As they were written above.
                let (layer, unit) = (layer.parse().unwrap_or(0), unit.parse().unwrap_or(0));
                HintPiece::Neuron { layer, unit, name: words.neuron_short(config, layer + 1, unit) }
            }
            None => HintPiece::Text(piece.to_owned()),
        });
        named.collect()
    }

    fn hint_naming(
        &self,
        words: &Words,
        config: &Config,
        hint: &Hint,
        name: &dyn Fn(usize, usize) -> String,
    ) -> [String; 2] {
        let neuron = |layer: &usize, unit: usize| name(*layer, unit);
        let several = |layer: &usize, units: &[usize], text: &Plural1| {
            let names: Vec<String> = units.iter().map(|unit| neuron(layer, *unit)).collect();
            let names = names.join(self.comma);
            if units.len() == 1 {
                text.one.with([&self.neuron.with([&names])])
            } else {
                text.many.with([&self.neurons.with([&names])])
            }
        };
        let (what, remedy) = match hint {
            Hint::EqualWeights { layer } => (self.equal_weights.with([&(layer + 1).to_string()]), 0),
            Hint::Silent { layer, units } => (several(layer, units, &self.silent), 1),
            Hint::Flat { layer, units } => (several(layer, units, &self.flat), 2),
            Hint::Saturated { layer, units } => (several(layer, units, &self.saturated), 3),
            Hint::TooSteep { rate, curvature } => {
                let product = words.short(rate * curvature);
                (self.too_steep.with([&plain(*rate), &words.short(*curvature), &product]), 4)
            }
            Hint::Same { layer, first, second, correlation } => {
                let text = if *correlation < 0.0 { &self.opposite } else { &self.same };
                let correlation = words.short(*correlation);
                (text.with([&neuron(layer, *first), &neuron(layer, *second), &correlation]), 5)
            }
            Hint::Pulled { layer, unit, class, up, points } => {
                let text = if *up { &self.pulled_up } else { &self.pulled_down };
                let points = self.points.with(*points as f64, &words.count(*points as u64));
                (text.with([&points, &words.class_said(config, class + 1), &neuron(layer, *unit)]), 6)
            }
            Hint::UnusedFeature { feature } => (self.unused_feature.with([&words.feature(config, *feature)]), 7),
            Hint::RareClass { class, share } => {
                (self.rare_class.with([&words.class_short(config, class + 1), &words.percent(*share)]), 8)
            }
        };
        [what, self.remedies[remedy].into()]
    }
}

/// A piece of a hint.
#[derive(Clone, Debug, PartialEq)]
pub enum HintPiece {
    /// What stands around neurons.
    Text(String),
    /// A neuron; layers count from 0, the first hidden one.
    Neuron {
        /// Its layer.
        layer: usize,
        /// The neuron.
        unit: usize,
        /// What it is called.
        name: String,
    },
}

/// Around a neuron's place within a text: no text has this sign.
const MARK: char = '\u{1}';

/// A number as it is said.
fn shown(words: &Words, Evidence { measure, value }: &Evidence) -> String {
    match measure {
        Measure::Fall
        | Measure::Accuracy
        | Measure::ReachableAccuracy
        | Measure::TestRise
        | Measure::Alternating
        | Measure::Amplitude => words.percent(*value),
        // People count layers from 1.
        Measure::Layer => words.count(*value as u64 + 1),
        Measure::Epochs
        | Measure::EpochsNeeded
        | Measure::DeadNeurons
        | Measure::SaturatedNeurons
        | Measure::Neurons
        | Measure::Step
        | Measure::LowestTestEpoch
        | Measure::JumpEpoch
        | Measure::Parameters => words.count(*value as u64),
        Measure::LearningRate => plain(*value),
        _ => words.short(*value),
    }
}

/// A rate as it is typed.
fn plain(value: f64) -> String {
    value.to_string().replace('-', "−")
}

#[cfg(test)]
mod tests;
