//! What learners get wrong in each stage, each mistake with the number to which it leads. A mistake whose number is that of the right
//! result is none here. `attempt` compares.

use super::calculation::{Values, value};
use super::formulas;
use super::inside::{Inside, StepInside};
use super::ledger::{activation_of, neighbours, target};
use super::lines::{Name, Stage};
use crate::activation_curve;
use crate::config::Config;
use crate::session::{optimiser_of, optimiser_params};
use nn::loss::Learns;

/// What is said of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Attempt {
    /// Right, to three digits.
    Right,
    /// Right, with two digits, or from numbers with two digits.
    Rounded,
    /// All but this term is there.
    Missing(Name),
    /// This term has the wrong sign.
    TermSign(Name),
    /// In the first term stands the weight of the second.
    WeightOf(Name, Name),
    /// Another mistake.
    Mistaken(Mistake),
    /// None that is known, or several.
    Other,
}

/// A mistake of a whole calculation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// The size is right, the sign is not.
    Sign,
    /// It is z: the activation is missing.
    NoActivation,
    /// Of the neurons before, z was taken in place of a.
    BeforeActivation,
    /// Dropout's factor is missing.
    NoMask,
    /// It is the loss: its slope is asked for.
    LossItself,
    /// It is the prediction: the target is not subtracted.
    NoTarget,
    /// The score was taken in place of the prediction.
    ScoreForPrediction,
    /// The target of the other class.
    OtherTarget,
    /// Twice the slope: the loss has ½.
    Doubled,
    /// The slope of tanh is missing.
    NoTanhSlope,
    /// It is the sum: the slope is missing.
    NoSlope,
    /// The sum is right; in place of the slope stands a.
    ValueForSlope,
    /// The sum is right; in place of the slope stands 1 − a.
    OneMinusValue,
    /// The sum is right; in the slope stands z in place of a.
    ArgumentForValue,
    /// The sum is right; the slope is that at a.
    SlopeAtValue,
    /// The weights after the step.
    WeightsAfter,
    /// It is the sum: it is not divided by the number of points.
    NotDivided,
    /// It is the gradient of one point.
    OnePoint,
    /// The penalty's part is missing.
    NoPenalty,
    /// The penalty's part has the wrong sign.
    PenaltySign,
    /// Clipping is missing.
    NoClipping,
    /// It is the change: the old weight is missing.
    ChangeOnly,
    /// It is the old weight.
    OldValue,
    /// The change has the wrong sign: the gradient leads uphill.
    Uphill,
    /// The learning rate is missing.
    NoRate,
    /// What the optimiser keeps from earlier steps is missing.
    NoMemory,
    /// The bias correction is missing.
    NoCorrection,
    /// The weight decay is missing.
    NoDecay,
    /// It is the step of plain gradient descent.
    PlainDescent,
}

type Found = Vec<(f64, Attempt)>;

fn mistaken(value: f64, mistake: Mistake) -> (f64, Attempt) {
    (value, Attempt::Mistaken(mistake))
}

/// Every mistake of a stage with its result.
pub(super) fn mistakes(stage: Stage, inside: &Inside, config: &Config) -> Found {
    match stage {
        Stage::Forward => forward(inside, config),
        Stage::Loss => of_score(inside, config, inside.scores.len() - 1),
        Stage::Backward if inside.is_output() => of_score(inside, config, inside.wanted.unit),
        Stage::Backward => backward(inside, config),
        Stage::Batch => inside.step.as_ref().map_or_else(Vec::new, |step| batch(inside, step)),
        Stage::Update => inside.step.as_ref().map_or_else(Vec::new, |step| update(inside, step, config)),
    }
}

