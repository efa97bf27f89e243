//! What page and worker say to each other: small enums in few bytes, with bulk numbers beside them.
//! Plain data; knows neither side. Both are the same build, so that the bytes need no names.

use playground::{Command, Config, Pace, Past, Point, Problem, Status, Stop, Unit};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The number by which an answer finds its question.
pub(crate) type Ticket = u32;

/// What the page asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// A new session.
    Start {
        #[serde(with = "playground::json_postcard")]
        config: Value,
        /// The last checkpoint of the session whose place it takes; empty for none.
        checkpoint: Vec<u8>,
    },
    /// A change; answered by what followed from it.
    Apply {
        command: Command,
        /// Changes with the same number are one act to undo.
        gesture: Option<u32>,
    },
    /// So many samples, batches or epochs as fast as possible; answered when they are done.
    Train {
        unit: Unit,
        n: u32,
    },
    /// Whether to go on by itself; heads carry the number of the turn they know of. Not answered.
    Run {
        play: bool,
        turn: u32,
    },
    /// How fast to go on by itself. Not answered.
    Pace {
        pace: Pace,
    },
    /// Whether the page is shown; when it is not, nobody asks for frames. Not answered.
    Shown {
        shown: bool,
    },
    /// Whether anybody is there. Answered by [`Reply::Ready`].
    Ping,
    /// The next picture. Answered by a frame.
    Frame {
        view: Look,
    },
    Config,
    Status,
    Points,
    Model,
    Predict {
        points: Vec<[f32; 2]>,
    },
}

impl Request {
    /// Whether the answer needs what packs, unpacks and writes models.
    pub(crate) fn needs_saving(&self) -> bool {
        match self {
            Request::Start { checkpoint, .. } => !checkpoint.is_empty(),
            request => matches!(request, Request::Model),
        }
    }
}

/// What a session goes on from.
#[derive(Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    #[serde(with = "playground::json_postcard")]
    pub(crate) model: Value,
    /// What can be undone, and where Reset returns to.
    pub(crate) past: Past,
}

/// A request under its ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Envelope {
    pub(crate) ticket: Ticket,
    /// A program's calls keep their order, however long one takes; a person's acts overtake them.
    pub(crate) in_turn: bool,
    pub(crate) request: Request,
}

/// What followed from a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Applied {
    /// The configuration now in force, without own points.
    pub(crate) config: Config,
    /// The points, where a call made others of them the visitor's own; else frames bring them.
    pub(crate) points: Option<Vec<Point>>,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    pub(crate) status: Status,
}

/// What is visible and has to be computed: sizes per side, 0 for what is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Look {
    pub(crate) score: usize,
    pub(crate) neurons: usize,
    pub(crate) slopes: usize,
    /// So many arrows at most.
    pub(crate) pulls: usize,
    pub(crate) pushes: usize,
    pub(crate) weights: bool,
    /// Whether losses may be older: numbers are not written with this picture.
    pub(crate) old_losses: bool,
    /// The gradient by each weight, while somebody asks about one.
    pub(crate) gradients: bool,
    /// The first entry of the curve that the page does not have yet.
    pub(crate) curve_from: usize,
    /// The history that `curve_from` counts in.
    pub(crate) curve_id: u32,
}

/// An answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// After a start or a change.
    Applied(Box<Applied>),
    Config(Box<Config>),
    Status(Box<Status>),
    Points(Vec<Point>),
    Model(#[serde(with = "playground::json_postcard")] Value),
    Prediction(Vec<Vec<f32>>),
}

/// What the worker says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The worker runs and listens.
    Ready,
    Answered {
        ticket: Ticket,
        answer: Answer,
    },
    Refused {
        ticket: Ticket,
        problem: Problem,
    },
    /// A picture; its bulk numbers travel beside it.
    Frame {
        head: Box<Head>,
    },
    /// The trained state, to go on from if the worker dies.
    Checkpoint {
        /// A packed [`Checkpoint`], which nobody unpacks as long as all goes well.
        packed: Vec<u8>,
    },
    /// The worker's own mistake; it is dead now.
    Panicked {
        details: String,
    },
}

/// One entry of the loss curve: steps made, epochs completed, training loss, test loss (none without test points).
pub(crate) type CurveEntry = (u64, u64, Option<f64>, Option<f64>);

/// The small part of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) status: Status,
    pub(crate) playing: bool,
    /// Why training last ended by itself, if nothing changed since.
    pub(crate) stopped: Option<Stop>,
    /// The last `Run` that was heard of.
    pub(crate) turn: u32,
    /// Entries of the loss curve from `curve_from` on.
    pub(crate) curve: Vec<CurveEntry>,
    pub(crate) curve_from: usize,
    pub(crate) curve_id: u32,
    /// The steps before which other points came.
    pub(crate) data_changes: Vec<u64>,
    /// The points, if they changed since they were last sent.
    pub(crate) points: Option<Vec<Point>>,
}

/// The bulk part of a picture, in the order in which it travels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bulk {
    pub(crate) score: Vec<f32>,
    pub(crate) neurons: Vec<f32>,
    pub(crate) slopes: Vec<f32>,
    pub(crate) weights: Vec<f32>,
    pub(crate) pulls: Vec<f32>,
    pub(crate) pushes: Vec<f32>,
    pub(crate) gradients: Vec<f32>,
}

impl Bulk {
    /// The parts in their order.
    pub(crate) fn parts(&self) -> [&[f32]; 7] {
        [&self.score, &self.neurons, &self.slopes, &self.weights, &self.pulls, &self.pushes, &self.gradients]
    }
}

/// A reply with the numbers that belong to it.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) reply: Reply,
    pub(crate) bulk: Option<Bulk>,
}
