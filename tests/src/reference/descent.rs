//! Minimises an objective with an optimiser of the catalog, one update at a time: in `f64` through
//! `interpret`, and as an `f32` plan. It knows no fixture and no network.

use autodiff::{Expr, Graph, Matrix, Plan, PlanSpec, grad, interpret};
use nn::optimiser::{Method, Optimiser, Update};

/// A function of parameters and data, 1 × 1.
#[derive(Clone)]
pub(super) struct Objective<'g> {
    pub(super) params: Vec<Expr<'g>>,
    pub(super) data: Vec<Expr<'g>>,
    pub(super) value: Expr<'g>,
}

impl<'g> Objective<'g> {
    /// Its inputs with their values.
    pub(super) fn at(&self, params: &[Matrix], data: &[Matrix]) -> Vec<(Expr<'g>, Matrix)> {
        let params = self.params.iter().copied().zip(params.iter().cloned());
        params.chain(self.data.iter().copied().zip(data.iter().cloned())).collect()
    }

    pub(super) fn value(&self, params: &[Matrix], data: &[Matrix]) -> Result<f64, String> {
        let values = interpret(self.value.graph(), &self.at(params, data), &[self.value]);
        values.map(|values| values[0].get(0, 0)).map_err(|error| error.to_string())
    }
}

/// One update as a graph.
pub(super) struct Descent<'g> {
    objective: Objective<'g>,
    slots: Vec<Expr<'g>>,
    rate: Expr<'g>,
    step: Expr<'g>,
    /// Value of the objective, new parameters, new slots.
    outputs: Vec<Expr<'g>>,
}

/// The state that an update changes.
pub(super) struct State {
    pub(super) params: Vec<Matrix>,
    pub(super) slots: Vec<Matrix>,
    pub(super) n_updates: usize,
}

impl<'g> Descent<'g> {
    /// Weight decay is the optimiser's own if it has one, else it is added to the gradient.
    ///
    /// # Panics
    /// If the optimiser needs a Hessian.
    pub(super) fn new(
        objective: Objective<'g>,
        optimiser: &Optimiser,
        hyper: &[f64],
        weight_decay: f64,
    ) -> Descent<'g> {
        let Method::Gradient(update) = optimiser.method else {
            panic!("{} is not an optimiser by gradients", optimiser.name)
        };
        let graph: &'g Graph = objective.value.graph();
        let (rate, step) = (graph.input("rate", 1, 1), graph.input("step", 1, 1));
        let decay = graph.constant(weight_decay);
        let gradients = grad(objective.value, &objective.params);
        let (mut slots, mut new_params, mut new_slots) = (Vec::new(), Vec::new(), Vec::new());
        for (param, gradient) in objective.params.iter().zip(gradients) {
            let own: Vec<_> = optimiser.slots.iter().map(|s| graph.input(s.name, param.rows(), param.cols())).collect();
            let coupled = if optimiser.decays_weights { gradient } else { gradient + decay * *param };
            let updated = update(&Update {
                param: *param,
                gradient: coupled,
                slots: &own,
                rate,
                step,
                weight_decay: decay,
                params: hyper,
            });
            slots.extend(own);
            new_params.push(updated.param);
            new_slots.extend(updated.slots);
        }
        let outputs = [vec![objective.value], new_params, new_slots].concat();
        Descent { objective, slots, rate, step, outputs }
    }

    /// The state before the first update.
    pub(super) fn start(&self, params: Vec<Matrix>, optimiser: &Optimiser, hyper: &[f64]) -> State {
        let initial = optimiser.slots.iter().map(|slot| (slot.initial)(hyper)).cycle();
        let slots = self.slots.iter().zip(initial).map(|(slot, value)| Matrix::full(value, slot.rows(), slot.cols()));
        State { params, slots: slots.collect(), n_updates: 0 }
    }

    /// One update; returns the objective before it.
    pub(super) fn update(&self, state: &mut State, data: &[Matrix], rate: f64) -> Result<f64, String> {
        state.n_updates += 1;
        let mut at = self.objective.at(&state.params, data);
        at.extend(self.slots.iter().copied().zip(state.slots.iter().cloned()));
        at.push((self.rate, Matrix::scalar(rate)));
        at.push((self.step, Matrix::scalar(state.n_updates as f64)));
        let graph = self.objective.value.graph();
        let mut values = interpret(graph, &at, &self.outputs).map_err(|error| error.to_string())?;
        state.slots = values.split_off(1 + state.params.len());
        state.params = values.split_off(1);
        Ok(values[0].get(0, 0))
    }

    /// The update as a plan. Its inputs: parameters, slots, data, rate, step.
    pub(super) fn compile(&self) -> Plan {
        let Objective { params, data, .. } = &self.objective;
        let changing = [params.as_slice(), &self.slots].concat();
        let inputs = [changing.as_slice(), data, &[self.rate, self.step]].concat();
        let updates: Vec<_> = changing.into_iter().zip(self.outputs[1..].iter().copied()).collect();
        Plan::compile(PlanSpec { inputs: &inputs, outputs: &self.outputs[..1], updates: &updates })
    }
}
