//! The session and what it owes to the page: requests come in, replies go out, training happens in between in slices.
//! The only file that calls a session. Knows neither worker nor document; the clock comes in as a function.

use std::collections::VecDeque;

use playground::problem::{Chunk, Found, Rule};
use playground::{Command, Config, Pace, Problem, Session, Snapshot, Stop, Unit, View};
use serde_json::Value;

use crate::protocol::message::{
    Answer, Applied, Bulk, CurveEntry, Envelope, Head, Look, Outgoing, Reply, Request, Ticket,
};
use crate::worker::saving::Saving;
use crate::worker::schedule::Stride;

mod request_queue;
mod training;

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
const CHECKPOINT_EVERY_MS: f64 = 700.0;
/// Checkpoints of large networks and many points come so much less often that they cost a fiftieth of the time at most.
const CHECKPOINT_SHARE: f64 = 50.0;
/// After a person's act they come at once, or when the last one's cost is ten times in the past.
const EARLY_CHECKPOINT_SHARE: f64 = 10.0;

/// A number of samples, batches or epochs that somebody waits for.
#[derive(Clone, Copy, Debug)]
struct Job {
    ticket: Ticket,
    unit: Unit,
    left: u32,
}

/// A session with its duties.
pub(crate) struct Host {
    now_ms: fn() -> f64,
    /// What packs and writes the state, if it has come: training never waits for it.
    saving: fn() -> Option<&'static Saving>,
    session: Option<Session>,
    playing: bool,
    turn: u32,
    shown: bool,
    pace: Pace,
    job: Option<Job>,
    /// What has to wait for the job, in its order.
    waiting: VecDeque<Envelope>,
    /// Why training last ended by itself.
    stopped: Option<Stop>,
    frame: Option<(Look, f64)>,
    /// Epochs still to be trained for the frame that was asked for.
    owed_epochs: u32,
    next_step_ms: f64,
    points_sent: bool,
    /// When the next checkpoint is due, if there is something new.
    checkpoint_ms: f64,
    /// When it is due after an act.
    early_checkpoint_ms: f64,
    /// Whether something changed since the last checkpoint.
    trained: bool,
    epoch_stride: Stride,
    batch_stride: Stride,
    last_pieces: u32,
    /// How long the last picture took.
    picture_ms: f64,
    /// Whether a slice was trained since the last picture.
    is_rested: bool,
}

impl Host {
    /// A host without a session yet.
    pub(crate) fn new(now_ms: fn() -> f64, saving: fn() -> Option<&'static Saving>) -> Host {
        Host {
            now_ms,
            saving,
            session: None,
            playing: false,
            turn: 0,
            shown: true,
            pace: Pace::EpochsPerFrame(1),
            job: None,
            waiting: VecDeque::new(),
            stopped: None,
            frame: None,
            owed_epochs: 0,
            next_step_ms: 0.0,
            points_sent: false,
            checkpoint_ms: 0.0,
            early_checkpoint_ms: 0.0,
            trained: false,
            epoch_stride: Stride::default(),
            batch_stride: Stride::default(),
            last_pieces: 0,
            picture_ms: 0.0,
            is_rested: false,
        }
    }

    /// Carries out a request other than a job; what is said about it.
    fn carry_out(&mut self, envelope: Envelope) -> Option<Outgoing> {
        let Envelope { ticket, request, .. } = envelope;
        match request {
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
            Request::Ping => return Some(Outgoing { reply: Reply::Ready, bulk: None }),
            Request::Frame { view } => {
                self.frame = Some((view, (self.now_ms)() + FRAME_WITHIN_MS));
                self.owe();
                return None;
            }
            _ => {}
        }
        let reply = match self.answer(request) {
            Ok(answer) => Reply::Answered { ticket, answer },
            Err(problem) => {
                // The page shows points before they are accepted; these are the ones that hold.
                self.points_sent = false;
                Reply::Refused { ticket, problem }
            }
        };
        Some(Outgoing { reply, bulk: None })
    }

    /// A new session, or the one that a checkpoint holds, with the configuration that was in force since.
    fn begun(&self, config: &Value, checkpoint: &[u8]) -> Result<Session, Problem> {
        let kept = (self.saving)().filter(|_| !checkpoint.is_empty()).and_then(|saving| (saving.unpack)(checkpoint));
        let Some(kept) = kept else { return Session::new(Config::default().merged(config)?) };
        let mut session = kept?;
        let wanted = session.config().merged(config)?;
        if wanted != *session.config() {
            // Every configuration in force was accepted once.
            session.apply(Command::Configure { partial: config.clone() })?;
        }
        Ok(session)
    }

    fn run(&mut self, play: bool) {
        self.playing = play;
        if play {
            self.stopped = None;
        }
        self.owed_epochs = 0;
        self.next_step_ms = (self.now_ms)();
    }

    fn owe(&mut self) {
        if let (true, Pace::EpochsPerFrame(n)) = (self.playing, self.pace) {
            self.owed_epochs = n;
        }
    }

