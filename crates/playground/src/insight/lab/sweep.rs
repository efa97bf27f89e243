//! Forward and reverse mode, step by step: what is added to which derivative, by which factor.

use autodiff::Op;

use super::program::Program;

/// One step of a pass: `derivative of to += derivative of from · factor`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The node whose derivative is passed on.
    pub from: usize,
    /// The node that it is added to.
    pub to: usize,
    /// Which argument of the later node the earlier one is.
    pub argument: usize,
    /// The partial derivative of the later node by that argument.
    pub factor: f64,
    /// What the derivative of `from` is.
    pub passed: f64,
    /// The derivative of `to` before.
    pub before: f64,
    /// The derivative of `to` after.
    pub after: f64,
}

/// A pass over the nodes: every step, and the derivative of each node at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// What was added, in the order in which it was.
    pub steps: Vec<Step>,
    /// The tangent or adjoint of each node.
    pub derivatives: Vec<f64>,
}

impl Pass {
    fn of(n_nodes: usize) -> Pass {
        Pass { steps: Vec::new(), derivatives: vec![0.0; n_nodes] }
    }

    fn add(&mut self, from: usize, to: usize, argument: usize, factor: f64, op: Op) {
        let (passed, before) = (self.derivatives[from], self.derivatives[to]);
        // Along the branch that was not taken nothing comes, however large it is there.
        let after = if op == Op::Select && factor == 0.0 { before } else { before + passed * factor };
        self.derivatives[to] = after;
        self.steps.push(Step { from, to, argument, factor, passed, before, after });
    }
}

impl Program {
    /// Forward mode: the tangent of each node when the variables move along `direction`. Only what moves is visited.
    pub fn forward(&self, at: &[f64], direction: &[f64]) -> Pass {
        let run = self.run(at);
        let mut pass = Pass::of(self.nodes.len());
        let mut moves = vec![false; self.nodes.len()];
        for (input, along) in self.inputs.iter().zip(direction) {
            pass.derivatives[*input] = *along;
            moves[*input] = *along != 0.0;
        }
        for (idx, node) in self.nodes.iter().enumerate() {
            for (k, factor) in node.factors.iter().enumerate() {
                let from = node.args[k];
                // What stands still adds nothing, whatever its factor is: of `x^2` the one for the 2 has a logarithm.
                if let Some(place) = factor.filter(|_| moves[from]) {
                    moves[idx] = true;
                    pass.add(from, idx, k, run[place], node.op);
                }
            }
        }
        pass
    }

    /// Reverse mode: the adjoint of each node, which is the derivative of an output by it. Only what the output depends on is
    /// visited.
    pub fn reverse(&self, at: &[f64], output: usize) -> Pass {
        let run = self.run(at);
        let mut pass = Pass::of(self.nodes.len());
        let last = self.outputs[output].1;
        pass.derivatives[last] = 1.0;
        let mut is_reached = vec![false; self.nodes.len()];
        is_reached[last] = true;
        for idx in (0..=last).rev().filter(|idx| self.nodes[*idx].op.arity() > 0) {
            if !is_reached[idx] {
                continue;
            }
            let node = &self.nodes[idx];
            for (k, factor) in node.factors.iter().enumerate() {
                // Nothing is asked of a constant.
                let is_constant = self.nodes[node.args[k]].op.constant().is_some();
                if let Some(place) = factor.filter(|_| !is_constant) {
                    is_reached[node.args[k]] = true;
                    pass.add(idx, node.args[k], k, run[place], node.op);
                }
            }
        }
        pass
    }
}
