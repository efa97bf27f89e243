//! One training step as one plan: forward pass, loss, gradient and the optimiser's update.
//!
//! `(parameters, optimiser state, batch, rates) → (parameters', state', loss)`. Rates, step number and batch
//! are inputs: changing them recompiles nothing. Only the optimiser "newton" does more than one run of the plan: it runs it once more
//! for each parameter that learns, and solves a linear system outside of it ([`newton`](crate::newton)). In a batch that is
//! smaller than the plan's, the missing columns have the weight 0. The module knows no data set and no order of batches; this is an epoch in a random one:
//!
//! ```
//! use nn::random::Stream;
//! use nn::training::{Rates, TrainingStep};
//!
//! fn epoch(step: &mut TrainingStep, number: u64, n: usize, features: &[f32], targets: &[f32], rates: &mut Rates) {
//!     let mut order: Vec<u32> = (0..n as u32).collect();
//!     Stream::new(&[1, number]).shuffle(&mut order); // seed 1: the same order in each run of the program
//!     for batch in order.chunks(4) {
//!         step.gather(n, features, targets, batch);
//!         step.run(*rates);
//!         rates.step += 1.0;
//!     }
//! }
//! # let mut step = nn::training::example_step();
//! # let mut rates = Rates::default();
//! # epoch(&mut step, 0, 5, &[0.0, 1.0, 2.0, 3.0, 4.0, 4.0, 3.0, 2.0, 1.0, 0.0], &[0.0, 1.0, 2.0, 3.0, 4.0], &mut rates);
//! # assert_eq!(rates.step, 3.0);
//! ```

mod exact;
mod example;
mod spec;
mod trace;
mod values;

use autodiff::{Axis, Expr, Graph, Plan, PlanSpec, grad};

use crate::network::{Network, assert_matrix};
use crate::newton::Newton;
use crate::optimiser::Method;
pub use exact::{Exact, ExactLayer, ExactLosses, Place, exact, exact_hessian_row, exact_losses};
pub use example::example_step;
pub use spec::{Rates, TrainingSpec};
pub(crate) use trace::point_losses;
use trace::{Inputs, Objective, objective, update, write_frozen};

const X: usize = 0;
const TARGET: usize = 1;
const POINT_WEIGHTS: usize = 2;
const RATES: usize = 3;
const PARAMETERS: usize = RATES + 6;

const LOSS: usize = 0;
const PENALTY: usize = 1;
const GRADIENT_NORM: usize = 2;
pub(crate) const GRADIENTS: usize = 3;

/// A compiled training step with the parameters and optimiser state that it updates. The [crate's page](crate) trains one
/// from an empty file.
///
/// In the examples below, `step` belongs to a network with two inputs, three tanh units and one linear output; it has the
/// squared loss and Adam, and its batch are the four points of XOR. Where an example compiles its own, `tanh` and `linear` are the
/// entries of these names from [`activation::find`](crate::activation::find), `squared` is that of
/// [`loss::find`](crate::loss::find), and `descent` is "gradient-descent" from [`optimiser::find`](crate::optimiser::find).
#[derive(Debug, Clone)]
pub struct TrainingStep {
    plan: Plan,
    network: Network,
    n_slots: usize,
    first_slot: usize,
    first_mask: usize,
    first_layer_norm: usize,
    newton: Option<Newton>,
    /// How many columns hold a point, all with equal weight; 0 if that is not known.
    columns_in_use: usize,
}

