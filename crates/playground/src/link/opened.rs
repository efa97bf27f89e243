//! What a link is read into.

use std::borrow::Cow;

use super::recording::Recording;
use crate::config::Config;
use crate::problem::Problem;
use crate::view_settings::ViewSettings;

/// The most notes: a person reads them.
pub(super) const MOST_NOTES: usize = 12;

/// What a link encodes.
#[derive(Debug, PartialEq)]
pub struct Opened {
    /// The configuration; it validates.
    pub config: Config,
    /// The view settings.
    pub view_settings: ViewSettings,
    /// Whether training starts by itself.
    pub play: bool,
    /// The run that began with this configuration, to be made again.
    pub replay: Option<Recording>,
    /// What was changed or ignored, each with its reason.
    pub notes: Vec<Problem>,
}

impl Opened {
    /// The default, without notes.
    pub fn nothing() -> Opened {
        Opened {
            config: Config::default(),
            view_settings: ViewSettings::default(),
            play: false,
            replay: None,
            notes: Vec::new(),
        }
    }

    /// Whether nothing of the link could be used.
    pub fn is_refused(&self) -> bool {
        !self.notes.is_empty() && self.config == Config::default() && self.view_settings == ViewSettings::default()
    }
}

/// A key of a fragment with its text, decoded.
pub(super) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);
