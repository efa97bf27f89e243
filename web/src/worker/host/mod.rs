//! The session and what it owes to the page: requests come in, replies go out, training happens in between in slices.
//! The only file that calls a session. Knows neither worker nor document; the clock comes in as a function.

use std::collections::VecDeque;

use playground::problem::{Chunk, Found, Rule};
use playground::{Command, Config, Pace, Problem, Query, Session, Stop};

use self::jobs::{LookingInside, Predicting, Training};
use self::replaying::Replaying;
use super::exporting::exporter;
use super::saving::Saving;
use super::schedule::Stride;
use crate::protocol::message::{
    Applied, Envelope, Head, Outgoing, OwnPoints, Reply, Request, Response, Resumed, SessionId, Sight,
};

mod jobs;
mod looking;
mod replaying;
mod request_queue;
mod starting;

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

impl Wait {
    /// The one that ends first.
    pub(crate) fn sooner(self, other: Wait) -> Wait {
        match (self, other) {
            (Wait::Now, _) | (_, Wait::Now) => Wait::Now,
            (Wait::Request, wait) | (wait, Wait::Request) => wait,
            (Wait::Ms(a), Wait::Ms(b)) => Wait::Ms(a.min(b)),
        }
    }
}

/// A frame is sent at the latest this long after it was asked for, done or not: the page must not seem frozen.
const FRAME_WITHIN_MS: f64 = 24.0;
/// How often a hidden page's worker does what a frame would have caused.
const HIDDEN_TICK_MS: f64 = 16.0;
/// How often a worker that trains by the clock looks at it.
const CLOCK_TICK_MS: f64 = 8.0;
/// How often the trained state is sent away for safety.
const CHECKPOINT_EVERY_MS: f64 = 700.0;
/// Checkpoints of large networks and many points come so much less often that they cost a fiftieth of the time at most.
const CHECKPOINT_SHARE: f64 = 50.0;
/// After a person's act they come at once, or when the last one's cost is ten times in the past.
const EARLY_CHECKPOINT_SHARE: f64 = 10.0;
/// The same where nothing trains by itself, whom they could slow down.
const PAUSED_CHECKPOINT_SHARE: f64 = 2.0;

/// A frame that was asked for.
#[derive(Debug)]
struct Wanted {
    queries: Vec<Query>,
    old_losses: bool,
    /// It is sent at the latest now, whatever is still to be trained for it.
    until_ms: f64,
}

/// A session with its duties.
pub(crate) struct Host {
    id: SessionId,
    now_ms: fn() -> f64,
    /// What packs and writes the state, if it has come: training never waits for it.
    saving: fn() -> Option<&'static Saving>,
    session: Option<Session>,
    playing: bool,
    turn: u32,
    sight: Sight,
    pace: Pace,
    /// The step that is under way.
    training: Option<Training>,
    /// What has to wait for it, in its order.
    waiting: VecDeque<Envelope>,
    /// Predictions that are under way.
    predicting: VecDeque<Predicting>,
    /// Looks inside a step that are under way.
    looks: VecDeque<LookingInside>,
    /// A run that is being made again.
    replaying: Option<Replaying>,
    /// Why training last ended by itself.
    stopped: Option<Stop>,
    frame: Option<Wanted>,
    /// Epochs still to be trained for the frame that was asked for.
    owed_epochs: u32,
    next_step_ms: f64,
    has_shown: bool,
    /// When the next checkpoint is due, if there is something new.
    checkpoint_ms: f64,
    /// When it is due after an act.
    early_checkpoint_ms: f64,
    /// Whether something changed since the last checkpoint.
    trained: bool,
    epoch_stride: Stride,
    batch_stride: Stride,
    last_pieces: u32,
    /// How long the last frame took.
    frame_ms: f64,
    /// Whether a slice was trained since the last frame.
    is_rested: bool,
}

impl Host {
    /// A host without a session yet.
    pub(crate) fn new(id: SessionId, now_ms: fn() -> f64, saving: fn() -> Option<&'static Saving>) -> Host {
        Host {
            id,
            now_ms,
            saving,
            session: None,
            playing: false,
            turn: 0,
            sight: Sight::Seen,
            pace: Pace::EpochsPerFrame(1),
            training: None,
            waiting: VecDeque::new(),
            predicting: VecDeque::new(),
            looks: VecDeque::new(),
            replaying: None,
            stopped: None,
            frame: None,
            owed_epochs: 0,
            next_step_ms: 0.0,
            has_shown: false,
            checkpoint_ms: 0.0,
            early_checkpoint_ms: 0.0,
            trained: false,
            epoch_stride: Stride::default(),
            batch_stride: Stride::default(),
            last_pieces: 0,
            frame_ms: 0.0,
            is_rested: false,
        }
    }

