//! Of what the output of a curve is made: the bias, and what each neuron of the last hidden layer adds at each x.

use nn::network::Network;
use nn::probe::{Probe, Probing};

use crate::Task;
use crate::config::Config;
use crate::data::DOMAIN;
use crate::features::FeatureSet;

/// Points that are evaluated together.
const BLOCK: usize = 64;

/// What is compiled and computed once.
#[derive(Debug, Default)]
pub(super) struct Contributions {
    probe: Option<Probe>,
    /// How many places there are along x, and the features there.
    line: Option<(usize, Vec<f32>)>,
}

impl Contributions {
    /// After a change of the network.
    pub(super) fn forget_plans(&mut self) {
        self.probe = None;
    }

    /// As [`Query::Contributions`](crate::Query::Contributions) has it.
    pub(super) fn at(
        &mut self,
        config: &Config,
        network: &Network,
        parameters: &[f32],
        features: &FeatureSet,
        (samples, most, also): (usize, usize, Option<usize>),
    ) -> Vec<f32> {
        if config.task != Task::Curve || samples == 0 {
            return Vec::new();
        }
        let kept = self.line.take().filter(|(there, _)| *there == samples);
        let (_, line) = self.line.insert(kept.unwrap_or_else(|| (samples, features_along(features, samples))));
        let probe = self.probe.get_or_insert_with(|| Probe::compile(network, Probing::Contributions, BLOCK));
        probe.set_parameters(parameters);
        let values = probe.evaluate(line, &[]).remove(0);
        let terms: Vec<&[f32]> = values.chunks_exact(samples).collect();

        let (weights, bias) = network.slices().pop().expect("a network has an output layer");
        let cut = &network.layers[network.layers.len() - 1].cut;
        let in_force = |input: Option<usize>, value: f32| if cut.contains(&(0, input)) { 0.0 } else { value };
        let mut answer = vec![in_force(None, parameters[bias.start])];
        answer.extend((0..samples).map(|at| terms.iter().map(|term| term[at]).sum::<f32>()));
        for unit in chosen(&terms, most, also) {
            answer.extend([unit as f32, in_force(Some(unit), parameters[weights.start + unit])]);
            answer.extend(terms[unit]);
        }
        answer
    }
}

/// The features at so many places from one end of the plane to the other.
fn features_along(features: &FeatureSet, samples: usize) -> Vec<f32> {
    let half = DOMAIN as f32;
    let x = |at: usize| -half + 2.0 * half * at as f32 / (samples - 1).max(1) as f32;
    features.values(&(0..samples).map(|at| [x(at), 0.0]).collect::<Vec<_>>())
}

/// The places of the largest terms, and of one that is wanted beside them.
fn chosen(terms: &[&[f32]], most: usize, also: Option<usize>) -> Vec<usize> {
    let effect = |term: &&[f32]| term.iter().fold(0.0_f32, |effect, value| effect.max(value.abs()));
    let effects: Vec<f32> = terms.iter().map(effect).collect();
    let is_before = |unit: usize, other: usize| (effects[unit], other) > (effects[other], unit);
    let place = |unit: usize| (0..terms.len()).filter(|other| is_before(*other, unit)).count();
    (0..terms.len()).filter(|unit| also == Some(*unit) || place(*unit) < most).collect()
}

#[cfg(test)]
mod tests {
    use nn::probe::{exact_contributions, exact_scores};
    use serde_json::json;

    use super::*;
    use crate::{Query, Session, Unit};

    const SAMPLES: usize = 25;

