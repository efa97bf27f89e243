//! When training stops by itself. What ended training does not end the next start too: whoever starts again has been told and
//! wants to go on. So a rule that stops begins another watch at that moment, from which patience and epochs are counted anew; a
//! loss or an accuracy that was reached stays reached.

use serde::{Deserialize, Serialize};

use super::metrics::Measured;
use super::{Progress, Stop};
use crate::config::Config;

/// What the rules remember of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Patience {
    /// The best loss of this watch and its epoch.
    pub(crate) best: Option<(f64, u64)>,
    /// Whether the test loss that ends training was reached when training last ended by itself.
    pub(crate) has_reached_loss: bool,
    /// Whether the accuracy was.
    pub(crate) has_reached_accuracy: bool,
}

/// Whether a rule needs losses or accuracy.
pub(super) fn need_measures(config: &Config) -> bool {
    config.stop.test_loss.is_some() || config.stop.accuracy.is_some() || config.stop.patience.is_some()
}

fn accuracy_of(measured: &Measured) -> Option<f64> {
    measured.test_accuracy.or(measured.train_accuracy)
}

fn is_low(config: &Config, measured: &Measured) -> bool {
    config.stop.test_loss.zip(measured.test_loss).is_some_and(|(wanted, reached)| reached <= wanted)
}

fn is_high(config: &Config, measured: &Measured) -> bool {
    config.stop.accuracy.zip(accuracy_of(measured)).is_some_and(|(wanted, reached)| reached >= wanted)
}

impl Patience {
    /// The rule that ends training now, at the end of an epoch.
    pub(super) fn stop(&mut self, config: &Config, progress: Progress, measured: &Measured) -> Option<Stop> {
        let loss = measured.test_loss.or(measured.train_loss);
        let stop = self.rule(config, progress, measured, loss)?;
        self.best = loss.map(|loss| (loss, progress.epoch));
        // Whoever starts again knows of all that holds already.
        self.has_reached_loss |= is_low(config, measured);
        self.has_reached_accuracy |= is_high(config, measured);
        Some(stop)
    }

    fn rule(&mut self, config: &Config, progress: Progress, measured: &Measured, loss: Option<f64>) -> Option<Stop> {
        let rules = &config.stop;
        if let Some(wanted) = rules.epochs
            && progress.epoch.is_multiple_of(u64::from(wanted))
        {
            return Some(Stop::Epochs { wanted });
        }
        if let Some((wanted, reached)) = rules.test_loss.zip(measured.test_loss)
            && is_low(config, measured)
            && !self.has_reached_loss
        {
            return Some(Stop::TestLoss { wanted, reached });
        }
        if let Some((wanted, reached)) = rules.accuracy.zip(accuracy_of(measured))
            && is_high(config, measured)
            && !self.has_reached_accuracy
        {
            return Some(Stop::Accuracy { wanted, reached });
        }
        let (wanted, loss) = rules.patience.zip(loss)?;
        if self.best.is_none() && !loss.is_finite() {
            // Nothing to improve on yet.
            return None;
        }
        let (best, best_epoch) = *self.best.get_or_insert((loss, progress.epoch));
        if loss < best {
            self.best = Some((loss, progress.epoch));
        } else if progress.epoch - best_epoch >= u64::from(wanted) {
            return Some(Stop::Patience { wanted, best, best_epoch });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::StopRules;

    fn stops_at(losses: &[f64]) -> (Vec<Option<Stop>>, Patience) {
        let config = Config { stop: StopRules { patience: Some(3), ..StopRules::default() }, ..Config::default() };
        let mut patience = Patience::default();
        let stops = losses
            .iter()
            .enumerate()
            .map(|(epoch, loss)| {
                let measured = Measured { test_loss: Some(*loss), ..Measured::default() };
                patience.stop(&config, Progress { epoch: epoch as u64, ..Progress::default() }, &measured)
            })
            .collect();
        (stops, patience)
    }

    #[test]
    fn patience_counts_epochs_without_improvement() {
        let (stops, _) = stops_at(&[1.0, 0.9, 0.95, 0.92, 0.91]);
        let patience = Stop::Patience { wanted: 3, best: 0.9, best_epoch: 1 };
        assert_eq!(stops, [None, None, None, None, Some(patience)]);
    }

    #[test]
    fn the_best_loss_is_a_number_and_one_that_is_not_is_no_improvement() {
        let (stops, patience) = stops_at(&[f64::NAN, f64::INFINITY, 0.5, f64::NAN, f64::INFINITY]);
        assert_eq!((stops, patience.best), (vec![None; 5], Some((0.5, 2))));
        assert_eq!(stops_at(&[f64::INFINITY]).1.best, None);
        let patience = Stop::Patience { wanted: 3, best: 0.5, best_epoch: 1 };
        assert_eq!(stops_at(&[f64::NAN, 0.5, 0.6, f64::NAN, 0.7]).0[4], Some(patience));
    }

    #[test]
    fn after_it_ended_training_patience_counts_anew() {
        let (stops, _) = stops_at(&[1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.3, 1.2, 1.3]);
        let patience = |best, best_epoch| Some(Stop::Patience { wanted: 3, best, best_epoch });
        assert_eq!((stops[3], stops[4], stops[5], stops[6]), (patience(1.0, 0), None, None, patience(1.3, 3)));
        assert_eq!(stops[7..], [None, None]);
    }
}
