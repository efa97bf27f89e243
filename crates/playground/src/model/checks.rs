//! What a file states about its network at some positions, so that a reader can check itself, whatever it computes with.

use serde_json::Value;

use super::Model;
use crate::data::shortest_f64;
use crate::json_reader::Reader;
use crate::object;
use crate::problem::{Problem, Rule, Shape};

/// The positions on the plane that a file has checks at.
const INPUTS: [[f32; 2]; 8] =
    [[0.0, 0.0], [1.0, 0.5], [-1.0, 0.5], [2.0, -3.0], [-2.5, -2.5], [4.0, 4.0], [-4.5, 1.5], [5.5, -5.5]];

/// An input on the plane with what the network makes of it.
pub(crate) struct Check {
    pub(crate) input: [f32; 2],
    pub(crate) score: Vec<f64>,
    pub(crate) predict: Vec<f64>,
}

/// The checks of a file, and how far they may be off, relative to `max(1, |expected|)`.
pub(crate) struct Checks {
    each: Vec<Check>,
    tolerance: f64,
}

/// What a model gives at these positions.
fn checks_of(model: &Model, inputs: &[[f32; 2]]) -> Vec<Check> {
    let predictor = model.predictor();
    let exactly = |values: Vec<f32>| values.into_iter().map(shortest_f64).collect();
    let outputs = predictor.scores(inputs).into_iter().zip(predictor.predict(inputs));
    let check = |(input, (score, predict)): (&[f32; 2], (Vec<f32>, Vec<f32>))| Check {
        input: *input,
        score: exactly(score),
        predict: exactly(predict),
    };
    inputs.iter().zip(outputs).map(check).collect()
}

/// The checks of a model.
pub(crate) fn of(model: &Model) -> Vec<Check> {
    checks_of(model, &INPUTS)
}

/// The same as a model's file holds them.
pub(super) fn to_json(model: &Model) -> Value {
    let one_or_many = |values: &[f64]| match values {
        [one] => Value::from(*one),
        many => many.into(),
    };
    let check = |check: &Check| object! { "input": &check.input[..], "score": one_or_many(&check.score), "predict": one_or_many(&check.predict) };
    of(model).iter().map(check).collect()
}

impl Checks {
    /// The checks in a file, still to be made.
    pub(super) fn read(file: &Reader<'_>, tolerance: f64) -> Result<Checks, Problem> {
        let each = file.each(|check| {
            let [input, score, predict] = check.fields(["input", "score", "predict"])?;
            let input = match input.numbers(false)?.as_slice() {
                [x, y] => [*x as f32, *y as f32],
                _ => return Err(input.refused(Rule::Shaped(Shape::Pair))),
            };
            Ok(Check { input, score: score.numbers(true)?, predict: predict.numbers(true)? })
        })?;
        match each.len() == INPUTS.len() {
            true => Ok(Checks { each, tolerance }),
            false => Err(Problem::new(file.place(), Rule::Shaped(Shape::Checks(INPUTS.len())), each.len())),
        }
    }

    /// Compares the model with its file's own checks.
    ///
    /// # Errors
    /// The check that is off furthest, if any is off by more than rounding.
    pub(crate) fn hold(&self, model: &Model) -> Result<(), Problem> {
        let inputs: Vec<[f32; 2]> = self.each.iter().map(|check| check.input).collect();
        let mut worst = (self.tolerance, None);
        for (idx, (expected, got)) in self.each.iter().zip(checks_of(model, &inputs)).enumerate() {
            for (name, got, stated) in
                [("score", got.score, &expected.score), ("predict", got.predict, &expected.predict)]
            {
                let off = error(&got, stated);
                if off > worst.0 {
                    let rule = Rule::GivenByWeights { input: expected.input.map(shortest_f64), values: got };
                    worst = (off, Some(Problem::new(format!("checks[{idx}].{name}"), rule, format!("{stated:?}"))));
                }
            }
        }
        worst.1.map_or(Ok(()), Err)
    }
}

/// How far values are from those that a file states, relative to `max(1, |stated|)`; without end where there are not as many, or one
/// of them is no number.
fn error(got: &[f64], stated: &[f64]) -> f64 {
    if got.len() != stated.len() {
        return f64::INFINITY;
    }
    let each = got.iter().zip(stated).map(|(got, want)| (got - want).abs() / want.abs().max(1.0));
    each.fold(0.0, |most: f64, off| if off.is_nan() { f64::INFINITY } else { most.max(off) })
}
