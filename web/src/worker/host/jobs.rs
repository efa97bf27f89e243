//! Jobs, which are done in slices: a number of training steps, predictions at many positions. Each tells how far it is, and can be
//! cancelled; in between the host trains continuously as the pace says. Knows budgets and counts, and not who asked.

use playground::problem::{Found, Rule};
use playground::{Pace, Predictor, Problem, Trained, Unit};

use super::Host;
use crate::protocol::message::{Outgoing, Reply, Response, Sight, Ticket};

/// Epochs shorter than this are done whole; longer ones batch by batch.
const SHORT_EPOCH_MS: f64 = 4.0;
/// A pace in epochs per second trains so many batches at once at most.
const MOST_DUE: f64 = 50.0;
/// How often a job tells how far it is.
const PROGRESS_EVERY_MS: f64 = 200.0;
/// Multiply-adds of predictions that are made between two looks at the clock.
const PREDICTION_WORK: usize = 500_000;

/// A number of samples, batches or epochs.
#[derive(Debug)]
pub(super) struct Training {
    pub(super) ticket: Ticket,
    unit: Unit,
    n: u32,
    left: u32,
    told_ms: f64,
}

impl Training {
    pub(super) fn new(ticket: Ticket, unit: Unit, n: u32, now_ms: f64) -> Training {
        Training { ticket, unit, n, left: n, told_ms: now_ms }
    }
}

/// Predictions at positions on the plane.
#[derive(Debug)]
pub(super) struct Predicting {
    pub(super) ticket: Ticket,
    predictor: Predictor,
    points: Vec<[f32; 2]>,
    rows: Vec<Vec<f32>>,
    told_ms: f64,
}

impl Host {
    pub(super) fn train(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        if self.training.is_some() {
            return self.train_job(budget_ms, out);
        }
        if !self.trains() {
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
            Pace::EpochsPerSecond(rate) => {
                let (now_ms, step_ms) = ((self.now_ms)(), 1000.0 / (rate * self.batches_per_epoch()));
                // Nor are these made up for, where the machine is too slow for them.
                let n_due = ((now_ms - self.next_step_ms) / step_ms + 1.0).floor().clamp(0.0, MOST_DUE);
                if n_due > 0.0 {
                    self.take(Unit::Batch, n_due as u32);
                    self.next_step_ms = (self.next_step_ms + n_due * step_ms).max(now_ms - step_ms);
                }
            }
            Pace::EpochsPerFrame(_) => {
                if self.sight != Sight::Seen {
                    self.owe();
                }
                let (taken, _) = self.train_for(budget_ms, Unit::Epoch, self.owed_epochs);
                self.owed_epochs = self.owed_epochs.saturating_sub(taken);
            }
        }
    }

    fn train_job(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        let Some(mut job) = self.training.take() else { return };
        let (taken, has_stopped) = self.train_for(budget_ms, job.unit, job.left);
        job.left = job.left.saturating_sub(taken);
        if job.left > 0 && !has_stopped {
            out.extend(self.progress(job.ticket, (u64::from(job.n - job.left), job.n.into()), &mut job.told_ms));
            self.training = Some(job);
            return;
        }
        self.end_training(&job, out);
        self.go_on(out);
    }

    /// Says how far a job that trains has come, which is its end.
    pub(super) fn end_training(&mut self, job: &Training, out: &mut Vec<Outgoing>) {
        self.hurry_checkpoint();
        if let Some(session) = self.session.as_mut() {
            let response = Response::Status(Box::new(session.status()));
            out.push(self.says(Reply::Answered { ticket: job.ticket, response }));
        }
    }

    pub(super) fn progress(&self, ticket: Ticket, (done, of): (u64, u64), told_ms: &mut f64) -> Option<Outgoing> {
        let now_ms = (self.now_ms)();
        if now_ms - *told_ms < PROGRESS_EVERY_MS {
            return None;
        }
        *told_ms = now_ms;
        Some(self.says(Reply::Progress { ticket, done, of }))
    }

    /// Begins to predict at the weights of this moment.
    pub(super) fn begin_predicting(&mut self, ticket: Ticket, points: Vec<[f32; 2]>) {
        if let Some(session) = &self.session {
            let rows = Vec::with_capacity(points.len());
            let (predictor, told_ms) = (session.predictor(), (self.now_ms)());
            self.predicting.push_back(Predicting { ticket, predictor, points, rows, told_ms });
        }
    }

    /// Predicts for about `budget_ms`.
    pub(super) fn predict(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        let start_ms = (self.now_ms)();
        while let Some(mut job) = self.predicting.pop_front() {
            let n = (PREDICTION_WORK / job.predictor.cost().max(1)).max(1);
            loop {
                let done = job.rows.len();
                let next = &job.points[done..job.points.len().min(done + n)];
                job.rows.extend(job.predictor.predict(next));
                if job.rows.len() == job.points.len() || (self.now_ms)() - start_ms >= budget_ms {
                    break;
                }
            }
            let (done, of) = (job.rows.len(), job.points.len());
            if done < of {
                out.extend(self.progress(job.ticket, (done as u64, of as u64), &mut job.told_ms));
                self.predicting.push_front(job);
                return;
            }
            out.push(self.says(Reply::Answered { ticket: job.ticket, response: Response::Prediction(job.rows) }));
        }
    }

    /// Ends the job with this ticket: training where it is, another with a refusal.
    pub(super) fn cancel(&mut self, ticket: Ticket, out: &mut Vec<Outgoing>) {
        if let Some(job) = self.training.take_if(|job| job.ticket == ticket) {
            self.end_training(&job, out);
            self.go_on(out);
        }
        if self.replaying.as_ref().is_some_and(|job| job.ticket() == ticket) {
            self.end_replaying(out);
        }
        if let Some(at) = self.predicting.iter().position(|job| job.ticket == ticket) {
            self.predicting.remove(at);
            let problem = Problem::new("job", Rule::Uncancelled, Found::Nothing);
            out.push(self.says(Reply::Refused { ticket, problem }));
        }
    }

    fn batches_per_epoch(&self) -> f64 {
        let Some(session) = &self.session else { return 1.0 };
        let n_training = session.points().iter().filter(|point| !point.test).count();
        n_training.div_ceil(session.config().batch_size.points(n_training)).max(1) as f64
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
            self.hurry_checkpoint();
        }
        stopped.is_some()
    }
}