fn forward(inside: &Inside, config: &Config) -> Found {
    if inside.is_off {
        return Vec::new();
    }
    let (is_output, mask) = (inside.is_output(), inside.mask.unwrap_or(1.0));
    let after = |z: f64| if is_output { z } else { at(inside, config, z)[0] * mask };
    let mut all = vec![mistaken(-after(inside.z), Mistake::Sign)];
    if !is_output {
        all.push(mistaken(inside.z, Mistake::NoActivation));
        all.push(mistaken(at(inside, config, inside.z)[0], Mistake::NoMask));
        all.push((after(two_digits(inside.z)), Attempt::Rounded));
    }
    let [inputs, _] = neighbours(inside);
    all.extend(of_terms(&inside.inputs, &inputs, |input| Name::Into(Some(input)), |other| after(inside.z + other)));
    all.push((after(inside.z - inside.bias), Attempt::Missing(Name::Into(None))));
    all.push((after(inside.z - 2.0 * inside.bias), Attempt::TermSign(Name::Into(None))));
    if !inside.inputs_z.is_empty() {
        let sum: f64 = inside.inputs.iter().zip(&inside.inputs_z).map(|([w, _], z)| w * z).sum();
        all.push(mistaken(after(sum + inside.bias), Mistake::BeforeActivation));
    }
    for digits in [two_digits, two_places] {
        let sum: f64 = inside.inputs.iter().map(|[w, a]| digits(w * a)).sum();
        all.push((after(sum + digits(inside.bias)), Attempt::Rounded));
        all.push((digits(after(inside.z)), Attempt::Rounded));
    }
    all
}

/// From the score of an output to δ.
fn of_score(inside: &Inside, config: &Config, unit: usize) -> Found {
    let (s, right) = (inside.scores[unit], inside.output_deltas[unit]);
    let mut all = vec![mistaken(-right, Mistake::Sign), mistaken(inside.loss, Mistake::LossItself)];
    all.extend([two_digits, two_places].map(|digits| (digits(right), Attempt::Rounded)));
    let pairing = config.pairing();
    if pairing.learns == Learns::ManyClasses {
        let (p, t) = (inside.predict[unit], f64::from(u8::from(unit + 1 == inside.point.label as usize)));
        all.push(mistaken(p, Mistake::NoTarget));
        all.push(mistaken(s - t, Mistake::ScoreForPrediction));
        all.push(mistaken(p - (1.0 - t), Mistake::OtherTarget));
        return all;
    }
    let t = target(inside, config);
    let with_tanh = pairing.output == "tanh";
    let delta = |t: f64| {
        let mut values = vec![("s", s), ("t", t)];
        for (name, text) in formulas::loss(&config.loss, with_tanh, t, s) {
            let found = value(text, &values);
            values.push((name, found));
        }
        values
    };
    let named = |values: &Values<'_>, name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, it)| *it);
    let found = delta(t);
    let other = match (pairing.learns, config.loss.as_str()) {
        (Learns::TwoClasses, "log") => Some(1.0 - t),
        (Learns::TwoClasses, _) => Some(-t),
        _ => None,
    };
    all.extend(other.and_then(|t| named(&delta(t), "delta")).map(|value| mistaken(value, Mistake::OtherTarget)));
    let prediction = match config.loss.as_str() {
        "log" => named(&found, "p"),
        "squared" => Some(named(&found, "y").unwrap_or(s)),
        _ => None,
    };
    all.extend(prediction.filter(|_| t != 0.0).map(|value| mistaken(value, Mistake::NoTarget)));
    if config.loss == "log" || config.loss == "squared" && with_tanh {
        all.push(mistaken(s - t, Mistake::ScoreForPrediction));
    }
    if config.loss == "squared" {
        all.push(mistaken(2.0 * right, Mistake::Doubled));
    }
    all.extend(named(&found, "k").map(|value| mistaken(value, Mistake::NoTanhSlope)));
    all.extend(named(&found, "p").filter(|_| config.loss == "log").map(|p| (two_digits(p) - t, Attempt::Rounded)));
    all
}