    fn says(&self, reply: Reply) -> Outgoing {
        Outgoing { session: self.id, reply, answers: Vec::new() }
    }

    /// Carries out a request other than training for a number of steps; what is said about it.
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
            Request::Seen { sight } => {
                self.sight = sight;
                if sight != Sight::Seen {
                    // Who leaves may not come back to this page.
                    self.hurry_checkpoint();
                }
                return None;
            }
            Request::Ping => return Some(self.says(Reply::Ready)),
            Request::Frame { queries, old_losses } => {
                self.frame = Some(Wanted { queries, old_losses, until_ms: (self.now_ms)() + FRAME_WITHIN_MS });
                self.owe();
                return None;
            }
            Request::Replay { config, recording } if self.session.is_some() => {
                return self.begin_replaying(ticket, *config, &recording);
            }
            Request::Look(look) => return self.begin_look(ticket, &look),
            Request::Predict { points } if self.session.is_some() => {
                self.begin_predicting(ticket, points);
                return None;
            }
            _ => {}
        }
        let reply = match self.respond(request) {
            Ok(response) => Reply::Answered { ticket, response },
            Err(problem) => Reply::Refused { ticket, problem },
        };
        Some(self.says(reply))
    }

    fn run(&mut self, play: bool) {
        if self.playing && !play {
            self.hurry_checkpoint();
        }
        self.playing = play;
        if play {
            self.stopped = None;
        }
        self.owed_epochs = 0;
        self.next_step_ms = (self.now_ms)();
    }

    /// Whether training goes on by itself.
    fn trains(&self) -> bool {
        self.playing && self.sight != Sight::Away
    }

    fn owe(&mut self) {
        if let (true, Pace::EpochsPerFrame(n)) = (self.trains(), self.pace) {
            self.owed_epochs = n;
        }
    }

    fn respond(&mut self, request: Request) -> Result<Response, Problem> {
        if let Request::Start { config, kept } = request {
            let (session, resumed) = self.begun(&config, &kept)?;
            let own = session.config().points.clone();
            self.session = Some(session);
            // Who goes on from an earlier run keeps it as its own.
            self.trained = resumed == Resumed::Run;
            self.hurry_checkpoint();
            return Ok(Response::Applied(Box::new(Applied { resumed, ..self.applied(OwnPoints::New(own))? })));
        }
        let saving = (self.saving)();
        let session = self.session.as_mut().ok_or_else(no_session)?;
        match request {
            Request::Apply { command, gesture } => self.apply(command, gesture),
            Request::Config => Ok(Response::Config(Box::new(session.config().clone()))),
            Request::Status => Ok(Response::Status(Box::new(session.status()))),
            Request::Points => Ok(Response::Points(session.points().to_vec())),
            Request::Model => Ok(Response::Model((saving.ok_or_else(no_saving)?.model)(session))),
            Request::Export { format } => {
                let missing = || Problem::new("export", Rule::Loaded(Chunk::Exports), Found::NoAnswer);
                let (exported, file) = (exporter().ok_or_else(missing)?.export)(session, &format)?;
                Ok(Response::Exported { exported, file: file.into(), step: session.status().step })
            }
            Request::See(sights) => {
                let missing = || Problem::new("export", Rule::Loaded(Chunk::Exports), Found::NoAnswer);
                Ok(Response::Seen(Box::new((exporter().ok_or_else(missing)?.see)(session, sights))))
            }
            Request::Log => Ok(Response::Log((saving.ok_or_else(no_saving)?.log)(session))),
            Request::ReplayLink => {
                let link = (saving.ok_or_else(no_saving)?.replay_link)(session)?;
                Ok(Response::ReplayLink { link, status: Box::new(session.status()) })
            }
            _ => Err(Problem::new("request", Rule::Answerable, Found::Another)),
        }
    }

    fn apply(&mut self, command: Command, gesture: Option<u32>) -> Result<Response, Problem> {
        let session = self.session.as_mut().ok_or_else(no_session)?;
        let resets = matches!(command, Command::Reset | Command::LoadModel { .. });
        // The page has made these changes itself already.
        let is_known = gesture.is_some()
            && matches!(command, Command::AddPoints { .. } | Command::PutPoint { .. } | Command::RemovePoints { .. });
        let before = session.config().points.clone();
        match gesture {
            Some(gesture) => session.apply_during(gesture, command)?,
            None => session.apply(command)?,
        }
        let now = &session.config().points;
        let own_points = match (*now == before, is_known) {
            (true, _) => OwnPoints::Same,
            (false, true) => OwnPoints::Edited,
            (false, false) => OwnPoints::New(now.clone()),
        };
        self.changed();
        if resets {
            self.run(false);
        }
        Ok(Response::Applied(Box::new(self.applied(own_points)?)))
    }

    /// Notes that the session is another one than the last checkpoint's.
    fn changed(&mut self) {
        (self.trained, self.stopped) = (true, None);
        self.hurry_checkpoint();
        (self.epoch_stride, self.batch_stride) = Default::default();
    }

    /// What follows from a change.
    fn applied(&mut self, own_points: OwnPoints) -> Result<Applied, Problem> {
        let session = self.session.as_mut().ok_or_else(no_session)?;
        let config = Config { points: Vec::new(), ..session.config().clone() };
        Ok(Applied {
            config,
            own_points,
            can_undo: session.can_undo(),
            can_redo: session.can_redo(),
            status: session.status(),
            resumed: Resumed::Nothing,
        })
    }

    /// Works for about `budget_ms`: trains what is due, then sends the frame that is wanted, which does not wait for another slice
    /// of training if there was one since the last frame. Jobs that only read share the time with training.
    pub(crate) fn work(&mut self, budget_ms: f64) -> Vec<Outgoing> {
        let mut out = Vec::new();
        if self.is_rested {
            out.extend(self.due_frame());
        }
        if out.is_empty() {
            let share = if self.predicting.is_empty() && self.looks.is_empty() { 1.0 } else { 0.5 };
            self.predict(share * budget_ms, &mut out);
            self.look(share * budget_ms, &mut out);
            self.replay(share * budget_ms, &mut out);
            // A large network's frames take long: training gets no less time than they do.
            self.train(share * budget_ms.max(self.frame_ms.min(FRAME_WITHIN_MS)), &mut out);
            self.is_rested = true;
            out.extend(self.due_frame());
        }
        out.extend(self.checkpoint());
        out
    }

    /// The frame that is wanted, if it is time to send it.
    fn due_frame(&mut self) -> Option<Outgoing> {
        let now_ms = (self.now_ms)();
        let is_done = self.owed_epochs == 0 && self.training.is_none();
        let wanted = self.frame.take_if(|wanted| is_done || now_ms >= wanted.until_ms)?;
        self.is_rested = false;
        let session = self.session.as_mut()?;
        // The last frame of a run brings its numbers.
        let status = if wanted.old_losses && self.playing { session.quick_status() } else { session.status() };
        let answers = wanted.queries.iter().map(|query| session.answer(query)).collect();
        let head = Head { status, playing: self.playing, stopped: self.stopped, turn: self.turn };
        self.has_shown = true;
        self.frame_ms = (self.now_ms)() - now_ms;
        Some(Outgoing { session: self.id, reply: Reply::Frame { head: Box::new(head) }, answers })
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
        let early_share = if self.playing { EARLY_CHECKPOINT_SHARE } else { PAUSED_CHECKPOINT_SHARE };
        self.early_checkpoint_ms = now_ms + early_share * took_ms;
        Some(self.says(Reply::Checkpoint { packed }))
    }

    /// An act is over: a paused run can be left at once.
    fn hurry_checkpoint(&mut self) {
        self.checkpoint_ms = self.checkpoint_ms.min(self.early_checkpoint_ms);
    }

    /// Whether a frame has been sent.
    pub(crate) fn has_shown(&self) -> bool {
        self.has_shown
    }

    /// When to call `work` again.
    pub(crate) fn wait(&self) -> Wait {
        if self.session.is_none() {
            return Wait::Request;
        }
        let has_job = self.training.is_some() || self.replaying.is_some() || !self.looks.is_empty();
        if has_job || !self.predicting.is_empty() || self.frame.is_some() || self.owed_epochs > 0 {
            return Wait::Now;
        }
        match (self.trains(), self.pace) {
            (true, Pace::Unlimited) => Wait::Now,
            (true, Pace::StepsPerSecond(_)) => Wait::Ms((self.next_step_ms - (self.now_ms)()).max(0.0)),
            (true, Pace::EpochsPerSecond(_)) => Wait::Ms(CLOCK_TICK_MS),
            (true, Pace::EpochsPerFrame(_)) if self.sight != Sight::Seen => Wait::Ms(HIDDEN_TICK_MS),
            _ if self.trained && (self.saving)().is_some() => Wait::Ms((self.checkpoint_ms - (self.now_ms)()).max(0.0)),
            _ => Wait::Request,
        }
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
