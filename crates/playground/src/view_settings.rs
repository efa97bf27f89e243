//! View settings: speed, what is drawn over the plane, how the curve is drawn, the theme. Not part of the
//! configuration, but of a link, and kept between visits. Invariant: each has one word in links, stated in one table, and the
//! default is the first visit's. It knows no screen.

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::session::Unit;

/// The speed of training while it plays.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Pace {
    /// Batches per second, for watching single steps.
    StepsPerSecond(f64),
    /// Batches, as many per second as make so many epochs; no choice of the slider, but a first visit's.
    EpochsPerSecond(f64),
    /// Whole epochs per frame.
    EpochsPerFrame(u32),
    /// As fast as the machine can.
    Unlimited,
}

/// The speeds, from slow to fast, each with its word in links: steps per second, epochs per frame.
pub const SPEEDS: [(&str, Pace); 9] = [
    ("1-step", Pace::StepsPerSecond(1.0)),
    ("3-steps", Pace::StepsPerSecond(3.0)),
    ("10-steps", Pace::StepsPerSecond(10.0)),
    ("30-steps", Pace::StepsPerSecond(30.0)),
    ("1-epoch", Pace::EpochsPerFrame(1)),
    ("4-epochs", Pace::EpochsPerFrame(4)),
    ("15-epochs", Pace::EpochsPerFrame(15)),
    ("60-epochs", Pace::EpochsPerFrame(60)),
    ("unlimited", Pace::Unlimited),
];

/// The place in [`SPEEDS`] of a first visit: one epoch per frame.
const FIRST_SPEED: usize = 4;

/// How the axis of the loss is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveScale {
    /// Evenly.
    Linear,
    /// By powers of ten.
    Log,
}

/// What the curve runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveAxis {
    /// Passes over the training points.
    Epochs,
    /// Updates of the weights.
    Steps,
}

/// What the chart shows along a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveShows {
    /// Mean losses.
    Loss,
    /// Accuracies, or R² where values are learnt.
    Fit,
    /// The learning rate.
    Rate,
    /// The length of the gradient in each layer.
    GradientNorm,
}

impl CurveShows {
    /// Everything that can be shown, in menu order.
    pub const ALL: [Self; 4] = [Self::Loss, Self::Fit, Self::Rate, Self::GradientNorm];

    /// The words in links.
    pub const NAMES: &[&str] = &["loss", "accuracy", "learningRate", "gradientNorm"];
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every theme, in menu order.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The playground.
    Playground,
    /// The autodiff lab.
    Lab,
    /// The playground, with the look inside a step open.
    Backprop,
}

/// What is shown, and how; none of it changes a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewSettings {
    /// The place of the chosen speed in [`SPEEDS`].
    pub speed: usize,
    /// What one press of Step does.
    pub step_by: Unit,
    /// Whether arrows show where the score rises.
    pub slope_field: bool,
    /// Whether arrows show where each point's loss would fall.
    pub point_pull: bool,
    /// Whether arrows show where the next step moves the boundary.
    pub boundary_push: bool,
    /// Whether arrows show how far a curve is from each point.
    pub residuals: bool,
    /// Whether test points are drawn.
    pub test_points: bool,
    /// Whether the plane shows predicted classes without confidence.
    pub classes_only: bool,
    /// Whether lines show what each neuron adds to a curve.
    pub contributions: bool,
    /// How the axis of the loss is divided.
    pub curve_scale: CurveScale,
    /// What the curve runs over.
    pub curve_axis: CurveAxis,
    /// What the chart shows along the run.
    pub curve_shows: CurveShows,
    /// Light or dark.
    pub theme: Theme,
    /// The language, where a link says it.
    pub language: Language,
    /// Whether single-key shortcuts work on the whole page.
    pub shortcuts: bool,
    /// What the run is to reach, as it was written; empty where nothing is. Whether it can be read is not known here.
    pub goal: String,
    /// What the page shows.
    pub view: View,
    /// What is in the lab, as [`Definitions`](crate::insight::lab::Definitions) are written; empty for what it begins with.
    pub lab: String,
    /// The lesson that stands beside the playground, as `ID` or `ID/STEP`; [`ALL_LESSONS`] for the list of them, empty for none.
    /// Whether there is such a lesson is not known here.
    pub lesson: String,
}

/// The word in links for the list of lessons.
pub const ALL_LESSONS: &str = "all";