fn backward(inside: &Inside, config: &Config) -> Found {
    let (slope, mask) = (inside.slope, inside.mask.unwrap_or(1.0));
    let back: f64 = inside.outgoing.iter().map(|[w, delta]| w * delta).sum();
    let mut all = vec![mistaken(-back * slope, Mistake::Sign), mistaken(back, Mistake::NoSlope)];
    all.push(mistaken(back * inside.a, Mistake::ValueForSlope));
    all.push(mistaken(back * (1.0 - inside.a), Mistake::OneMinusValue));
    if !inside.is_off && mask != 0.0 {
        let [value_here, slope_here] = at(inside, config, inside.z);
        all.push(mistaken(back * slope_here, Mistake::NoMask));
        all.push(mistaken(back * at(inside, config, value_here)[1] * mask, Mistake::SlopeAtValue));
        let text = formulas::activation(activation_of(inside, config), inside.z).map(|(_, slope)| slope);
        // In a formula of z and a.
        if let Some(text) = text.filter(|text| text.contains('a') && !text.contains("tanh") && !text.contains("abs")) {
            let values = [("z", inside.z), ("a", inside.z)];
            all.push(mistaken(back * value(text, &values) * mask, Mistake::ArgumentForValue));
        }
    }
    if let Some(after) = inside.step.as_ref().map(|step| &step.outgoing_after) {
        let sum: f64 = inside.outgoing.iter().zip(after).map(|([_, delta], w)| w * delta).sum();
        all.push(mistaken(sum * slope, Mistake::WeightsAfter));
    }
    let [_, onward] = neighbours(inside);
    if inside.outgoing.len() > 1 {
        all.extend(of_terms(&inside.outgoing, &onward, Name::Onward, |other| (back + other) * slope));
    }
    for digits in [two_digits, two_places] {
        all.push((digits(back * slope), Attempt::Rounded));
        all.push((digits(back) * digits(slope), Attempt::Rounded));
        all.push((inside.outgoing.iter().map(|[w, delta]| digits(w * delta)).sum::<f64>() * slope, Attempt::Rounded));
    }
    all
}

fn batch(inside: &Inside, step: &StepInside) -> Found {
    if step.is_frozen {
        return Vec::new();
    }
    let (m, clip) = (step.points.len() as f64, step.clip_factor);
    let of_mean = |mean: f64| (mean + step.penalty) * clip;
    let mut all = vec![
        mistaken(-of_mean(step.mean), Mistake::Sign),
        mistaken(of_mean(step.mean * m), Mistake::NotDivided),
        mistaken(step.mean * clip, Mistake::NoPenalty),
        mistaken((step.mean - step.penalty) * clip, Mistake::PenaltySign),
        mistaken(step.mean + step.penalty, Mistake::NoClipping),
    ];
    let here = step.points.iter().position(|point| *point == inside.index);
    all.extend(here.map(|at| mistaken(of_mean(step.shares[at]), Mistake::OnePoint)));
    if step.points.len() > 1 {
        for (point, share) in step.points.iter().zip(&step.shares) {
            let name = || Name::Point(*point);
            all.push((of_mean(step.mean - share / m), Attempt::Missing(name())));
            all.push((of_mean(step.mean - 2.0 * share / m), Attempt::TermSign(name())));
        }
    }
    for digits in [two_digits, two_places] {
        all.push((digits(of_mean(step.mean)), Attempt::Rounded));
        all.push((of_mean(step.shares.iter().map(|share| digits(*share)).sum::<f64>() / m), Attempt::Rounded));
    }
    all
}

fn update(inside: &Inside, step: &StepInside, config: &Config) -> Found {
    let (before, after) = (f64::from(step.before), f64::from(step.after));
    if step.is_frozen {
        return Vec::new();
    }
    let entry = optimiser_of(config);
    let mut all = vec![
        mistaken(-after, Mistake::Sign),
        mistaken(after - before, Mistake::ChangeOnly),
        mistaken(before, Mistake::OldValue),
        mistaken(before - (after - before), Mistake::Uphill),
        (two_digits(before) + two_digits(after - before), Attempt::Rounded),
        (two_digits(after), Attempt::Rounded),
        (two_places(after), Attempt::Rounded),
    ];
    if entry.name != "gradient-descent" {
        all.push(mistaken(before - step.rate * step.gradient * step.clip_factor, Mistake::PlainDescent));
    }
    if entry.name == "newton" {
        all.push(mistaken(before + (after - before) / step.rate, Mistake::NoRate));
        return all;
    }
    all.extend(update_with(inside, step, config));
    all
}

