//! What a link is read into.

use std::borrow::Cow;

use crate::config::Config;
use crate::problem::Problem;
use crate::view_settings::ViewSettings;

/// So many notes are made at most: they are read by a person.
pub(super) const MOST_NOTES: usize = 12;

/// What a link stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The configuration; it validates.
    pub config: Config,
    /// What is only about looking.
    pub view_settings: ViewSettings,
    /// Whether training starts by itself.
    pub play: bool,
    /// What was not taken over as it stood, each with its reason.
    pub notes: Vec<Problem>,
}

impl Opened {
    /// What stands for nothing but the default.
    pub fn nothing() -> Opened {
        Opened { config: Config::default(), view_settings: ViewSettings::default(), play: false, notes: Vec::new() }
    }

    /// Whether nothing of the link could be taken over, so that it stands for nothing.
    pub fn is_refused(&self) -> bool {
        !self.notes.is_empty() && self.config == Config::default() && self.view_settings == ViewSettings::default()
    }
}

/// A key of a fragment with its text, decoded.
pub(super) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);
