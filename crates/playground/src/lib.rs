//! The product without a screen: what can be chosen, the points it makes, the session that learns from them.
//!
//! Invariants: a configuration that validates cannot fail or panic later; the same configuration, seed and commands give the
//! same bits everywhere. The crate deliberately knows no clock, no thread and no browser: the caller says how many steps to take.

pub mod problem;
mod json_reader;
mod base64;
pub mod json_postcard;
mod json_display;
mod activation_curve;
mod task;
mod random;
mod formula;
mod typed_letter;
mod typed_number;
mod typed_matrix;
mod parameter;
pub mod features;
pub mod keys;
pub mod config;
mod units;
pub mod data;
mod command;
mod session;
pub mod insight;
mod query;
mod language;
mod view_settings;
pub mod link;
pub mod goal;
pub mod lesson;
mod log_file;
mod model;
pub mod export;
pub mod table;
mod receipt;
pub mod sketch;

pub use activation_curve::activation_curve;
pub use autodiff::formula::{decimal, plain};
pub use command::Command;
pub use config::{
    BatchSize, Config, InitialWeights, Neuron, Params, Part, Scaling, StopRules, json_number, named, neurons, object,
};
pub use data::Point;
pub use export::Exported;
pub use features::FeatureSet;
pub use json_display::Shown;
pub use language::Language;
pub use model::Model;
pub use parameter::Parameter;
pub use problem::Problem;
pub use query::{Answer, Change, CurvePart, CurvePoint, DEAD, Mark, Points, PreviousRun, Query, SATURATED, Status};
pub use random::RngStream;
pub use receipt::Receipt;
pub use session::{Divergence, ENGINE, Keyframe, Log, Predictor, Progress, Replay, Session, Stop, Trained, Unit};
pub use task::{Task, find_pairing, losses, winner};
pub use typed_matrix::{LayerNumbers, MatrixForm, MatrixMistake, layer_text, typed_layer, typed_matrix};
pub use typed_number::typed_number;
pub use units::{Axis, Units};
pub use view_settings::{
    ALL_LESSONS, CurveAxis, CurveScale, CurveShows, Pace, SPEEDS, Theme, VIEW_SETTINGS, View, ViewSetting, ViewSettings,
};

/// What can be chosen by name, for menus: the vocabulary of `nn`.
pub mod catalog {
    pub use nn::{Param, activation, initialiser, loss, optimiser, penalty, schedule};
}
