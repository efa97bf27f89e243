//! The answer to one question about definitions: values, derivatives of both orders, and every node.

use super::difference::{Difference, best_step};
use super::program::{Node, Program};
use super::question::{Question, refused};
use crate::problem::Problem;

/// What `differentiate` tells. Lists by variable follow `wrt`, lists by output `outputs`.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivatives {
    /// The definitions that no other line uses, and their values.
    pub outputs: Vec<(String, f64)>,
    /// The variables by which was differentiated.
    pub wrt: Vec<String>,
    /// The derivatives of each output by each variable.
    pub jacobian: Vec<Vec<f64>>,
    /// The second derivatives of the only output; none for several, or if they were too much work.
    pub hessian: Option<Vec<Vec<f64>>>,
    /// The derivative of each output along the direction.
    pub tangent: Option<Vec<f64>>,
    /// The derivatives of the only output, written out; none where one is too long.
    pub symbolic: Option<Vec<Option<String>>>,
    /// The differences of the only output.
    pub numerical: Option<Vec<Difference>>,
    /// Every node.
    pub nodes: Vec<Node>,
    /// The value of each node.
    pub values: Vec<f64>,
    /// The derivative of the only output by each node.
    pub adjoints: Option<Vec<f64>>,
    /// The derivative of each node along the direction.
    pub tangents: Option<Vec<f64>>,
}

impl Derivatives {
    /// How many passes forward mode needs for the whole Jacobian (one for each variable), and how many reverse mode (one for
    /// each output).
    pub fn passes(&self) -> (usize, usize) {
        (self.wrt.len(), self.outputs.len())
    }
}

/// Differentiates definitions in every way.
///
/// # Errors
/// If the text is not definitions in the variables that have a value.
pub fn differentiate(question: &Question) -> Result<Derivatives, Problem> {
    let (names, at): (Vec<String>, Vec<f64>) = question.at.iter().cloned().unzip();
    let wrt = &question.wrt;
    let program = Program::of(&question.text, &names).map_err(refused)?;
    let values = program.values(&at);
    let passes: Vec<Vec<f64>> =
        (0..program.outputs.len()).map(|output| program.reverse(&at, output).derivatives).collect();
    let jacobian: Vec<Vec<f64>> = passes
        .iter()
        .map(|adjoints| wrt.iter().map(|variable| adjoints[program.inputs[*variable]]).collect())
        .collect();
    let tangents = question.direction.as_ref().map(|direction| program.forward(&at, direction).derivatives);
    let is_one = program.outputs.len() == 1;
    let numerical = || {
        let tape = program.tape_of(0);
        let difference = |(variable, exact): (&usize, &f64)| {
            let h = question.h.unwrap_or_else(|| best_step(at[*variable]));
            Difference::of(&tape, &at, *variable, h, *exact)
        };
        wrt.iter().zip(&jacobian[0]).map(difference).collect()
    };
    Ok(Derivatives {
        outputs: program.outputs.iter().map(|(name, node)| (name.clone(), values[*node])).collect(),
        wrt: wrt.iter().map(|variable| names[*variable].clone()).collect(),
        hessian: is_one.then(|| program.hessian(0, wrt, &at)).flatten(),
        tangent: tangents.as_ref().map(|all| program.outputs.iter().map(|(_, node)| all[*node]).collect()),
        symbolic: is_one.then(|| program.written(0, wrt).into_iter().map(|written| written.text).collect()),
        numerical: is_one.then(numerical),
        adjoints: passes.into_iter().next().filter(|_| is_one),
        jacobian,
        tangents,
        values,
        nodes: program.nodes,
    })
}
