//! The next step of training before it is made: its batch, its gradient in `f64`, and the weights that the plan will leave.

use nn::optimiser::Method;
use serde_json::Value;

use super::material::{LayerGradient, Material, layers};
use crate::config::object;
use crate::data::shortest_f64;
use crate::parameter::Parameter;
use crate::problem::{Found, Problem, Rule};
use crate::session::{NextUpdate, Session, optimiser_of, optimiser_params};

/// The step that `train(Unit::Batch, 1)` will make.
#[derive(Debug, Clone)]
pub struct NextStep {
    /// The points of the batch in their order, as indices into all points.
    pub points: Vec<usize>,
    /// Their mean loss, with dropout.
    pub loss: f64,
    /// The penalty.
    pub penalty: f64,
    /// The gradient of loss and penalty in the flat order, before clipping; 0 where a parameter stays as it is.
    pub gradient: Vec<f64>,
    /// The penalty's part of it.
    pub penalty_gradient: Vec<f64>,
    /// The L2 norm of the gradient.
    pub gradient_norm: f64,
    /// By what clipping multiplies the gradient; 1 where it does not act.
    pub clip_factor: f64,
    /// The learning rate.
    pub rate: f64,
    /// The number of the step for the optimiser, from 1.
    pub number: u64,
    /// What Newton's method adds to the diagonal of the Hessian; none of other optimisers.
    pub damping: Option<f64>,
    /// The weights before the step, and its optimiser state.
    pub before: Vec<f32>,
    /// The optimiser's state before the step, a list per slot.
    pub slots: Vec<Vec<f32>>,
    /// The weights after it, to the bit.
    pub after: Vec<f32>,
    network: nn::network::Network,
}

/// A step whose gradient is being summed up, piece by piece of its batch.
#[derive(Debug)]
pub struct Stepping {
    material: Material,
    step: NextStep,
    done: usize,
    /// A weight of which each point's part is wanted.
    watched: Option<Parameter>,
    shares: Vec<f64>,
}

/// Begins to look at the next step. Nothing of the session changes.
///
/// # Errors
/// If no point trains, the step would make the loss infinite, or a stop rule has ended training here.
pub fn next_step(session: &mut Session) -> Result<Stepping, Problem> {
    if session.is_ended() {
        return Err(Problem::new("nextStep", Rule::NotStopped, Found::Stopped));
    }
    upcoming_step(session)
}

/// The same where a stop rule has ended training: whoever steps on makes this step.
///
/// # Errors
/// If no point trains, or the step would make the loss infinite.
pub(super) fn upcoming_step(session: &mut Session) -> Result<Stepping, Problem> {
    let NextUpdate { points, masks, rate, number, after } = session.next_update()?;
    let parts = session.parts();
    let material = Material::of(parts, &points, masks);
    let is_newton = matches!(optimiser_of(parts.config).method, Method::Newton);
    let n = material.parameters.len();
    let step = NextStep {
        points,
        loss: 0.0,
        penalty: 0.0,
        gradient: vec![0.0; n],
        penalty_gradient: vec![0.0; n],
        gradient_norm: 0.0,
        clip_factor: 1.0,
        rate,
        number,
        damping: is_newton.then(|| optimiser_params(parts.config)[0]),
        before: parts.weights.parameters.clone(),
        slots: parts.weights.slots.clone(),
        after: after.parameters,
        network: parts.network.clone(),
    };
    Ok(Stepping { material, step, done: 0, watched: None, shares: Vec::new() })
}

impl Stepping {
    /// Notes each point's part of the gradient by this weight on the way.
    pub(super) fn watching(self, watched: Parameter) -> Stepping {
        Stepping { watched: Some(watched), ..self }
    }

    /// Each point's part of the gradient by the weight that is watched, δ · a, as far as the batch was taken.
    pub(super) fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// The material of the batch.
    pub(super) fn material(&self) -> &Material {
        &self.material
    }

    /// Takes the next piece of the batch: the step, once that was the last one.
    pub fn go_on(&mut self) -> Option<NextStep> {
        let n = self.material.n;
        let end = n.min(self.done + self.material.piece());
        let part = self.material.exact(self.done..end);
        let share = (end - self.done) as f64 / n as f64;
        self.step.loss += part.losses.iter().sum::<f64>() / n as f64;
        self.step.gradient.iter_mut().zip(&part.gradient).for_each(|(sum, value)| *sum += share * value);
        if let Some(Parameter { layer, unit, input }) = self.watched {
            for (col, point) in (self.done..end).enumerate() {
                let a = match (input, layer) {
                    (None, _) => 1.0,
                    (Some(input), 0) => self.material.features(point)[input],
                    (Some(input), _) => part.layers[layer - 1].a.get(input, col),
                };
                self.shares.push(part.layers[layer].delta.get(unit, col) * a);
            }
        }
        self.done = end;
        if end < n {
            return None;
        }
        self.step.penalty = part.penalty;
        self.step.penalty_gradient = part.penalty_gradient;
        Some(self.finished())
    }

    /// How many of how many points are done.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, self.material.n)
    }

    /// All pieces at once.
    pub fn finish(mut self) -> NextStep {
        loop {
            if let Some(step) = self.go_on() {
                return step;
            }
        }
    }

    fn finished(&self) -> NextStep {
        let mut step = self.step.clone();
        for (at, is_frozen) in self.material.frozen().into_iter().enumerate() {
            if is_frozen {
                step.penalty_gradient[at] = 0.0;
                step.gradient[at] = 0.0;
            }
        }
        step.gradient.iter_mut().zip(&step.penalty_gradient).for_each(|(sum, penalty)| *sum += penalty);
        step.gradient_norm = step.gradient.iter().map(|value| value * value).sum::<f64>().sqrt();
        if let (Some(most), None) = (self.material.config.clip, step.damping)
            && step.gradient_norm > most
        {
            step.clip_factor = most / step.gradient_norm;
        }
        step
    }
}

impl NextStep {
    /// How much each weight will change, in the flat order: the difference in 32 bits.
    pub fn update(&self) -> Vec<f32> {
        self.after.iter().zip(&self.before).map(|(after, before)| after - before).collect()
    }

    /// The gradient, layer by layer.
    pub fn gradient_layers(&self) -> Vec<LayerGradient> {
        LayerGradient::split(&self.network, &self.gradient)
    }

    /// In JSON, as programs get it: `after` is written as a model's weights are.
    pub fn to_json(&self) -> Value {
        let of = |values: &[f64]| layers(&self.network, values);
        let update: Vec<f64> = self.update().into_iter().map(f64::from).collect();
        let after: Vec<f64> = self.after.iter().map(|value| shortest_f64(*value)).collect();
        let points: Value = self.points.iter().copied().collect();
        let fields = [
            ("points", points),
            ("loss", self.loss.into()),
            ("penalty", self.penalty.into()),
            ("gradient", of(&self.gradient)),
            ("gradientNorm", self.gradient_norm.into()),
            ("clipFactor", self.clip_factor.into()),
            ("rate", self.rate.into()),
            ("update", of(&update)),
            ("after", of(&after)),
        ];
        let damping = self.damping.map(|damping| ("damping", damping.into()));
        object(fields.into_iter().chain(damping).map(|(name, value)| (name.to_owned(), value)))
    }
}