impl Default for ViewSettings {
    fn default() -> Self {
        Self {
            speed: FIRST_SPEED,
            step_by: Unit::Batch,
            slope_field: true,
            point_pull: false,
            boundary_push: false,
            residuals: false,
            test_points: true,
            classes_only: false,
            contributions: false,
            curve_scale: CurveScale::Linear,
            curve_axis: CurveAxis::Epochs,
            curve_shows: CurveShows::Loss,
            theme: Theme::Auto,
            language: Language::Auto,
            shortcuts: true,
            goal: String::new(),
            view: View::Playground,
            lab: String::new(),
            lesson: String::new(),
        }
    }
}

impl ViewSettings {
    /// The chosen speed.
    pub fn pace(&self) -> Pace {
        SPEEDS[self.speed.min(SPEEDS.len() - 1)].1
    }
}

/// A row of the table of view settings: a key of links, its words, and which of them is chosen.
#[derive(Debug)]
pub struct ViewSetting {
    /// The word in links.
    pub name: &'static str,
    /// The words it takes, by place.
    pub words: &'static [&'static str],
    /// The place of the word in force.
    pub read: fn(&ViewSettings) -> usize,
    /// Puts the word at this place in force.
    pub write: fn(&mut ViewSettings, usize),
}

const SWITCH: &[&str] = &["false", "true"];

const SPEED_WORDS: [&str; SPEEDS.len()] = {
    let mut words = [""; SPEEDS.len()];
    let mut place = 0;
    while place < words.len() {
        words[place] = SPEEDS[place].0;
        place += 1;
    }
    words
};

/// A row for one of the switches.
macro_rules! switch {
    ($name:literal, $field:ident) => {
        ViewSetting {
            name: $name,
            words: SWITCH,
            read: |view_settings| usize::from(view_settings.$field),
            write: |view_settings, place| view_settings.$field = place == 1,
        }
    };
}

/// A row for one of the choices, whose variants have the order of their words.
macro_rules! choice {
    ($name:literal, $field:ident, $words:expr, $variants:expr) => {
        ViewSetting {
            name: $name,
            words: $words,
            read: |view_settings| $variants.iter().position(|variant| *variant == view_settings.$field).unwrap_or(0),
            write: |view_settings, place| {
                if let Some(&variant) = $variants.get(place) {
                    view_settings.$field = variant;
                }
            },
        }
    };
}

/// Every view setting, in reading order.
pub static VIEW_SETTINGS: &[ViewSetting] = &[
    ViewSetting {
        name: "speed",
        words: &SPEED_WORDS,
        read: |view_settings| view_settings.speed,
        write: |view_settings, place| view_settings.speed = place,
    },
    choice!("stepBy", step_by, &[Unit::Sample.name(), Unit::Batch.name(), Unit::Epoch.name()], Unit::ALL),
    switch!("slopeField", slope_field),
    switch!("pointPull", point_pull),
    switch!("boundaryPush", boundary_push),
    switch!("residuals", residuals),
    switch!("testPoints", test_points),
    switch!("classesOnly", classes_only),
    switch!("contributions", contributions),
    choice!("curveScale", curve_scale, &["linear", "log"], [CurveScale::Linear, CurveScale::Log]),
    choice!("curveAxis", curve_axis, &["epochs", "steps"], [CurveAxis::Epochs, CurveAxis::Steps]),
    choice!("curveShows", curve_shows, CurveShows::NAMES, CurveShows::ALL),
    choice!("theme", theme, &[Theme::Auto.name(), Theme::Light.name(), Theme::Dark.name()], Theme::ALL),
    choice!("lang", language, Language::NAMES, Language::ALL),
    switch!("shortcuts", shortcuts),
    choice!("view", view, &["playground", "lab", "backprop"], [View::Playground, View::Lab, View::Backprop]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_key_is_read_as_it_was_written() {
        for setting in VIEW_SETTINGS {
            for place in 0..setting.words.len() {
                let mut view_settings = ViewSettings::default();
                (setting.write)(&mut view_settings, place);
                assert_eq!((setting.read)(&view_settings), place, "{}={}", setting.name, setting.words[place]);
            }
        }
    }

    #[test]
    fn keys_and_words_are_their_own() {
        for (idx, setting) in VIEW_SETTINGS.iter().enumerate() {
            assert!(crate::keys::find(setting.name).is_none(), "{}", setting.name);
            assert!(VIEW_SETTINGS[..idx].iter().all(|before| before.name != setting.name), "{}", setting.name);
            for (place, word) in setting.words.iter().enumerate() {
                assert!(!setting.words[..place].contains(word), "{}={word}", setting.name);
            }
        }
    }

    #[test]
    fn the_first_visit_trains_one_epoch_per_picture() {
        assert_eq!(ViewSettings::default().pace(), Pace::EpochsPerFrame(1));
        assert_eq!(ViewSettings { speed: 99, ..ViewSettings::default() }.pace(), Pace::Unlimited);
    }
}
