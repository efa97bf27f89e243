//! What is said of a prediction that is drawn before training, in every language. Apart from [`Words`], because few visitors draw one.

use playground::{Axis, Config, Task, Units};

use crate::Words;
use crate::template::Template;

/// The texts about sketches in one language.
#[derive(Debug)]
pub struct SketchWords {
    /// What the tools and the drawing are called.
    pub prediction: &'static str,
    /// What is drawn on.
    pub face: &'static str,
    /// The tools.
    pub tool: &'static str,
    /// Brush, fill, eraser; on a curve the first is a pencil, and there is no fill.
    pub tools: [&'static str; 3],
    /// The pencil.
    pub pencil: &'static str,
    /// What fill does.
    pub fill_why: &'static str,
    /// A brush that paints more at once.
    pub wide: &'static str,
    /// The button that takes the drawing away.
    pub clear: &'static str,
    /// The button that ends drawing.
    pub done: &'static str,
    /// What that does.
    pub done_why: &'static str,
    /// The button that shows where sketch and network differ.
    pub difference: &'static str,
    /// The keys of the drawing.
    pub keys: &'static str,
    /// Where the pen is, and how it is said to be down, or up.
    pub pen: [&'static str; 2],
    how_region: Template<1>,
    how_curve: &'static str,
    untrained: &'static str,
    agreement: Template<2>,
    off: Template<1>,
    off_in: Template<2>,
    at: Template<3>,
    inside: &'static str,
    outside: &'static str,
}

/// What is known of a sketch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sketched {
    /// The class whose part of the plane is painted, counted from 1.
    pub class: usize,
    /// Whether nothing is drawn.
    pub is_empty: bool,
    /// Whether the network has been trained.
    pub is_trained: bool,
    /// The share of the plane on which both agree; of a curve how far it is off on the plane.
    pub score: Option<f64>,
}

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts of each language by its tag.
        static ALL: &[(&str, &SketchWords)] = &[$((crate::$file::TAG, &$file::SKETCH)),*];
    };
}
playground::for_languages!(languages);

impl SketchWords {
    /// The texts in the language of these words.
    pub fn of(words: &Words) -> &'static SketchWords {
        ALL.iter().find(|(tag, _)| *tag == words.tag).map_or(ALL[0].1, |(_, texts)| texts)
    }

    /// What is to be done, or what came of it.
    pub fn said(&self, words: &Words, config: &Config, sketched: &Sketched) -> String {
        let is_curve = config.task == Task::Curve;
        match sketched {
            Sketched { is_empty: true, .. } if is_curve => self.how_curve.into(),
            Sketched { is_empty: true, class, .. } => self.how_region.with([&words.class(config, *class)]),
            Sketched { is_trained: false, .. } | Sketched { score: None, .. } => self.untrained.into(),
            Sketched { score: Some(score), .. } if is_curve => self.curve_score(words, config, *score),
            Sketched { score: Some(score), class, .. } => {
                self.agreement.with([&words.percent(*score), &words.class(config, *class)])
            }
        }
    }

    /// How far a curve is off, in the units of its axis.
    fn curve_score(&self, words: &Words, config: &Config, score: f64) -> String {
        let units = Units::of(config);
        let scale = units.along(Axis::Value).1;
        let off = words.in_units(score * scale, scale);
        match units.name(Axis::Value) {
            Some(name) => self.off_in.with([&off, name]),
            None => self.off.with([&off]),
        }
    }

    /// What stands where the cursor is.
    pub fn place(&self, words: &Words, config: &Config, (x, y): (f32, f32), is_inside: bool) -> String {
        let along = |axis: Axis, at: f32| words.measured(config, axis, at);
        let said = if is_inside { self.inside } else { self.outside };
        self.at.with([&along(Axis::X, x), &along(Axis::Y, y), said])
    }
}

#[cfg(test)]
mod tests;