impl TrainingStep {
    /// Traces, differentiates and compiles the step. Parameters are 0 until they are set, and the optimiser's state is its
    /// initial one. The batch is empty: all columns have the weight 0, so that loss and gradient are 0 until
    /// [`gather`](TrainingStep::gather) fills it, or [`point_weights_mut`](TrainingStep::point_weights_mut) says which columns count.
    ///
    /// # Panics
    /// If the network has no layer; if the parameters of an activation, the loss or the optimiser are not as many as its entry takes
    /// ([`defaults`](crate::defaults) gives all of them); or if `frozen` is neither empty nor one mark per parameter.
    ///
    /// ```
    /// # use nn::{activation, loss, optimiser, penalty};
    /// # use nn::training::{Rates, TrainingSpec, TrainingStep};
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// # let squared = loss::find("squared").expect("it is in the catalog");
    /// # let descent = optimiser::find("gradient-descent").expect("it is in the catalog");
    /// let mut spec = TrainingSpec::new(&network, (squared, &[]), (descent, &[]), 4);
    /// let mut step = TrainingStep::compile(&spec);
    /// step.set_parameters(&[0.1; 13]);
    /// step.gather(2, &[0.0, 1.0, 1.0, 0.0], &[0.5, 0.5], &[0, 1]); // the points (0, 1) and (1, 0)
    /// step.run(Rates { rate: 0.1, step: 1.0, ..Rates::default() });
    /// assert!(step.loss() > 0.0);
    /// ```
    pub fn compile(spec: &TrainingSpec<'_>) -> TrainingStep {
        spec.assert_whole();
        let graph = Graph::new();
        let inputs = Inputs::new(&graph, spec);
        let wiring = spec.network.wire(&graph);
        let Objective { loss, penalty, .. } = objective(spec, &inputs, &wiring);
        let parameters = wiring.parameters();
        let gradients = grad(loss + penalty, &parameters);
        let squares = squared_lengths(&gradients, &inputs.frozen);
        let norm = squares.iter().fold(graph.constant(0.0), |sum, square| sum + *square).sqrt();
        let mut outputs = vec![loss, penalty, norm];
        let mut plan_inputs = vec![inputs.x, inputs.target, inputs.point_weights];
        plan_inputs.extend(inputs.rates);
        plan_inputs.extend(wiring.inputs());
        let first_slot = plan_inputs.len();
        let mut newton = None;
        let mut updates = Vec::new();
        match spec.optimiser.method {
            Method::Gradient(_) => {
                let clip = inputs.rates[5];
                let shorten = norm.gt(clip).select(clip / norm, graph.constant(1.0));
                for (k, (parameter, gradient)) in parameters.iter().zip(&gradients).enumerate() {
                    let gradient = if spec.clips { *gradient * shorten } else { *gradient };
                    updates.extend(update(spec, &inputs, *parameter, gradient, inputs.frozen[k], &mut plan_inputs));
                }
            }
            Method::Newton => {
                outputs.extend(&gradients);
                let traced = Newton::trace(&graph, spec, &parameters, &gradients);
                plan_inputs.extend(&traced.tangents);
                outputs.extend(&traced.products);
                newton = Some(traced.newton);
            }
        }
        let first_layer_norm = outputs.len();
        outputs.extend(squares.chunks(2).map(|of_layer| (of_layer[0] + of_layer[1]).sqrt()));
        let first_mask = plan_inputs.len();
        plan_inputs.extend(&inputs.masks);
        let first_frozen = plan_inputs.len();
        plan_inputs.extend(inputs.frozen.iter().flatten());
        let plan_spec = PlanSpec { inputs: &plan_inputs, outputs: &outputs, updates: &updates };
        let mut plan = match newton {
            None => Plan::compile_two(plan_spec, LOSS + 1),
            Some(_) => Plan::compile(plan_spec),
        };
        write_frozen(&mut plan, first_frozen, spec);
        let n_slots = spec.optimiser.slots.len();
        let network = spec.network.clone();
        let mut step = TrainingStep {
            plan,
            network,
            n_slots,
            first_slot,
            first_mask,
            first_layer_norm,
            newton,
            columns_in_use: 0,
        };
        step.begin_slots(spec);
        step
    }

    fn begin_slots(&mut self, spec: &TrainingSpec<'_>) {
        for (k, slot) in spec.optimiser.slots.iter().enumerate() {
            let initial = (slot.initial)(spec.optimiser_params) as f32;
            self.set_slot(k, &vec![initial; spec.network.n_parameters()]);
        }
    }

    /// Row `feature` of the batch, to be filled, with one column per point.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.feature_mut(1).copy_from_slice(&[0.0, 1.0, 0.0, 1.0]); // x₂ of the four points
    /// ```
    pub fn feature_mut(&mut self, feature: usize) -> &mut [f32] {
        self.plan.input_row_mut(X, feature)
    }

    /// Row `output` of the targets, to be filled.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.target_mut(0).copy_from_slice(&[0.0, 1.0, 1.0, 0.0]);
    /// ```
    pub fn target_mut(&mut self, output: usize) -> &mut [f32] {
        self.plan.input_row_mut(TARGET, output)
    }

