//! What a picture is made of, from the lowest layer to the highest: paths, texts and squares of pixels at places in style-sheet pixels. It
//! knows neither SVG nor canvas, which draw the same scene.

use crate::draw::color::Rgb;

/// A picture.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) size: (f64, f64),
    /// The language of its texts.
    pub(super) language: &'static str,
    /// What it is, and what is seen, for those who do not see it.
    pub(super) title: String,
    pub(super) about: String,
    pub(super) ground: Rgb,
    pub(super) layers: Vec<Layer>,
}

/// Things that belong together.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// What they are, for who opens the file.
    pub(super) name: &'static str,
    /// Left, top, width and height beyond which nothing is drawn.
    pub(super) clip: Option<[f64; 4]>,
    pub(super) items: Vec<Item>,
}

/// A colour and how strong it is.
pub(super) type Ink = (Rgb, f32);

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) ink: Ink,
    pub(super) width: f64,
    /// Stroke and gap.
    pub(super) dash: Option<[f64; 2]>,
}

/// Which side of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    Middle,
    End,
}

impl Side {
    /// The word for it in SVG.
    pub(super) fn word(self) -> &'static str {
        match self {
            Side::Start => "start",
            Side::Middle => "middle",
            Side::End => "end",
        }
    }
}

/// One thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// A path in the language of SVG, which canvases read too.
    Path { d: String, fill: Option<Ink>, stroke: Option<Stroke> },
    /// A line of text around the height of its place.
    Text {
        text: String,
        at: (f64, f64),
        side: Side,
        color: Rgb,
        is_bold: bool,
        /// Written upwards.
        is_turned: bool,
    },
    /// RGBA, `columns` to a row, stretched.
    Pixels {
        pixels: Vec<u8>,
        columns: usize,
        /// Left, top, width, height.
        place: [f64; 4],
        alpha: f32,
    },
}

/// The size of all texts.
pub(super) const TEXT_PX: f64 = 13.0;

impl Layer {
    /// An empty layer.
    pub(super) fn new(name: &'static str) -> Layer {
        Layer { name, clip: None, items: Vec::new() }
    }

    /// One beyond whose frame nothing is drawn.
    pub(super) fn clipped(name: &'static str, clip: [f64; 4]) -> Layer {
        Layer { clip: Some(clip), ..Layer::new(name) }
    }

    pub(super) fn fill(&mut self, d: String, ink: Ink) {
        self.items.push(Item::Path { d, fill: Some(ink), stroke: None });
    }

    pub(super) fn stroke(&mut self, d: String, ink: Ink, width: f64) {
        self.items.push(Item::Path { d, fill: None, stroke: Some(Stroke { ink, width, dash: None }) });
    }

    pub(super) fn text(&mut self, text: impl Into<String>, at: (f64, f64), side: Side, color: Rgb) {
        self.items.push(Item::Text { text: text.into(), at, side, color, is_bold: false, is_turned: false });
    }
}

/// A number as paths have it.
pub(super) fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// A path through these places.
pub(super) fn through(places: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (index, (x, y)) in places.into_iter().enumerate() {
        d += &format!("{}{} {}", if index == 0 { 'M' } else { 'L' }, px(x), px(y));
    }
    d
}

/// A rectangle.
pub(super) fn rectangle([left, top, width, height]: [f64; 4]) -> String {
    format!("M{} {}h{}v{}h{}Z", px(left), px(top), px(width), px(height), px(-width))
}

/// A square with round corners.
pub(super) fn rounded(left: f64, top: f64, side: f64, radius: f64) -> String {
    let (inner, r) = (px(side - 2.0 * radius), px(radius));
    let corner = |dx: f64, dy: f64| format!("a{r} {r} 0 0 1 {} {}", px(dx * radius), px(dy * radius));
    format!(
        "M{} {}h{inner}{}v{inner}{}h-{inner}{}v-{inner}{}Z",
        px(left + radius),
        px(top),
        corner(1.0, 1.0),
        corner(-1.0, 1.0),
        corner(-1.0, -1.0),
        corner(1.0, -1.0)
    )
}

/// A full circle.
pub(super) fn disc((x, y): (f64, f64), radius: f64) -> String {
    let r = px(radius);
    format!("M{} {}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0Z", px(x - radius), px(y), px(2.0 * radius), px(2.0 * radius))
}

/// Numbers on an axis from `low` to `high`: round ones, about `wanted` of them.
pub(super) fn ticks(low: f64, high: f64, wanted: f64) -> Vec<f64> {
    let rough = (high - low) / wanted;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|round| round * power).into_iter().find(|step| *step >= rough * 0.999);
    let Some(step) = step.filter(|step| step.is_finite() && *step > 0.0) else { return Vec::new() };
    let (first, last) = ((low / step - 1e-6).ceil() as i64, (high / step + 1e-6).floor() as i64);
    (first..=last).map(|n| n as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_ticks_are_round() {
        assert_eq!([0.0, -0.001, 1.5, 100.0, -3.256].map(px), ["0", "0", "1.5", "100", "-3.26"]);
        assert_eq!(ticks(-6.0, 6.0, 6.0), [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(ticks(12.3, 48.1, 5.0), [20.0, 30.0, 40.0]);
        assert_eq!(ticks(1.0, 1.0, 5.0), [] as [f64; 0]);
        assert_eq!(ticks(0.01, 0.05, 4.0), [0.01, 0.02, 0.03, 0.04, 0.05]);
    }
}
