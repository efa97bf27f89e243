//! When training stops by itself.

use serde::{Deserialize, Serialize};

use super::metrics::Measured;
use super::{Progress, Stop};
use crate::config::Config;

/// What the rule about improvement remembers: the best loss and its epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Patience {
    pub(crate) best: Option<(f64, u64)>,
}

/// Whether as many epochs as configured are done.
pub(super) fn epochs_are_done(config: &Config, progress: Progress) -> Option<Stop> {
    let wanted = config.stop.epochs?;
    (progress.epoch >= u64::from(wanted)).then_some(Stop::Epochs { wanted })
}

/// Whether a rule needs losses or accuracy.
pub(super) fn need_measures(config: &Config) -> bool {
    config.stop.test_loss.is_some() || config.stop.accuracy.is_some() || config.stop.patience.is_some()
}

impl Patience {
    /// The rule that ends training now, at the end of an epoch.
    pub(super) fn stop(&mut self, config: &Config, progress: Progress, measured: &Measured) -> Option<Stop> {
        let rules = &config.stop;
        let accuracy = measured.test_accuracy.or(measured.train_accuracy);
        if let Some((wanted, reached)) = rules.test_loss.zip(measured.test_loss)
            && reached <= wanted
        {
            return Some(Stop::TestLoss { wanted, reached });
        }
        if let Some((wanted, reached)) = rules.accuracy.zip(accuracy)
            && reached >= wanted
        {
            return Some(Stop::Accuracy { wanted, reached });
        }
        let wanted = rules.patience?;
        let loss = measured.test_loss.or(measured.train_loss)?;
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
}
