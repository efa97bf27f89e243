//! What a look into the session works with: its parts at this moment, points as the network sees them, and the update that comes
//! next. Looking changes nothing.

use nn::network::Network;

use super::dataset::{Dataset, Set};
use super::neuron_states::Activity;
use super::structure::Weights;
use super::trainer::Training;
use super::{Session, Unit, metrics};
use crate::config::Config;
use crate::data::Point;
use crate::features::FeatureSet;
use crate::problem::{Found, Problem, Rule};
use autodiff::Matrix;

/// The parts of a session.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) config: &'a Config,
    pub(crate) network: &'a Network,
    pub(crate) weights: &'a Weights,
    pub(crate) points: &'a [Point],
}

/// The update that comes next.
pub(crate) struct NextUpdate {
    /// The points of its batch in their order, as indices into all points.
    pub(crate) points: Vec<usize>,
    /// The dropout mask of each hidden layer, `units × points`; nothing without dropout.
    pub(crate) masks: Vec<Vec<f32>>,
    /// Its learning rate.
    pub(crate) rate: f64,
    /// Its number for the optimiser, from 1.
    pub(crate) number: u64,
    /// Weights and optimiser state after it.
    pub(crate) after: Weights,
}

/// Points as the network sees them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// Features × points, row by row.
    pub(crate) features: Vec<f32>,
    /// Outputs × points, row by row.
    pub(crate) targets: Vec<f32>,
}

impl Parts<'_> {
    /// These points as the network sees them.
    pub(crate) fn seen(&self, points: &[Point]) -> Seen {
        let features =
            FeatureSet::new(&self.config.features).expect("the features of a valid configuration are formulas");
        let Set { features, targets, .. } = Set::new(self.config, &features, points);
        Seen { features, targets }
    }

    /// The prediction for the scores of one point.
    pub(crate) fn predicted(&self, scores: &[f64]) -> Vec<f64> {
        metrics::predictions(self.config.pairing(), Matrix::new(scores.len(), 1, scores.to_vec())).data
    }

    /// The indices of the training points.
    pub(crate) fn training(&self) -> Vec<usize> {
        (0..self.points.len()).filter(|idx| !self.points[*idx].test).collect()
    }
}

impl Session {
    /// The parts at this moment.
    pub(crate) fn parts(&self) -> Parts<'_> {
        Parts { config: &self.config, network: &self.network, weights: &self.weights, points: &self.data.points }
    }

    /// Whether a stop rule ended training and nothing has changed since.
    pub(crate) fn is_ended(&self) -> bool {
        self.is_ended
    }

    /// The points of the next batch in their order, as indices into all points, with the dropout mask of each hidden layer.
    ///
    /// # Errors
    /// If no point trains.
    pub(crate) fn next_batch(&mut self) -> Result<(Vec<usize>, Vec<Vec<f32>>), Problem> {
        let training = batch_of(&self.config, &self.network, &self.data)?;
        let (batch, masks) = self.trainer.next_batch(training, self.progress);
        Ok((self.places(&batch), masks))
    }

    /// What `train(Unit::Batch, 1)` will make of the weights, to the bit.
    ///
    /// # Errors
    /// If no point trains, or the run would diverge.
    pub(crate) fn next_update(&mut self) -> Result<NextUpdate, Problem> {
        let training = batch_of(&self.config, &self.network, &self.data)?;
        let made = self.trainer.next_update(training, &mut self.measures, &self.weights, self.progress);
        let made = made.map_err(|_| Problem::new("nextStep", Rule::FiniteUpdate, Found::Nothing))?;
        Ok(NextUpdate {
            points: self.places(&made.batch),
            masks: made.masks,
            rate: made.rate,
            number: self.progress.optimiser_step + 1,
            after: made.after,
        })
    }

    /// What each hidden neuron does on the training points; empty where fewer than two points train.
    pub(crate) fn activities(&mut self) -> Vec<Activity> {
        self.neuron_states.activities(&self.network, &self.weights.parameters, &self.data.train)
    }

    /// As [`Query::Gradients`](crate::Query::Gradients), at other parameters.
    pub(crate) fn gradient_at(&mut self, parameters: &[f32]) -> Vec<f32> {
        self.gradients.at(&self.config, &self.network, parameters, &self.data.train)
    }

    /// The learning rate of the next update.
    pub(crate) fn next_rate(&self) -> f64 {
        self.trainer.rate(&self.config, self.data.train.n, self.progress.step)
    }

    fn places(&self, batch: &[u32]) -> Vec<usize> {
        let training = self.parts().training();
        batch.iter().map(|idx| training[*idx as usize]).collect()
    }
}

fn batch_of<'a>(config: &'a Config, network: &'a Network, data: &'a Dataset) -> Result<Training<'a>, Problem> {
    if data.train.n == 0 {
        return Err(Problem::new("nextStep", Rule::TrainingPoint, Found::NoneOfThem));
    }
    Ok(Training { config, network, data, unit: Unit::Batch })
}