    /// The weight of each column: 1 ⁄ points, or 0 for a column without a point. Such a column still
    /// needs finite features.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.target_mut(0).fill(1.0);
    /// step.point_weights_mut().copy_from_slice(&[0.5, 0.5, 0.0, 0.0]); // two points in four columns
    /// step.run(Rates::default());
    /// assert_eq!(step.loss(), 0.5); // ½ (0 − 1)²
    /// ```
    pub fn point_weights_mut(&mut self) -> &mut [f32] {
        self.columns_in_use = 0;
        self.plan.input_row_mut(POINT_WEIGHTS, 0)
    }

    /// Fills the batch with some of a set's points, all with equal weight. Each remaining column holds
    /// a copy of the first of them, with the weight 0.
    ///
    /// # Shapes
    /// `features` is `n_inputs × n` and `targets` is `outputs × n`, both row by row; `batch` holds the
    /// indices of the points, at least one and at most as many as there are columns.
    ///
    /// # Panics
    /// If `features` or `targets` have another length than `n` points have, an index is not below `n`, or there are too few or too
    /// many indices.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// let features = [0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]; // x₁ of four points, then x₂
    /// let targets = [0.0, 1.0, 1.0, 0.0];
    /// step.gather(4, &features, &targets, &[3, 1]); // a batch of two
    /// assert_eq!(step.feature_mut(0), [1.0, 0.0, 1.0, 1.0]);
    /// assert_eq!(step.point_weights_mut(), [0.5, 0.5, 0.0, 0.0]);
    /// ```
    pub fn gather(&mut self, n: usize, features: &[f32], targets: &[f32], batch: &[u32]) {
        assert_matrix("features", features, self.network.n_inputs, n);
        assert_matrix("targets", targets, self.network.layers.last().map_or(0, |layer| layer.units), n);
        self.plan.write_columns(X, n, features, batch);
        self.plan.write_columns(TARGET, n, targets, batch);
        if self.columns_in_use != batch.len() {
            let (columns, left) = self.point_weights_mut().split_at_mut(batch.len());
            columns.fill(1.0 / batch.len() as f32);
            left.fill(0.0);
            self.columns_in_use = batch.len();
        }
    }

    /// Row `unit` of hidden layer `layer`'s dropout mask, to be filled.
    ///
    /// ```
    /// # use nn::{activation, loss, optimiser, penalty};
    /// # use nn::training::{Rates, TrainingSpec, TrainingStep};
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// # let squared = loss::find("squared").expect("it is in the catalog");
    /// # let descent = optimiser::find("gradient-descent").expect("it is in the catalog");
    /// let mut spec = TrainingSpec::new(&network, (squared, &[]), (descent, &[]), 4);
    /// spec.drops = true;
    /// let mut step = TrainingStep::compile(&spec);
    /// let keep = 0.8;
    /// for unit in 0..3 {
    ///     step.dropout_mut(0, unit).copy_from_slice(&[1.0 / keep, 1.0 / keep, 0.0, 1.0 / keep]);
    /// }
    /// ```
    pub fn dropout_mut(&mut self, layer: usize, unit: usize) -> &mut [f32] {
        self.plan.input_row_mut(self.first_mask + layer, unit)
    }

    /// Makes one update. Afterwards [`loss`](TrainingStep::loss), [`penalty`](TrainingStep::penalty)
    /// and [`gradient_norm`](TrainingStep::gradient_norm) can be read. The batch is what [`gather`](TrainingStep::gather) has filled
    /// it with; if nothing has, all points have the weight 0, the loss is 0, and no point contributes to the gradient.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.set_parameters(&[0.1; 13]);
    /// step.run(Rates::default());
    /// let before = step.loss();
    /// for k in 2..=200 {
    ///     step.run(Rates { rate: 0.05, step: k as f32, ..Rates::default() });
    /// }
    /// assert!(step.loss() < before);
    /// ```
    pub fn run(&mut self, rates: Rates) {
        self.plan.write_scalars(RATES, &rates.in_order());
        match &mut self.newton {
            None => self.plan.run(),
            Some(newton) => newton.step(&mut self.plan, PARAMETERS, self.first_slot, f64::from(rates.rate)),
        }
    }

