//! TensorFlow Playground's links: the same experiment in our terms, with its defaults where a key is not given. Invariant:
//! whatever means something else here, does nothing here or was out of range is named. Its random numbers cannot be had: points
//! and weights are of the same kind, not the same.
//!
//! # Source
//! `src/state.ts`, `src/dataset.ts`, `src/nn.ts` and `src/playground.ts` of github.com/tensorflow/playground.

use autodiff::formula::decimal;

use super::cleaned::{cleaned, without_ending};
use super::opened::{MOST_NOTES, Opened, Pair};
use crate::config::{BatchSize, Config};
use crate::keys::{MAX_LAYERS, MAX_POINTS, MAX_UNITS};
use crate::problem::{Found, NoEffect, Problem, Rule, Shape, shortened};
use crate::task::Task;
use crate::view_settings::ViewSettings;

/// Keys that only its links have.
const ONLY_THEIRS: [&str; 5] = ["networkShape", "percTrainData", "regDataset", "problem", "showTestData"];
/// Ends the keys by which its controls are hidden.
const HIDE: &str = "_hide";

/// Its features with ours, in its order.
const FEATURES: [(&str, &str, bool); 9] = [
    ("x", "x1", true),
    ("y", "x2", true),
    ("xSquared", "x1^2", false),
    ("ySquared", "x2^2", false),
    ("xTimesY", "x1*x2", false),
    ("sinX", "sin(x1)", false),
    ("sinY", "sin(x2)", false),
    ("cosX", "cos(x1)", false),
    ("cosY", "cos(x2)", false),
];

/// One of its datasets: its name there and here, its task, and how far its noise of 1 moves a point along each axis.
///
/// Its noise moves each point by up to ± reach × noise before it decides on the label (a spiral's points themselves), evenly,
/// which is a standard deviation of reach / √3. Two blobs get wider instead: their variance grows by 7 × noise.
struct Set {
    theirs: &'static str,
    ours: &'static str,
    task: Task,
    reach: f64,
}

const fn set(theirs: &'static str, ours: &'static str, task: Task, reach: f64) -> Set {
    Set { theirs, ours, task, reach }
}

const SETS: [Set; 6] = [
    set("circle", "circle", Task::Classification, 5.0),
    set("xor", "xor", Task::Classification, 5.0),
    set("gauss", "two-blobs", Task::Classification, 0.0),
    set("spiral", "spiral", Task::Classification, 1.0),
    set("reg-plane", "plane", Task::Regression, 6.0),
    set("reg-gauss", "bumps", Task::Regression, 6.0),
];

const POINTS_WITH_CLASSES: usize = 500;
const POINTS_WITH_VALUES: usize = 1200;
/// Its noise in percent ends here.
const MOST_NOISE: f64 = 50.0;

/// Keys that change nothing about the experiment, with the reason.
const WITHOUT_EFFECT: [(&str, NoEffect); 3] =
    [("collectStats", NoEffect::Statistics), ("hideText", NoEffect::Article), ("tutorial", NoEffect::Tutorial)];

/// Whether these pairs are one of its links.
pub(super) fn is_theirs(pairs: &[Pair]) -> bool {
    let has = |wanted: &dyn Fn(&str) -> bool| pairs.iter().any(|(key, _)| wanted(key));
    !has(&|key| key == "v") && has(&|key| ONLY_THEIRS.contains(&key) || key.ends_with(HIDE))
}

/// Opens the pairs of one of its links.
pub(super) fn read(pairs: &[Pair]) -> Opened {
    // None of its values has a letter that `cleaned` would take away.
    let whole = |text: &str| cleaned(text).replace('=', "");
    let mut pairs: Vec<Pair> = pairs.iter().map(|(key, text)| (whole(key).into(), whole(text).into())).collect();
    if let Some((_, text)) = pairs.last_mut() {
        *text = without_ending(text).to_owned().into();
    }
    let mut link = Link { pairs: &pairs, notes: Vec::new() };
    let mut config = Config {
        loss: "squared".into(),
        initialisation: "uniform".into(),
        bias_init: 0.1,
        shuffle: false,
        ..Config::default()
    };
    link.convert_data(&mut config);
    link.convert_network(&mut config);
    link.convert_training(&mut config);
    let view_settings = ViewSettings {
        test_points: link.flag("showTestData", false),
        classes_only: link.flag("discretize", false),
        ..ViewSettings::default()
    };
    link.note_the_rest();
    let problem = config.validate().err();
    if let Some(problem) = problem {
        // Every value was brought into its range, so that this is a mistake of the conversion and not of the link.
        link.notes.push(problem);
        config = Config::default();
    }
    Opened { config, view_settings, notes: link.notes, ..Opened::nothing() }
}

