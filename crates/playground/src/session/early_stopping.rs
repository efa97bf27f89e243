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

/// Whether a rule looks at losses or accuracy.
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

    #[test]
    fn patience_counts_epochs_without_improvement() {
        let config = Config { stop: StopRules { patience: Some(3), ..StopRules::default() }, ..Config::default() };
        let mut watch = Patience::default();
        let losses = [1.0, 0.9, 0.95, 0.92, 0.91];
        let stops: Vec<Option<Stop>> = losses
            .iter()
            .enumerate()
            .map(|(epoch, loss)| {
                let measured = Measured { test_loss: Some(*loss), ..Measured::default() };
                watch.stop(&config, Progress { epoch: epoch as u64, ..Progress::default() }, &measured)
            })
            .collect();
        let patience = Stop::Patience { wanted: 3, best: 0.9, best_epoch: 1 };
        assert_eq!(stops, [None, None, None, None, Some(patience)]);
    }
}