    /// Runs whose output is made in different ways.
    fn sessions() -> impl Iterator<Item = (Session, String)> {
        let rows = [
            json!({ "hiddenLayers": [8], "activation": "tanh" }),
            json!({ "hiddenLayers": [5, 7], "activation": "relu", "features": ["x1", "sin(x1)"] }),
            json!({ "hiddenLayers": [6], "activation": "gelu", "off": ["1.2", "1.5"] }),
            json!({ "hiddenLayers": [6], "activation": "sigmoid", "off": ["2.1<3", "2.1<b"], "biasInit": 0.5 }),
            json!({ "hiddenLayers": [4, 3], "activation": "sine", "off": ["3.1"] }),
            json!({ "hiddenLayers": [20], "activation": "softplus", "biasInit": 0.25 }),
            json!({ "hiddenLayers": [], "features": ["x1", "x1^2", "sin(x1)"], "biasInit": -1 }),
            json!({ "hiddenLayers": [8], "activation": "gaussian", "dataset": "own",
                "points": [{ "x": -1, "y": 1, "label": 1 }, { "x": 2, "y": -1, "label": -1 }],
                "scaling": { "mean": [2, 3, 5], "scale": [7, 11, 13] } }),
        ];
        rows.into_iter().map(|mut row| {
            row["task"] = "curve".into();
            let config = Config::default().merged(&row).expect("the configuration is valid");
            let mut session = Session::new(config).expect("the configuration is valid");
            session.train(Unit::Epoch, 20);
            (session, row.to_string())
        })
    }

    /// |a − b| ⁄ the size of what is added up.
    fn distance(a: f64, b: f64, terms: impl Iterator<Item = f64>) -> f64 {
        (a - b).abs() / terms.fold(1e-300, |size, term| size + term.abs())
    }

    #[test]
    fn bias_and_contributions_add_up_to_the_score() {
        for (mut session, what) in sessions() {
            let (network, parameters) = (session.network.clone(), session.weights.parameters.clone());
            let features = FeatureSet::new(&session.config.features).expect("they are formulas");
            let line = features_along(&features, SAMPLES);
            let (terms, scores) =
                (exact_contributions(&network, &parameters, &line), exact_scores(&network, &parameters, &line));
            let query = Query::Contributions { samples: SAMPLES, most: 99, also: None };
            let answer = session.answer(&query).numbers();
            let bias = f64::from(answer[0]);
            assert_eq!(answer.len(), 1 + SAMPLES + terms.rows * (2 + SAMPLES), "{what}");
            for at in 0..SAMPLES {
                let column = || (0..terms.rows).map(|unit| terms.get(unit, at)).chain([bias]);
                let score = scores.get(0, at);
                assert!(distance(column().sum(), score, column()) < 1e-12, "{what} at {at}");
                // What a picture is made of is computed in f32.
                let total = bias + f64::from(answer[1 + at]);
                assert!(distance(total, score, column()) < 2e-6, "{what} at {at}: {total} against {score}");
                for (unit, line) in answer[1 + SAMPLES..].chunks(2 + SAMPLES).enumerate() {
                    assert_eq!(line[0], unit as f32);
                    let term = f64::from(line[2 + at]);
                    assert!(distance(term, terms.get(unit, at), column()) < 2e-6, "{what}: {unit} at {at}");
                }
            }
        }
    }

    #[test]
    fn the_sum_is_what_is_predicted_at_the_ends_and_in_the_middle() {
        for (mut session, what) in sessions() {
            let answer = session.answer(&Query::Contributions { samples: 3, most: 0, also: None }).numbers();
            let places = [-6.0, 0.0, 6.0].map(|x| [x, 1.5]);
            for (total, predicted) in answer[1..].iter().zip(session.predict(&places)) {
                let value = answer[0] + total;
                assert!((value - predicted[0]).abs() < 1e-4 * (1.0 + value.abs()), "{what}: {value}, {predicted:?}");
            }
        }
    }

    #[test]
    fn the_largest_are_chosen_and_one_that_is_wanted_beside_them() {
        let terms: [&[f32]; 4] = [&[0.5, -0.1], &[0.0, -2.0], &[1.0, 0.0], &[0.0, f32::NAN]];
        assert_eq!(chosen(&terms, 4, None), [0, 1, 2, 3]);
        assert_eq!(chosen(&terms, 2, None), [1, 2]);
        assert_eq!(chosen(&terms, 2, Some(3)), [1, 2, 3]);
        assert_eq!(chosen(&terms, 2, Some(1)), [1, 2]);
        assert_eq!(chosen(&terms, 2, Some(9)), [1, 2]);
    }

    #[test]
    fn other_tasks_have_none() {
        let mut session = Session::new(Config::default()).expect("the configuration is valid");
        let query = Query::Contributions { samples: 3, most: 9, also: Some(0) };
        assert!(session.answer(&query).numbers().is_empty());
    }
}
