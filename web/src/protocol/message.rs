//! What page and worker say to each other: small enums in few bytes, with bulk numbers beside them.
//! Plain data; it knows neither side. Both are the same build, so that the bytes need no names.

use playground::insight::{Look, Looked};
use playground::link::Recording;
use playground::{Answer, Command, Config, CurvePart, Exported, Pace, Point, Problem, Query, Status, Stop, Unit};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The number by which a response finds its request.
pub(crate) type Ticket = u32;

/// The number of a session: a worker holds several.
pub(crate) type SessionId = u32;

/// Whether somebody sees the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sight {
    #[default]
    Seen,
    /// It is a tab behind others: training goes on.
    Hidden,
    /// It is a frame that its page has scrolled away: training rests, because there may be many.
    Away,
}

/// What the page asks of a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// A new session.
    Start {
        #[serde(with = "playground::json_postcard")]
        config: Value,
        kept: Kept,
    },
    /// A change; the response says what followed from it.
    Apply {
        command: Command,
        /// Changes with the same number are one change to undo.
        gesture: Option<u32>,
    },
    /// A job: so many samples, batches or epochs as fast as possible. The response comes when they are done.
    Train {
        unit: Unit,
        n: u32,
    },
    /// Whether to train continuously; frames carry the number of the last turn that the session heard of. No response.
    Run {
        play: bool,
        turn: u32,
    },
    /// How fast to train continuously. No response.
    Pace {
        pace: Pace,
    },
    /// Whether the page is seen; when it is not, nobody asks for frames. No response.
    Seen {
        sight: Sight,
    },
    /// Whether the worker lives. The reply is [`Reply::Ready`].
    Ping,
    /// What the visible views need. The reply is a frame with an answer to each query, in their order.
    Frame {
        queries: Vec<Query>,
        /// Whether losses may be older: numbers are not written with this frame.
        old_losses: bool,
    },
    Config,
    Status,
    Points,
    Model,
    /// The model in a format for another program.
    Export {
        format: String,
    },
    /// What a picture shows of the run.
    See(Sights),
    /// What was done to the run, as JSON.
    Log,
    /// The fragment of a link that makes the run again.
    ReplayLink,
    /// A job: makes the run of a link again, which began with `config`, and goes on with it.
    Replay {
        config: Box<Config>,
        recording: Recording,
    },
    /// A job: the predictions at these positions, at the weights of this moment.
    Predict {
        points: Vec<[f32; 2]>,
    },
    /// A job: a look inside a step of training, at the weights of this moment.
    Look(Look),
    /// Ends the job with this ticket. Training stops where it is; other jobs are refused. No response of its own.
    Cancel {
        job: Ticket,
    },
}

impl Request {
    /// Whether the response needs the code that packs, unpacks and writes models.
    pub(crate) fn needs_saving(&self) -> bool {
        match self {
            Request::Start { kept, .. } => *kept != Kept::Nothing,
            request => {
                matches!(request, Request::Model | Request::Log | Request::ReplayLink | Request::Replay { .. })
            }
        }
    }
}

/// The packed checkpoint from which a new session goes on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum Kept {
    #[default]
    Nothing,
    /// Of the session that it replaces.
    AfterCrash(#[serde(with = "super::bytes")] Vec<u8>),
    /// Of an earlier visit: it holds only if its configuration is the one that is wanted.
    AfterVisit(#[serde(with = "super::bytes")] Vec<u8>),
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Resumed {
    /// There was nothing, or it was another run.
    #[default]
    Nothing,
    Run,
    Unreadable,
}

/// A request under its ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// First, so that a message which cannot be read can still be refused.
    pub(crate) ticket: Ticket,
    pub(crate) session: SessionId,
    /// A program's calls keep their order, however long one takes; a person's changes overtake them.
    pub(crate) in_turn: bool,
    pub(crate) request: Request,
}

/// What became of the own points of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum OwnPoints {
    #[default]
    Same,
    /// They are what the page made of them when it edited them.
    Edited,
    New(Vec<Point>),
}

/// What followed from a change: everything that the page needs to show it and to write its link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Applied {
    /// The configuration now in force, without own points.
    pub(crate) config: Config,
    pub(crate) own_points: OwnPoints,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    pub(crate) status: Status,
    /// Of a start: whether an earlier run goes on.
    pub(crate) resumed: Resumed,
}

/// Of what a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sights {
    /// The plane with its points, and those of its kinds of arrows that are wanted: slopes, pulls on points, shifts of the boundary.
    Plot {
        arrows: [bool; 3],
    },
    Diagram,
    Curve,
}

/// The run as a picture shows it, all of one moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) config: Config,
    pub(crate) status: Status,
    pub(crate) points: Vec<Point>,
    /// Of the plot the scores and its three kinds of arrows; of the diagram weights, pictures and states of the neurons.
    pub(crate) numbers: Vec<Vec<f32>>,
    pub(crate) curve: CurvePart,
}

/// The response to a request.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Response {
    /// After a start or a change.
    Applied(Box<Applied>),
    Config(Box<Config>),
    Status(Box<Status>),
    Points(Vec<Point>),
    Model(#[serde(with = "playground::json_postcard")] Value),
    /// With what a file of it is called, and the step of the run.
    Exported {
        exported: Exported,
        file: String,
        step: u64,
    },
    Seen(Box<Seen>),
    Log(#[serde(with = "playground::json_postcard")] Value),
    /// With the numbers of the run where it ends.
    ReplayLink {
        link: String,
        status: Box<Status>,
    },
    Prediction(Vec<Vec<f32>>),
    /// What a look shows.
    Look(Looked),
}

/// What the worker says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The worker runs and listens.
    Ready,
    Answered {
        ticket: Ticket,
        response: Response,
    },
    Refused {
        ticket: Ticket,
        problem: Problem,
    },
    /// How much of a job is done.
    Progress {
        ticket: Ticket,
        done: u64,
        of: u64,
    },
    /// The answers travel beside it.
    Frame {
        head: Box<Head>,
    },
    /// The trained state, to resume from if the worker dies.
    Checkpoint {
        /// A packed [`Keyframe`](playground::Keyframe), which is only unpacked after a crash or by the next visit.
        #[serde(with = "super::bytes")]
        packed: Vec<u8>,
    },
    /// The worker's own fault; it is dead now.
    Panicked {
        details: String,
    },
}

/// Why the worker is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Death {
    /// The browser ended it and did not say why.
    Unexplained,
    /// It did not answer for a long time.
    Silent,
    /// This browser has no message channels.
    NoChannel,
    /// What it or the browser said.
    Told(String),
}

/// What every frame says, whatever was asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) status: Status,
    pub(crate) playing: bool,
    /// Why training last ended by itself, if nothing changed since.
    pub(crate) stopped: Option<Stop>,
    /// The last `Run` that the session heard of.
    pub(crate) turn: u32,
}

/// A reply of a session, with the answers of a frame.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) session: SessionId,
    pub(crate) reply: Reply,
    pub(crate) answers: Vec<Answer>,
}
