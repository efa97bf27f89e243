//! The session and what it owes to the page: requests come in, replies go out, training happens in between in slices.
//! The only file that calls a session. Knows neither worker nor document; the clock comes in as a function.

use std::collections::VecDeque;

use playground::{Config, Pace, Problem, Session, Snapshot, Trained, Unit, View};

use super::message::{Answer, Bulk, CurveEntry, Envelope, Head, Look, Outgoing, Reply, Request, Ticket};
use super::pace::Stride;

/// When the host wants to work again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wait {
    /// At once.
    Now,
    /// In so many milliseconds.
    Ms(f64),
    /// When the next request comes.
    Request,
}

/// A frame is sent at the latest this long after it was asked for, done or not: the page must not seem frozen.
const FRAME_WITHIN_MS: f64 = 24.0;
/// How often a hidden page's worker does what a frame would have caused.
const HIDDEN_TICK_MS: f64 = 16.0;
/// How often the trained state is sent away for safety.
const CHECKPOINT_EVERY_MS: f64 = 2000.0;
/// Epochs shorter than this are done whole; longer ones batch by batch.
const SHORT_EPOCH_MS: f64 = 4.0;

/// A number of samples, batches or epochs that somebody waits for.
#[derive(Debug)]
struct Job {
    ticket: Ticket,
    unit: Unit,
    left: u32,
}

/// A session with its duties.
pub(crate) struct Host {
    now_ms: fn() -> f64,
    session: Option<Session>,
    playing: bool,
    turn: u32,
    shown: bool,
    pace: Pace,
    jobs: VecDeque<Job>,
    /// What is to be said about jobs that were ended before they were done.
    ended: Vec<Reply>,
    frame: Option<(Look, f64)>,
    /// Epochs still to be trained for the frame that was asked for.
    owed_epochs: u32,
    next_step_ms: f64,
    points_sent: bool,
    checkpoint_ms: f64,
    /// Whether training went on since the last checkpoint.
    trained: bool,
    epoch_stride: Stride,
    batch_stride: Stride,
    last_pieces: u32,
    /// How long the last picture took.
    picture_ms: f64,
}

impl Host {
    /// A host without a session yet.
    pub(crate) fn new(now_ms: fn() -> f64) -> Host {
        Host {
            now_ms,
            session: None,
            playing: false,
            turn: 0,
            shown: true,
            pace: Pace::EpochsPerFrame(1),
            jobs: VecDeque::new(),
            ended: Vec::new(),
            frame: None,
            owed_epochs: 0,
            next_step_ms: 0.0,
            points_sent: false,
            checkpoint_ms: 0.0,
            trained: false,
            epoch_stride: Stride::default(),
            batch_stride: Stride::default(),
            last_pieces: 0,
            picture_ms: 0.0,
        }
    }

    /// Takes a request; what can be answered at once is.
    pub(crate) fn receive(&mut self, envelope: Envelope) -> Option<Reply> {
        let Envelope { ticket, request } = envelope;
        let answered = match request {
            Request::Run { play, turn } => {
                self.turn = turn;
                self.run(play);
                return None;
            }
            Request::Pace { pace } => {
                (self.pace, self.owed_epochs, self.next_step_ms) = (pace, 0, (self.now_ms)());
                return None;
            }
            Request::Shown { shown } => {
                self.shown = shown;
                return None;
            }
            Request::Frame { view } => {
                self.frame = Some((view, (self.now_ms)() + FRAME_WITHIN_MS));
                self.owe();
                return None;
            }
            Request::Train { unit, n } => {
                self.playing = false;
                self.jobs.push_back(Job { ticket, unit, left: n });
                return None;
            }
            request => self.answer(request),
        };
        Some(match answered {
            Ok(answer) => Reply::Answered { ticket, answer },
            Err(problem) => Reply::Refused { ticket, problem },
        })
    }

    /// Ends every job where it stands: whoever waits for it hears how far it came.
    fn end_jobs(&mut self) {
        for job in std::mem::take(&mut self.jobs) {
            let answer = self.session.as_mut().map(|session| Answer::Status(Box::new(session.status())));
            self.ended.extend(answer.map(|answer| Reply::Answered { ticket: job.ticket, answer }));
        }
    }

    fn run(&mut self, play: bool) {
        if !play {
            self.end_jobs();
        }
        self.playing = play;
        self.owed_epochs = 0;
        self.next_step_ms = (self.now_ms)();
    }

    fn owe(&mut self) {
        if let (true, Pace::EpochsPerFrame(n)) = (self.playing, self.pace) {
            self.owed_epochs = n;
        }
    }

