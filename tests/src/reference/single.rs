//! Training in `f32`: through `nn`'s compiled training step, and through a plan of one update, which
//! also supports coupled weight decay. It knows no fixture.

use autodiff::{Matrix, Plan};
use nn::optimiser::{Method, Optimiser};
use nn::training::{Rates, TrainingSpec, TrainingStep};

use super::descent::{Descent, State};
use super::network::{Model, unflat_by};

/// How a model is trained.
pub(super) struct Recipe<'a> {
    pub(super) model: &'a Model,
    pub(super) optimiser: &'static Optimiser,
    pub(super) optimiser_params: Vec<f64>,
    pub(super) weight_decay: f64,
    /// Points of a batch.
    pub(super) batch: usize,
}

/// A training in progress.
pub(super) trait Single {
    /// One update from a batch of (features, targets).
    fn update(&mut self, batch: &[Matrix; 2], rate: f64);
    /// The current parameters.
    fn params(&self) -> Vec<Matrix>;
}

/// A training by `nn`'s training step.
pub(super) struct BySteps {
    step: TrainingStep,
    shapes: Vec<(usize, usize)>,
    rates: Rates,
}

impl BySteps {
    /// The training before its first update.
    pub(super) fn new(recipe: &Recipe<'_>, initial: &[Matrix]) -> BySteps {
        let Recipe { model, optimiser, .. } = recipe;
        let mut step = TrainingStep::compile(&TrainingSpec {
            network: &model.network,
            loss: model.loss,
            loss_params: &model.loss_params,
            penalty: nn::penalty::find("elastic").expect("the catalog has the classic penalties"),
            optimiser,
            optimiser_params: &recipe.optimiser_params,
            batch: recipe.batch,
            clips: false,
            drops: false,
            frozen: &[],
        });
        let n_parameters = model.network.n_parameters();
        let initial_flat: Vec<f32> = initial.iter().flat_map(|m| m.data.iter().map(|x| *x as f32)).collect();
        step.set_parameters(&initial_flat);
        if let Method::Gradient(_) = optimiser.method {
            for (k, slot) in optimiser.slots.iter().enumerate() {
                step.set_slot(k, &vec![(slot.initial)(&recipe.optimiser_params) as f32; n_parameters]);
            }
        }
        step.point_weights_mut().fill(1.0 / recipe.batch as f32);
        let penalty = model.l1 + model.l2;
        let rates = Rates {
            rate: 0.0,
            step: 0.0,
            penalty_rate: penalty as f32,
            l1_share: if penalty == 0.0 { 0.0 } else { (model.l1 / penalty) as f32 },
            weight_decay: recipe.weight_decay as f32,
            clip: f32::INFINITY,
        };
        let shapes = initial.iter().map(|param| (param.rows, param.cols)).collect();
        BySteps { step, shapes, rates }
    }
}

impl Single for BySteps {
    fn update(&mut self, batch: &[Matrix; 2], rate: f64) {
        let [x, target] = batch;
        let row = |of: &Matrix, row: usize| -> Vec<f32> { (0..of.cols).map(|col| of.get(row, col) as f32).collect() };
        (0..x.rows).for_each(|k| self.step.feature_mut(k).copy_from_slice(&row(x, k)));
        (0..target.rows).for_each(|k| self.step.target_mut(k).copy_from_slice(&row(target, k)));
        self.rates.rate = rate as f32;
        self.rates.step += 1.0;
        self.step.run(self.rates);
    }

    fn params(&self) -> Vec<Matrix> {
        let mut flat = Vec::new();
        self.step.read_parameters(&mut flat);
        let flat: Vec<f64> = flat.into_iter().map(f64::from).collect();
        unflat_by(&flat, self.shapes.iter().copied())
    }
}

/// A training by the plan of an update.
pub(super) struct ByPlan {
    plan: Plan,
    shapes: Vec<(usize, usize)>,
    first_data: usize,
    n_updates: usize,
}

impl ByPlan {
    /// The training that continues from `state`.
    pub(super) fn new(descent: &Descent<'_>, state: &State) -> ByPlan {
        let mut plan = descent.compile();
        let values = state.params.iter().chain(&state.slots);
        values.enumerate().for_each(|(input, value)| plan.write(input, &narrow(value)));
        let shapes = state.params.iter().map(|param| (param.rows, param.cols)).collect();
        ByPlan { plan, shapes, first_data: state.params.len() + state.slots.len(), n_updates: 0 }
    }
}

impl Single for ByPlan {
    fn update(&mut self, batch: &[Matrix; 2], rate: f64) {
        self.n_updates += 1;
        let first = self.first_data;
        batch.iter().enumerate().for_each(|(k, data)| self.plan.write(first + k, &narrow(data)));
        self.plan.write(first + 2, &[rate as f32]);
        self.plan.write(first + 3, &[self.n_updates as f32]);
        self.plan.run();
    }

    fn params(&self) -> Vec<Matrix> {
        let entries = self
            .shapes
            .iter()
            .enumerate()
            .flat_map(|(input, (rows, _))| (0..*rows).flat_map(move |row| self.plan.input_row(input, row)));
        let flat: Vec<f64> = entries.map(|entry| f64::from(*entry)).collect();
        unflat_by(&flat, self.shapes.iter().copied())
    }
}

fn narrow(matrix: &Matrix) -> Vec<f32> {
    matrix.data.iter().map(|entry| *entry as f32).collect()
}
