//! What is found out about a run before it is judged: its course, its neurons, what it has reached and what could be reached. Each
//! number is found once.

use crate::activation_curve;
use crate::config::Config;
use crate::query::{Query, Status};
use crate::session::{Activity, Session};
use crate::task::Task;

use super::course::Course;
use super::reach::reachable;
use super::thresholds::{FEW_POINTS, GAP, LOSS_LEFT};

/// What is known of a run.
#[derive(Debug)]
pub(super) struct Findings {
    /// Without its points.
    pub(super) config: Config,
    pub(super) status: Status,
    pub(super) course: Course,
    pub(super) n_training: usize,
    pub(super) n_test: usize,
    /// Per hidden layer.
    pub(super) layers: Vec<LayerState>,
    /// Accuracy or R² of the training points, and what could be reached.
    pub(super) fit: Option<f64>,
    pub(super) reachable: Option<f64>,
    /// The learning rate of the next update.
    pub(super) rate: f64,
}

/// The neurons of a hidden layer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct LayerState {
    /// Those that are not switched off.
    pub(super) n: usize,
    /// Those that pass no gradient back from any training point.
    pub(super) dead: Vec<usize>,
    /// Of these, those whose output is 0 for every training point.
    pub(super) silent: Vec<usize>,
    /// Those that pass hardly any gradient back, where the activation is flat on both sides.
    pub(super) saturated: Vec<usize>,
}

impl Findings {
    pub(super) fn of(session: &mut Session) -> Findings {
        let status = session.status();
        let curve = session.answer(&Query::Curve { from: 0, id: u32::MAX }).curve();
        let course = Course::of(&curve, status.epoch);
        let n_training = session.points().iter().filter(|point| !point.test).count();
        let config = Config { points: Vec::new(), ..session.config().clone() };
        let layers = layer_states(&config, &session.activities());
        let reachable = reachable(&config, session.points());
        let fit = status.train_accuracy.or(status.train_r2);
        let (n_test, rate) = (session.points().len() - n_training, session.next_rate());
        Findings { config, status, course, n_training, n_test, layers, fit, reachable, rate }
    }

    /// By how much accuracy or R² lags behind what could be reached.
    fn gap(&self) -> f64 {
        match (self.fit, self.reachable) {
            (Some(fit), Some(reachable)) => reachable - fit,
            _ => 0.0,
        }
    }

    /// Whether something is left to gain.
    pub(super) fn has_gap(&self) -> bool {
        let is_reachable = self.reachable.is_some_and(|reachable| reachable >= 1.0 - GAP);
        self.gap() > GAP || is_reachable && !self.learns_values() && self.of_guess() > LOSS_LEFT
    }

    /// The training loss beside that of guessing.
    pub(super) fn of_guess(&self) -> f64 {
        self.status.train_loss.map_or(0.0, |loss| loss / self.course.guess)
    }

    /// Whether the network is a linear model, with or without hidden layers.
    pub(super) fn is_linear(&self) -> bool {
        self.config.activations.iter().all(|name| name == "linear")
    }

    /// Whether too few points train to say what can be reached.
    pub(super) fn has_few_points(&self) -> bool {
        (self.n_training as f64) < FEW_POINTS
    }

    /// Whether values are learnt and not classes.
    pub(super) fn learns_values(&self) -> bool {
        self.config.task != Task::Classification
    }
}

fn layer_states(config: &Config, activities: &[Activity]) -> Vec<LayerState> {
    let mut rest = activities;
    let mut layers = Vec::new();
    for (units, name) in config.hidden_layers.iter().zip(&config.activations) {
        let Some((layer, behind)) = rest.split_at_checked(*units) else { break };
        rest = behind;
        let which = |is: &dyn Fn(&Activity) -> bool| -> Vec<usize> {
            (0..layer.len()).filter(|unit| is(&layer[*unit])).collect()
        };
        let is_bounded = is_bounded(name);
        layers.push(LayerState {
            n: layer.iter().filter(|neuron| !neuron.is_off()).count(),
            dead: which(&Activity::is_flat),
            silent: which(&|neuron| neuron.is_flat() && neuron.is_silent()),
            saturated: which(&|neuron| is_bounded && !neuron.is_flat() && neuron.is_saturated()),
        });
    }
    layers
}

/// Whether an activation is flat on both sides.
fn is_bounded(name: &str) -> bool {
    const FAR: f64 = 30.0;
    const NEARLY_LEVEL: f64 = 0.005;
    activation_curve(name, &[-FAR, -FAR + 1.0, FAR - 1.0, FAR]).is_some_and(|(values, _)| {
        let rises = [values[1] - values[0], values[3] - values[2]];
        rises.iter().all(|rise| rise.abs() < NEARLY_LEVEL)
    })
}