/// What the optimiser's formula gives for other values than its own.
fn update_with(inside: &Inside, step: &StepInside, config: &Config) -> Found {
    let (entry, params) = (optimiser_of(config), optimiser_params(config));
    let (before, clip, m) = (f64::from(step.before), step.clip_factor, step.points.len() as f64);
    let g = step.gradient * clip;
    let steps = formulas::optimiser(entry.name);
    let mut values = vec![("g", g), ("lr", step.rate), ("t", step.number as f64), ("w", before)];
    values.push(("wd", config.weight_decay));
    values.extend(entry.params.iter().map(|param| param.name).zip(params.iter().copied()));
    values.extend(entry.slots.iter().map(|slot| slot.name).zip(step.slots.iter().copied()));
    let with = |changed: &Values<'_>| {
        let mut values = values.clone();
        for (name, value) in changed {
            values.iter_mut().filter(|(known, _)| known == name).for_each(|entry| entry.1 = *value);
        }
        let mut change = 0.0;
        for (name, text) in steps {
            change = value(text, &values);
            values.retain(|(known, _)| known != name);
            values.push((name, change));
        }
        before + change
    };
    let mut all = vec![
        mistaken(with(&[("lr", 1.0)]), Mistake::NoRate),
        mistaken(with(&[("g", step.mean * clip)]), Mistake::NoPenalty),
    ];
    all.push(mistaken(with(&[("g", (step.mean - step.penalty) * clip)]), Mistake::PenaltySign));
    all.push(mistaken(with(&[("g", step.gradient)]), Mistake::NoClipping));
    all.push(mistaken(with(&[("g", (step.mean * m + step.penalty) * clip)]), Mistake::NotDivided));
    if let Some(here) = step.points.iter().position(|point| *point == inside.index) {
        all.push(mistaken(with(&[("g", (step.shares[here] + step.penalty) * clip)]), Mistake::OnePoint));
    }
    if !entry.slots.is_empty() {
        let fresh: Vec<_> = entry.slots.iter().map(|slot| (slot.name, (slot.initial)(&params))).collect();
        all.push(mistaken(with(&fresh), Mistake::NoMemory));
    }
    if steps.iter().any(|(name, _)| *name == "mhat") {
        // After very many updates nothing is left to correct.
        all.push(mistaken(with(&[("t", 1e9)]), Mistake::NoCorrection));
    }
    if entry.decays_weights {
        all.push(mistaken(with(&[("wd", 0.0)]), Mistake::NoDecay));
    }
    all
}

/// What goes wrong in one term of a sum: it is missing, has the wrong sign, or the weight of the term beside it. `changed` makes the
/// result of what the sum has too much.
fn of_terms(pairs: &[[f64; 2]], shown: &[usize], name: impl Fn(usize) -> Name, changed: impl Fn(f64) -> f64) -> Found {
    let mut all = Vec::new();
    for (place, at) in shown.iter().enumerate() {
        let [w, carried] = pairs[*at];
        all.push((changed(-w * carried), Attempt::Missing(name(*at))));
        all.push((changed(-2.0 * w * carried), Attempt::TermSign(name(*at))));
        let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter_map(|place| shown.get(place));
        all.extend(
            beside.map(|other| (changed((pairs[*other][0] - w) * carried), Attempt::WeightOf(name(*at), name(*other)))),
        );
    }
    all
}

/// The activation and its slope at a place.
fn at(inside: &Inside, config: &Config, z: f64) -> [f64; 2] {
    activation_curve(activation_of(inside, config), &[z])
        .map_or([f64::NAN; 2], |(values, slopes)| [values[0], slopes[0]])
}

fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}

fn two_places(value: f64) -> f64 {
    (100.0 * value).round() / 100.0
}