struct Link<'a> {
    pairs: &'a [Pair<'a>],
    notes: Vec<Problem>,
}

impl Link<'_> {
    /// The text of a key; there the last one counts, and an empty text counts as no key.
    fn text(&self, key: &str) -> Option<&str> {
        let found = self.pairs.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, text)| text.trim()).filter(|text| !text.is_empty())
    }

    fn note(&mut self, key: &str, rule: Rule, found: impl Into<Found>) {
        self.notes.push(Problem::new(key, rule, found));
    }

    /// Notes what became of a key for which `rule` does not hold.
    fn note_became(&mut self, key: &str, value: impl ToString, rule: Rule, found: impl Into<Found>) {
        self.note(key, Rule::Became { value: value.to_string(), rule: Box::new(rule) }, found);
    }

    fn flag(&self, key: &str, default: bool) -> bool {
        self.text(key).map_or(default, |text| text != "false")
    }

    /// The entry of `words` that a key names, or the first.
    fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> T {
        let text = self.text(key).map(str::to_owned);
        let found = text.as_deref().map(|text| words.iter().find(|(word, _)| *word == text));
        if let Some(None) = found {
            let known = Rule::one_of(words.iter().map(|(word, _)| *word));
            self.note_became(key, words[0].0, known, format!("\"{}\"", text.unwrap_or_default()));
        }
        found.flatten().map_or(words[0].1, |(_, value)| *value)
    }

    /// The number of a key, brought into `min` to `max`.
    fn number(&mut self, key: &str, default: f64, min: f64, max: f64) -> f64 {
        let Some(text) = self.text(key).map(str::to_owned) else { return default };
        let number = decimal(&text).filter(|number| !number.is_nan());
        let Some(number) = number else {
            self.note_became(key, default, Rule::Number, format!("\"{text}\""));
            return default;
        };
        let inside = number.clamp(min, max);
        if inside != number {
            self.note_became(key, inside, Rule::Between { min, max }, text);
        }
        inside
    }

    fn whole(&mut self, key: &str, default: f64, min: f64, max: f64) -> f64 {
        let number = self.number(key, default, min, max);
        if number.fract() != 0.0 {
            self.note_became(key, number.round(), Rule::WholeNumber, number);
        }
        number.round()
    }

    fn convert_data(&mut self, config: &mut Config) {
        let task = self.word("problem", &[("classification", Task::Classification), ("regression", Task::Regression)]);
        let (key, count) = match task {
            Task::Regression => ("regDataset", POINTS_WITH_VALUES),
            Task::Classification | Task::Curve => ("dataset", POINTS_WITH_CLASSES),
        };
        let sets: Vec<(&str, usize)> =
            (0..SETS.len()).filter(|&at| SETS[at].task == task).map(|at| (SETS[at].theirs, at)).collect();
        let set = &SETS[self.word(key, &sets)];
        (config.task, config.dataset, config.count) = (task, set.ours.into(), count);
        if set.ours == "plane" {
            self.note(key, Rule::BecameFlatterPlane, set.theirs);
        }
        let percent = self.number("noise", 0.0, 0.0, MOST_NOISE);
        if percent > 0.0 {
            let noise = percent / 100.0;
            let deviation = if set.reach > 0.0 { set.reach * noise / 3.0_f64.sqrt() } else { (7.0 * noise).sqrt() };
            config.noise = (deviation * 100.0).round() / 100.0;
            let became = Rule::BecameDeviation { noise: config.noise, dataset: set.ours.into() };
            self.note("noise", became, percent);
        }
        let share = self.number("percTrainData", 50.0, 10.0, 100.0);
        config.train_share = share / 100.0;
    }

    fn convert_network(&mut self, config: &mut Config) {
        let on = |(key, _, default): &&(&str, &str, bool)| self.flag(key, *default);
        let features: Vec<String> = FEATURES.iter().filter(on).map(|(_, ours, _)| (*ours).to_owned()).collect();
        if features.is_empty() {
            self.note("x", Rule::FeatureChosen, Found::NoneOfThem);
        } else {
            config.features = features;
        }
        config.hidden_layers = self.shape();
        let activation = self
            .word("activation", &[("tanh", "tanh"), ("relu", "relu"), ("sigmoid", "sigmoid"), ("linear", "linear")]);
        config.activations = vec![activation.into(); config.hidden_layers.len()];
        if self.flag("initZero", false) {
            (config.initialisation, config.bias_init) = ("zeros".into(), 0.0);
        }
    }

    /// The hidden layers; no text means none here, as there.
    fn shape(&mut self) -> Vec<usize> {
        let Some((_, text)) = self.pairs.iter().rev().find(|(name, _)| name == "networkShape") else {
            return Config::default().hidden_layers;
        };
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let mut layers: Vec<usize> = Vec::new();
        let mut is_exact = true;
        for entry in text.split(',').take(MAX_LAYERS + 1) {
            let number = decimal(entry.trim()).filter(|number| !number.is_nan());
            let units = number.map_or(1, |number| number.clamp(1.0, MAX_UNITS as f64) as usize);
            is_exact &= number == Some(units as f64);
            layers.push(units);
        }
        if layers.len() > MAX_LAYERS {
            layers.truncate(MAX_LAYERS);
            is_exact = false;
        }
        if !is_exact {
            let became: Vec<String> = layers.iter().map(usize::to_string).collect();
            let rule = Rule::Shaped(Shape::Network(MAX_LAYERS, MAX_UNITS));
            self.note_became("networkShape", became.join(","), rule, format!("\"{text}\""));
        }
        layers
    }

    fn convert_training(&mut self, config: &mut Config) {
        config.learning_rate = self.number("learningRate", 0.03, 1e-6, 100.0);
        config.batch_size = BatchSize::Points(self.whole("batchSize", 10.0, 1.0, MAX_POINTS as f64) as usize);
        config.penalty = self.word("regularization", &[("none", "none"), ("L1", "l1"), ("L2", "l2")]).into();
        config.penalty_rate = self.number("regularizationRate", 0.0, 0.0, 10.0);
        if config.penalty == "l1" {
            self.note("regularization", Rule::BecameL1, "L1");
        }
    }

    fn note_the_rest(&mut self) {
        for (key, what) in WITHOUT_EFFECT {
            if self.flag(key, false) {
                let found = self.text(key).unwrap_or_default().to_owned();
                self.note(key, Rule::Effective(what), found);
            }
        }
        let is_hidden = |pair: &&Pair| pair.0.ends_with(HIDE) && pair.1.trim() == "true";
        let hidden: Vec<&str> = self.pairs.iter().filter(is_hidden).map(|(key, _)| &**key).collect();
        if let Some(first) = hidden.first() {
            let first = (*first).to_owned();
            let n_hidden = hidden.len();
            self.note(&first, Rule::Effective(NoEffect::HiddenControls), Found::HiddenControls(n_hidden));
        }
        let is_known = |key: &str| {
            const OTHERS: [&str; 12] = [
                "activation",
                "regularization",
                "batchSize",
                "dataset",
                "learningRate",
                "regularizationRate",
                "noise",
                "seed",
                "discretize",
                "initZero",
                "hideText",
                "collectStats",
            ];
            let parts = FEATURES.iter().map(|(name, ..)| *name).chain(ONLY_THEIRS).chain(OTHERS);
            key == "tutorial" || key.ends_with(HIDE) || parts.into_iter().any(|known| known == key)
        };
        let unknown: Vec<String> =
            self.pairs.iter().map(|(key, _)| key.to_string()).filter(|key| !is_known(key)).collect();
        for key in unknown.iter().take(MOST_NOTES) {
            self.note(key, Rule::KnownKeyOfTensorFlow, Found::UnknownKey);
        }
        let seed = Found::Seed(self.text("seed").map(shortened));
        self.notes.insert(0, Problem::new("link", Rule::SameRandomNumbers, seed));
    }
}