    fn answer(&mut self, request: Request) -> Result<Answer, Problem> {
        if let Request::Start { config, model } = request {
            let mut session = Session::new(Config::default().merged(&config)?)?;
            if !model.is_null() {
                session.apply(playground::Command::LoadModel { model })?;
            }
            (self.session, self.points_sent) = (Some(session), false);
            return self.config_in_force();
        }
        if let Request::Apply { command: playground::Command::Reset } = request {
            self.end_jobs();
        }
        let session = self.session.as_mut().ok_or_else(no_session)?;
        match request {
            Request::Apply { command } => {
                let resets = matches!(command, playground::Command::Reset | playground::Command::LoadModel { .. });
                session.apply(command)?;
                (self.points_sent, self.trained) = (false, true);
                (self.epoch_stride, self.batch_stride) = Default::default();
                if resets {
                    self.run(false);
                }
                self.config_in_force()
            }
            Request::Config => Ok(Answer::Config(Box::new(session.config().clone()))),
            Request::Status => Ok(Answer::Status(Box::new(session.status()))),
            Request::Points => Ok(Answer::Points(session.points().to_vec())),
            Request::Model => Ok(Answer::Model(session.model())),
            Request::Predict { points } => Ok(Answer::Prediction(session.predict(&points))),
            _ => Err(Problem::new("request", "must be one that is answered", "another")),
        }
    }

    /// The configuration without own points.
    fn config_in_force(&self) -> Result<Answer, Problem> {
        let session = self.session.as_ref().ok_or_else(no_session)?;
        Ok(Answer::Config(Box::new(Config { points: Vec::new(), ..session.config().clone() })))
    }

    /// Works for about `budget_ms`: trains what is due, then sends what is wanted.
    pub(crate) fn work(&mut self, budget_ms: f64) -> Vec<Outgoing> {
        let ended = self.ended.drain(..).map(|reply| Outgoing { reply, bulk: None });
        let mut out: Vec<Outgoing> = ended.collect();
        // A large network's pictures take long: training gets no less time than they do.
        let budget_ms = budget_ms.max(self.picture_ms.min(FRAME_WITHIN_MS));
        self.train(budget_ms, &mut out);
        let now_ms = (self.now_ms)();
        let is_done = self.owed_epochs == 0 && self.jobs.is_empty();
        if let Some((look, _)) = self.frame.filter(|(_, until_ms)| is_done || now_ms >= *until_ms) {
            self.frame = None;
            out.extend(self.picture(look));
            self.picture_ms = (self.now_ms)() - now_ms;
        }
        if self.trained && now_ms - self.checkpoint_ms > CHECKPOINT_EVERY_MS {
            (self.trained, self.checkpoint_ms) = (false, now_ms);
            let model = self.session.as_ref().map(Session::model);
            out.extend(model.map(|model| Outgoing { reply: Reply::Checkpoint { model }, bulk: None }));
        }
        out
    }

    /// When to call `work` again.
    pub(crate) fn wait(&self) -> Wait {
        if self.session.is_none() {
            return Wait::Request;
        }
        if !self.jobs.is_empty() || !self.ended.is_empty() || self.frame.is_some() || self.owed_epochs > 0 {
            return Wait::Now;
        }
        match (self.playing, self.pace) {
            (true, Pace::Unlimited) => Wait::Now,
            (true, Pace::StepsPerSecond(_)) => Wait::Ms((self.next_step_ms - (self.now_ms)()).max(0.0)),
            (true, Pace::EpochsPerFrame(_)) if !self.shown => Wait::Ms(HIDDEN_TICK_MS),
            _ => Wait::Request,
        }
    }

    fn train(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        if !self.jobs.is_empty() {
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
        let Some((unit, left)) = self.jobs.front().map(|job| (job.unit, job.left)) else { return };
        let (taken, has_stopped) = self.train_for(budget_ms, unit, left);
        let Some(session) = self.session.as_mut() else { return };
        if let Some(job) = self.jobs.front_mut() {
            job.left = job.left.saturating_sub(taken);
            if job.left == 0 || has_stopped {
                let reply = Reply::Answered { ticket: job.ticket, answer: Answer::Status(Box::new(session.status())) };
                out.push(Outgoing { reply, bulk: None });
                self.jobs.pop_front();
            }
        }
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
        if stopped.is_some() {
            self.playing = false;
            self.owed_epochs = 0;
        }
        stopped.is_some()
    }

    fn picture(&mut self, look: Look) -> Option<Outgoing> {
        let session = self.session.as_mut()?;
        let view = View {
            score: look.score,
            neurons: look.neurons,
            slopes: look.slopes,
            weights: look.weights,
            curve_from: look.curve_from,
            points: !self.points_sent,
        };
        let mut snapshot = session.snapshot(&view);
        let mut curve_from = look.curve_from;
        if snapshot.curve_id != look.curve_id && look.curve_from > 0 {
            // The history was written anew: the page needs all of it.
            snapshot.curve = session.snapshot(&View::default()).curve;
            curve_from = 0;
        }
        self.points_sent = true;
        let Snapshot { status, score, neurons, slopes, weights, curve, curve_id, points } = snapshot;
        let curve: Vec<CurveEntry> =
            curve.into_iter().map(|entry| (entry.step, entry.epoch, entry.train, entry.test)).collect();
        let head = Head { status, playing: self.playing, turn: self.turn, curve, curve_from, curve_id, points };
        Some(Outgoing {
            reply: Reply::Frame { head: Box::new(head) },
            bulk: Some(Bulk { score, neurons, slopes, weights }),
        })
    }
}

fn no_session() -> Problem {
    Problem::new("session", "must be started first", "none")
}

#[cfg(test)]
mod tests;