    fn answer(&mut self, request: Request) -> Result<Answer, Problem> {
        if let Request::Start { config, checkpoint } = request {
            self.session = Some(self.begun(&config, &checkpoint)?);
            self.points_sent = false;
            return Ok(Answer::Applied(Box::new(self.applied()?)));
        }
        let saving = (self.saving)();
        let session = self.session.as_mut().ok_or_else(no_session)?;
        match request {
            Request::Apply { command, gesture } => {
                let resets = matches!(command, Command::Reset | Command::LoadModel { .. });
                // During a gesture the page is ahead.
                let before = gesture.is_none().then(|| session.config().points.clone());
                match gesture {
                    Some(gesture) => session.apply_during(gesture, command)?,
                    None => session.apply(command)?,
                }
                (self.points_sent, self.trained, self.stopped) = (false, true, None);
                self.checkpoint_ms = self.checkpoint_ms.min(self.early_checkpoint_ms);
                (self.epoch_stride, self.batch_stride) = Default::default();
                let Config { dataset, points: own, .. } = session.config();
                let points = before.filter(|before| dataset == "own" && before != own).map(|_| own.clone());
                if resets {
                    self.run(false);
                }
                Ok(Answer::Applied(Box::new(Applied { points, ..self.applied()? })))
            }
            Request::Config => Ok(Answer::Config(Box::new(session.config().clone()))),
            Request::Status => Ok(Answer::Status(Box::new(session.status()))),
            Request::Points => Ok(Answer::Points(session.points().to_vec())),
            Request::Model => Ok(Answer::Model((saving.ok_or_else(no_saving)?.model)(session))),
            Request::Predict { points } => Ok(Answer::Prediction(session.predict(&points))),
            _ => Err(Problem::new("request", Rule::Answerable, Found::Another)),
        }
    }

    /// What follows from a change.
    fn applied(&mut self) -> Result<Applied, Problem> {
        let session = self.session.as_mut().ok_or_else(no_session)?;
        let config = Config { points: Vec::new(), ..session.config().clone() };
        Ok(Applied {
            config,
            points: None,
            can_undo: session.can_undo(),
            can_redo: session.can_redo(),
            status: session.status(),
        })
    }

    /// Works for about `budget_ms`: trains what is due, then sends what is wanted. Whoever waits for a picture does not wait for
    /// another slice of training as well, if there was one since the last picture.
    pub(crate) fn work(&mut self, budget_ms: f64) -> Vec<Outgoing> {
        let mut out = Vec::new();
        if self.is_rested {
            self.show(&mut out);
        }
        if out.is_empty() {
            // A large network's pictures take long: training gets no less time than they do.
            self.train(budget_ms.max(self.picture_ms.min(FRAME_WITHIN_MS)), &mut out);
            self.is_rested = true;
            self.show(&mut out);
        }
        out.extend(self.checkpoint());
        out
    }

    /// Makes the picture that is wanted, if it is time to.
    fn show(&mut self, out: &mut Vec<Outgoing>) {
        let now_ms = (self.now_ms)();
        let is_done = self.owed_epochs == 0 && self.job.is_none();
        let Some((look, _)) = self.frame.filter(|(_, until_ms)| is_done || now_ms >= *until_ms) else { return };
        (self.frame, self.is_rested) = (None, false);
        out.extend(self.picture(look));
        self.picture_ms = (self.now_ms)() - now_ms;
    }

    /// The trained state, if it is time to send it away for safety.
    fn checkpoint(&mut self) -> Option<Outgoing> {
        let start_ms = (self.now_ms)();
        if !self.trained || start_ms < self.checkpoint_ms {
            return None;
        }
        let packed = ((self.saving)()?.pack)(self.session.as_ref()?);
        let now_ms = (self.now_ms)();
        let took_ms = now_ms - start_ms;
        self.trained = false;
        self.checkpoint_ms = now_ms + CHECKPOINT_EVERY_MS.max(CHECKPOINT_SHARE * took_ms);
        self.early_checkpoint_ms = now_ms + EARLY_CHECKPOINT_SHARE * took_ms;
        Some(Outgoing { reply: Reply::Checkpoint { packed }, bulk: None })
    }

    /// Whether a picture has been sent.
    pub(crate) fn has_shown(&self) -> bool {
        self.points_sent
    }

    /// When to call `work` again.
    pub(crate) fn wait(&self) -> Wait {
        if self.session.is_none() {
            return Wait::Request;
        }
        if self.job.is_some() || self.frame.is_some() || self.owed_epochs > 0 {
            return Wait::Now;
        }
        match (self.playing, self.pace) {
            (true, Pace::Unlimited) => Wait::Now,
            (true, Pace::StepsPerSecond(_)) => Wait::Ms((self.next_step_ms - (self.now_ms)()).max(0.0)),
            (true, Pace::EpochsPerFrame(_)) if !self.shown => Wait::Ms(HIDDEN_TICK_MS),
            _ if self.trained && (self.saving)().is_some() => Wait::Ms((self.checkpoint_ms - (self.now_ms)()).max(0.0)),
            _ => Wait::Request,
        }
    }

    fn picture(&mut self, look: Look) -> Option<Outgoing> {
        let session = self.session.as_mut()?;
        let view = View {
            score: look.score,
            neurons: look.neurons,
            slopes: look.slopes,
            pulls: look.pulls,
            pushes: look.pushes,
            weights: look.weights,
            // The last picture of a run brings its numbers.
            old_losses: look.old_losses && self.playing,
            gradients: look.gradients,
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
        let Snapshot { status, score, neurons, slopes, weights, pulls, pushes, gradients, .. } = snapshot;
        let Snapshot { curve, curve_id, data_changes, points, .. } = snapshot;
        let curve: Vec<CurveEntry> =
            curve.into_iter().map(|entry| (entry.step, entry.epoch, entry.train, entry.test)).collect();
        let head = Head {
            status,
            playing: self.playing,
            stopped: self.stopped,
            turn: self.turn,
            curve,
            curve_from,
            curve_id,
            data_changes,
            points,
        };
        Some(Outgoing {
            reply: Reply::Frame { head: Box::new(head) },
            bulk: Some(Bulk { score, neurons, slopes, weights, pulls, pushes, gradients }),
        })
    }
}

fn no_saving() -> Problem {
    Problem::new("models", Rule::Loaded(Chunk::Models), Found::NoAnswer)
}

fn no_session() -> Problem {
    Problem::new("session", Rule::Started, Found::NoneOfThem)
}

#[cfg(test)]
mod tests;