    /// Makes the same update, with the same bits, after which only the [`loss`](TrainingStep::loss)
    /// can be read. With the optimiser "newton" it is the same as [`run`](TrainingStep::run).
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.set_parameters(&[0.1; 13]);
    /// let mut same = step.clone();
    /// (1..=20).for_each(|k| step.run(Rates { step: k as f32, ..Rates::default() }));
    /// (1..=20).for_each(|k| same.run_brief(Rates { step: k as f32, ..Rates::default() }));
    /// assert_eq!(step.loss().to_bits(), same.loss().to_bits());
    /// ```
    pub fn run_brief(&mut self, rates: Rates) {
        if self.newton.is_some() {
            return self.run(rates);
        }
        self.plan.write_scalars(RATES, &rates.in_order());
        self.plan.run_brief();
    }

    /// Loss of the last batch, without penalty, at the parameters before the update.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.run(Rates::default());
    /// assert_eq!(step.loss(), 0.25); // at parameters 0, the mean of ½ y² over the targets 0, 1, 1, 0
    /// ```
    pub fn loss(&self) -> f32 {
        self.plan.output_row(LOSS, 0)[0]
    }

    /// Penalty at the parameters before the last update.
    ///
    /// # Panics
    /// If the last update was a [`run_brief`](TrainingStep::run_brief), which does not compute it, except with "newton".
    ///
    /// ```
    /// # use nn::{activation, loss, optimiser, penalty};
    /// # use nn::training::{Rates, TrainingSpec, TrainingStep};
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// # let squared = loss::find("squared").expect("it is in the catalog");
    /// # let descent = optimiser::find("gradient-descent").expect("it is in the catalog");
    /// let mut spec = TrainingSpec::new(&network, (squared, &[]), (descent, &[]), 4);
    /// spec.penalty = penalty::find("l2").expect("it is in the catalog");
    /// let mut step = TrainingStep::compile(&spec);
    /// step.set_parameters(&[2.0; 13]);
    /// step.run(Rates { penalty_rate: 0.5, ..Rates::default() });
    /// assert_eq!(step.penalty(), 0.5 * 0.5 * 4.0 * 9.0); // nine weights; biases are free
    /// ```
    pub fn penalty(&self) -> f32 {
        self.plan.output_row(PENALTY, 0)[0]
    }

    /// L2 norm of the last batch's gradient by the parameters that learn, penalty included, before clipping.
    ///
    /// # Panics
    /// If the last update was a [`run_brief`](TrainingStep::run_brief), which does not compute it, except with "newton".
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.run(Rates::default());
    /// assert_eq!(step.gradient_norm(), 0.5); // at parameters 0 only the last bias has a gradient: mean(0 − y)
    /// ```
    pub fn gradient_norm(&self) -> f32 {
        self.plan.output_row(GRADIENT_NORM, 0)[0]
    }

    /// The same of the weights and biases of each layer, from the first hidden one to the output. The squares of these add up to that
    /// of [`gradient_norm`](TrainingStep::gradient_norm).
    ///
    /// # Panics
    /// If the last update was a [`run_brief`](TrainingStep::run_brief), which does not compute them, except with "newton".
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.run(Rates::default());
    /// assert_eq!(step.layer_norms().collect::<Vec<_>>(), [0.0, 0.5]); // one hidden layer and the output
    /// ```
    pub fn layer_norms(&self) -> impl Iterator<Item = f32> {
        (0..self.network.layers.len()).map(|layer| self.plan.output_row(self.first_layer_norm + layer, 0)[0])
    }

    /// The compiled plan, which prints as one line per kernel: first the kernels of [`run`](TrainingStep::run), then, after the line
    /// "brief run:", those of [`run_brief`](TrainingStep::run_brief), of which "newton" has none.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// let print = step.plan().to_string();
    /// assert_eq!(print.lines().next(), Some("matmul 3×2 · 2×4 + bias, tanh and slope"));
    /// assert!(print.contains("\n\nbrief run:\nmatmul 3×2"));
    /// ```
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// Of each gradient the sum of the squares of what learns.
fn squared_lengths<'g>(gradients: &[Expr<'g>], frozen: &[Option<Expr<'g>>]) -> Vec<Expr<'g>> {
    let learning = gradients.iter().zip(frozen).map(|(gradient, frozen)| {
        frozen.map_or(*gradient, |frozen| frozen.select(gradient.graph().constant(0.0), *gradient))
    });
    learning.map(|gradient| gradient.square().sum(Axis::All)).collect()
}

#[cfg(test)]
mod tests;
