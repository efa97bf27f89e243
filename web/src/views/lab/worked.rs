//! What follows from the definitions: once from their text, again from the values of their variables.

use std::rc::Rc;

use playground::insight::lab::{Definitions, Layout, MOST_NODES, Pass, Program, Rule, Written};

use playground::problem::DefinitionError;

use super::notation::pretty;

/// Second derivatives are shown for at most so many variables.
const MOST_SECOND: usize = 6;

/// What follows from a text.
pub(super) struct Structure {
    pub(super) program: Program,
    /// What each node is called, as it is read.
    pub(super) names: Vec<String>,
    pub(super) rules: Vec<Option<Rule>>,
    /// Where the nodes stand, if they are few enough.
    pub(super) layout: Option<Layout>,
    /// The output that the derivatives are of.
    pub(super) output: usize,
    /// The derivatives of that output, written out.
    pub(super) written: Vec<Written>,
    /// The operations of the output and, beyond them, of its gradient.
    pub(super) operations: (usize, usize),
}

impl Structure {
    /// # Errors
    /// If the text is not definitions.
    pub(super) fn of(made: &Definitions, output: usize) -> Result<Structure, DefinitionError> {
        let variables: Vec<String> = made.at.iter().map(|(name, _)| name.clone()).collect();
        let all: Vec<usize> = (0..variables.len()).collect();
        let program = Program::of(&made.text, &variables)?;
        let output = output.min(program.outputs.len() - 1);
        Ok(Structure {
            names: program.names().iter().map(|name| pretty(name)).collect(),
            rules: program.rules(),
            layout: (program.nodes.len() <= MOST_NODES).then(|| Layout::of(&program.nodes)),
            written: program.written(output, &all),
            operations: program.operations(output, &all),
            output,
            program,
        })
    }

    pub(super) fn all(&self) -> Vec<usize> {
        (0..self.program.variables.len()).collect()
    }

    /// The name of the output.
    pub(super) fn output_name(&self) -> &str {
        &self.program.outputs[self.output].0
    }

    /// What the derivative by a variable is called.
    pub(super) fn derivative_name(&self, variable: usize) -> String {
        self.derivative_name_of(&self.program.variables[variable])
    }

    /// What the derivative by the variable of this name is called.
    pub(super) fn derivative_name_of(&self, variable: &str) -> String {
        format!("∂{}/∂{variable}", self.output_name())
    }
}

/// What follows from the values, too.
pub(super) struct Worked {
    pub(super) structure: Rc<Structure>,
    pub(super) at: Vec<f64>,
    pub(super) values: Vec<f64>,
    /// The variable along which forward mode goes.
    pub(super) along: usize,
    pub(super) forward: Pass,
    pub(super) reverse: Pass,
    pub(super) gradient: Vec<f64>,
    /// Outputs × variables.
    pub(super) jacobian: Vec<Vec<f64>>,
    pub(super) hessian: Option<Vec<Vec<f64>>>,
}

impl Worked {
    pub(super) fn of(structure: Rc<Structure>, at: &[f64], along: usize) -> Worked {
        let program = &structure.program;
        let along = along.min(at.len().saturating_sub(1));
        let direction: Vec<f64> = (0..at.len()).map(|variable| if variable == along { 1.0 } else { 0.0 }).collect();
        let gradient_of = |pass: &Pass| (0..at.len()).map(|k| pass.derivatives[program.node_of(k)]).collect::<Vec<_>>();
        let reverse = program.reverse(at, structure.output);
        let jacobian = (0..program.outputs.len()).map(|output| gradient_of(&program.reverse(at, output))).collect();
        let hessian =
            (1..=MOST_SECOND).contains(&at.len()).then(|| program.hessian(structure.output, &structure.all(), at));
        Worked {
            at: at.to_vec(),
            values: program.values(at),
            forward: program.forward(at, &direction),
            gradient: gradient_of(&reverse),
            reverse,
            jacobian,
            hessian: hessian.flatten(),
            along,
            structure,
        }
    }

    /// The value of the output.
    pub(super) fn value(&self) -> f64 {
        self.values[self.structure.program.outputs[self.structure.output].1]
    }
}

/// What is worked out once and drawn in several places.
pub(super) struct Shared<T>(pub(super) Rc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
