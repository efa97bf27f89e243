//! The order of the training points: for each epoch a shuffle of its own that depends on seed and
//! epoch only, so that a run can be resumed anywhere.

use super::Progress;
use crate::config::Config;
use crate::random::RngStream;

/// The order of one epoch.
#[derive(Debug, Default)]
pub(super) struct Sampler {
    made_for: Option<(u64, usize, u32, bool)>,
    indices: Vec<u32>,
}

impl Sampler {
    /// The next at most `size` points of the present epoch, as indices into the training set of
    /// `n` points, and the progress after them. When points were removed and none is left of the
    /// epoch, the next epoch begins.
    pub(super) fn next(&mut self, config: &Config, progress: &mut Progress, n: usize, size: usize) -> &[u32] {
        if progress.position_in_epoch >= n {
            progress.epoch += 1;
            progress.position_in_epoch = 0;
        }
        self.prepare(config, progress.epoch, n);
        let first = progress.position_in_epoch;
        let end = (first + size).min(n);
        progress.step += 1;
        progress.optimiser_step += 1;
        progress.position_in_epoch = end;
        if end == n {
            progress.epoch += 1;
            progress.position_in_epoch = 0;
        }
        &self.indices[first..end]
    }

    fn prepare(&mut self, config: &Config, epoch: u64, n: usize) {
        let wanted = (if config.shuffle { epoch } else { 0 }, n, config.weight_seed, config.shuffle);
        if self.made_for == Some(wanted) {
            return;
        }
        self.made_for = Some(wanted);
        self.indices.clear();
        self.indices.extend(0..u32::try_from(n).expect("a training set has fewer than 2³² points"));
        if config.shuffle {
            RngStream::Shuffle.stream(config.weight_seed, &[epoch]).shuffle(&mut self.indices);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::BatchSize;

    #[test]
    fn an_epoch_uses_every_point_once_and_its_last_batch_may_be_smaller() {
        let config = Config { batch_size: BatchSize::Points(4), ..Config::default() };
        let (mut order, mut progress) = (Sampler::default(), Progress::default());
        let mut epochs = Vec::new();
        for _ in 0..2 {
            let batches: Vec<Vec<u32>> = (0..3).map(|_| order.next(&config, &mut progress, 10, 4).to_vec()).collect();
            assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4, 2]);
            let mut all = batches.concat();
            epochs.push(all.clone());
            all.sort_unstable();
            assert_eq!(all, (0..10).collect::<Vec<_>>());
        }
        assert_ne!(epochs[0], epochs[1]);
        assert_eq!(progress, Progress { step: 6, epoch: 2, position_in_epoch: 0, optimiser_step: 6 });
    }

    #[test]
    fn fewer_points_than_the_position_begin_the_next_epoch() {
        let (mut order, mut progress) = (Sampler::default(), Progress { position_in_epoch: 8, ..Progress::default() });
        assert_eq!(order.next(&Config::default(), &mut progress, 5, 10).len(), 5);
        assert_eq!(progress.epoch, 2);
    }
}
