//! What is exported of a run: what is wanted, of what pictures are and how, and what came of it. It knows neither who wants it nor how
//! it is made.

use playground::Exported;

use crate::protocol::message::Sights;
use crate::store::state::State;

/// A format, and how a picture is to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) format: String,
    pub(crate) options: Options,
}

/// What was exported.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) exported: Exported,
    /// What a file of it is called.
    pub(crate) file: String,
    /// The step of the run.
    pub(crate) step: u64,
}

/// Of what a picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Of {
    #[default]
    Plot,
    Diagram,
    Curve,
}

impl Of {
    pub(crate) const ALL: [Of; 3] = [Of::Plot, Of::Diagram, Of::Curve];

    /// Its word in calls and names of files.
    pub(crate) fn name(self) -> &'static str {
        ["plot", "diagram", "curve"][self as usize]
    }

    /// What is asked of the session.
    pub(crate) fn sights(self, state: &State) -> Sights {
        let view = &state.view_settings;
        match self {
            Of::Plot => Sights::Plot { arrows: [view.slope_field, view.point_pull, view.boundary_push] },
            Of::Diagram => Sights::Diagram,
            Of::Curve => Sights::Curve,
        }
    }
}

/// How a picture is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Options {
    pub(crate) of: Of,
    /// Pixels of a PNG for each of the picture's.
    pub(crate) scale: f64,
    /// `light` or `dark`; that of the page where it is not said.
    pub(crate) theme: Option<&'static str>,
}

impl Options {
    /// The scales that there are.
    pub(crate) const SCALES: std::ops::RangeInclusive<f64> = 0.25..=4.0;
    /// The themes that can be wanted.
    pub(crate) const THEMES: [&str; 2] = ["light", "dark"];
}

impl Default for Options {
    fn default() -> Options {
        Options { of: Of::default(), scale: 2.0, theme: None }
    }
}

/// The kinds of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Png,
    Svg,
}

impl Kind {
    /// The kind of this format, if it is a picture's.
    pub(crate) fn of(format: &str) -> Option<Kind> {
        match format {
            "png" => Some(Kind::Png),
            "svg" => Some(Kind::Svg),
            _ => None,
        }
    }
}
