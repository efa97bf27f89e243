//! Training in slices: the jobs that somebody waits for first, then whatever the pace says.
//! Knows budgets and counts; not who asked.

use playground::{Pace, Trained, Unit};

use crate::protocol::message::{Answer, Outgoing, Reply};
use crate::worker::host::Host;

/// Epochs shorter than this are done whole; longer ones batch by batch.
const SHORT_EPOCH_MS: f64 = 4.0;

impl Host {
    pub(super) fn train(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        if self.job.is_some() {
            return self.train_job(budget_ms, out);
        }
        if !self.playing {
            return;
        }
        match self.pace {
            Pace::Unlimited => {
                let unit = self.smooth_unit();
                self.train_for(budget_ms, unit, u32::MAX);
            }
            Pace::StepsPerSecond(rate) => {
                let now_ms = (self.now_ms)();
                if now_ms >= self.next_step_ms {
                    self.take(Unit::Batch, 1);
                    // After a pause of the whole machine the missed steps are not made up for.
                    self.next_step_ms = (self.next_step_ms + 1000.0 / rate).max(now_ms);
                }
            }
            Pace::EpochsPerFrame(_) => {
                if !self.shown {
                    self.owe();
                }
                let (taken, _) = self.train_for(budget_ms, Unit::Epoch, self.owed_epochs);
                self.owed_epochs = self.owed_epochs.saturating_sub(taken);
            }
        }
    }

    fn train_job(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        let Some(job) = self.job else { return };
        let (taken, has_stopped) = self.train_for(budget_ms, job.unit, job.left);
        let left = job.left.saturating_sub(taken);
        if let Some(job) = &mut self.job {
            job.left = left;
        }
        let Some(session) = self.session.as_mut().filter(|_| left == 0 || has_stopped) else { return };
        let reply = Reply::Answered { ticket: job.ticket, answer: Answer::Status(Box::new(session.status())) };
        out.push(Outgoing { reply, bulk: None });
        self.job = None;
        self.go_on(out);
    }

    /// Epochs while they are short, so that the step counter rests at their ends; else batches, so that slices stay short.
    fn smooth_unit(&self) -> Unit {
        match self.epoch_stride.piece_ms() {
            Some(ms) if ms > SHORT_EPOCH_MS => Unit::Batch,
            _ => Unit::Epoch,
        }
    }

    /// Trains up to `limit` units in about `budget_ms`: how many it were, and whether the run ended by itself.
    fn train_for(&mut self, budget_ms: f64, unit: Unit, limit: u32) -> (u32, bool) {
        let start_ms = (self.now_ms)();
        let mut taken = 0;
        while taken < limit {
            let left_ms = budget_ms - ((self.now_ms)() - start_ms);
            if taken > 0 && left_ms <= 0.0 {
                break;
            }
            let stride = if unit == Unit::Epoch { self.epoch_stride } else { self.batch_stride };
            let n = stride.pieces(left_ms.max(0.0), self.last_pieces).min(limit - taken);
            let before_ms = (self.now_ms)();
            let has_stopped = self.take(unit, n);
            let took_ms = (self.now_ms)() - before_ms;
            let stride = if unit == Unit::Epoch { &mut self.epoch_stride } else { &mut self.batch_stride };
            stride.learn(n, took_ms);
            self.last_pieces = n;
            taken += n;
            if has_stopped {
                return (taken, true);
            }
        }
        (taken, false)
    }

    /// Trains `n` units; whether that stopped the run.
    fn take(&mut self, unit: Unit, n: u32) -> bool {
        let Some(session) = self.session.as_mut() else { return true };
        let Trained { stopped, .. } = session.train(unit, n);
        self.trained = true;
        self.stopped = stopped;
        if stopped.is_some() {
            self.playing = false;
            self.owed_epochs = 0;
        }
        stopped.is_some()
    }
}
