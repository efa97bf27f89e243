//! Scores over the plane as the pixels of a small picture, which the canvas then stretches.
//! Knows how a score becomes a tint; knows neither canvas nor network.

use playground::winner;

use super::color::{Rgb, Table};

/// How a raw score becomes a number from −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tint {
    /// Twice the probability σ(s), minus one.
    Sigmoid,
    /// tanh s.
    Tanh,
    /// s itself, cut off at ±1.
    Clamp,
    /// s as a share of this reach, cut off there.
    Upto(f32),
}

impl Tint {
    fn of(self, score: f32) -> f32 {
        match self {
            Tint::Sigmoid => (score * 0.5).tanh(),
            Tint::Tanh => score.tanh(),
            Tint::Clamp | Tint::Upto(_) => score,
        }
    }
}

/// Paints one plane of scores into `pixels` (RGBA). With `only_sign`, only the side of the boundary is shown.
pub(crate) fn paint(scores: &[f32], tint: Tint, only_sign: bool, table: &Table, pixels: &mut Vec<u8>) {
    let color_of = |score: f32| {
        let t = if only_sign { if score >= 0.0 { 1.0 } else { -1.0 } } else { tint.of(score) };
        let Rgb(red, green, blue) = table.at(t);
        [red, green, blue, 255]
    };
    // Looked up by score: a tint of its own for each of half a million pixels would be felt.
    let colors: [[u8; 4]; ENTRIES + 1] =
        std::array::from_fn(|entry| color_of((entry as f32 - ENTRIES as f32 / 2.0) / ENTRIES_PER_UNIT));
    pixels.resize(scores.len() * 4, 255);
    let entries_per_unit = if let Tint::Upto(reach) = tint { ENTRIES_PER_UNIT / reach } else { ENTRIES_PER_UNIT };
    for (pixel, &score) in pixels.chunks_exact_mut(4).zip(scores) {
        let entry = (score * entries_per_unit + ENTRIES as f32 / 2.0).clamp(0.0, ENTRIES as f32);
        // The sign decides what is shown at zero, so it may not be rounded away.
        let entry = if only_sign && score < 0.0 { 0.0 } else { entry };
        pixel.copy_from_slice(if score.is_nan() { &colors[ENTRIES / 2] } else { &colors[entry as usize] });
    }
}

/// Colours are looked up in so many entries…
const ENTRIES: usize = 2048;
/// …of which so many lie between one score and the next: scores beyond ±8 have the colours of the ends.
const ENTRIES_PER_UNIT: f32 = 128.0;

/// Paints `colors.len()` planes of scores: the leading class's colour, as strong as its softmax share is above chance.
pub(crate) fn paint_classes(planes: &[f32], colors: &[Rgb], middle: Rgb, only_winner: bool, pixels: &mut Vec<u8>) {
    pixels.clear();
    let n_classes = colors.len().max(1);
    let cells = planes.len() / n_classes;
    let chance = 1.0 / n_classes as f32;
    for cell in 0..cells {
        let score = |class: usize| planes[class * cells + cell];
        let winner = winner(n_classes, score);
        let total: f32 = (0..n_classes).map(|class| (score(class) - score(winner)).exp()).sum();
        let strength = if only_winner { 1.0 } else { (1.0 / total - chance) / (1.0 - chance) };
        let color = colors.get(winner).copied().unwrap_or(middle);
        push(pixels, middle.mixed(color, 0.1 + 0.5 * strength));
    }
}

fn push(pixels: &mut Vec<u8>, color: Rgb) {
    pixels.extend_from_slice(&[color.0, color.1, color.2, 255]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table::diverging(Rgb(255, 0, 0), Rgb(0, 0, 0), Rgb(0, 0, 255))
    }

    #[test]
    fn the_sides_of_the_boundary_have_their_own_colours() {
        let mut pixels = Vec::new();
        paint(&[-4.0, 0.0, 4.0], Tint::Sigmoid, false, &table(), &mut pixels);
        assert_eq!(pixels.len(), 12);
        assert!(pixels[0] > 100 && pixels[2] == 0);
        assert!(pixels[10] > 100 && pixels[8] == 0);
    }

    #[test]
    fn values_are_told_apart_up_to_the_reach() {
        let of = |reach: f32| {
            let mut pixels = Vec::new();
            paint(&[1.0, 2.0, 5.0, 10.0, 20.0], Tint::Upto(reach), false, &table(), &mut pixels);
            pixels.chunks_exact(4).map(|pixel| pixel[2]).collect::<Vec<u8>>()
        };
        let blue = of(10.0);
        assert!(blue[0] < blue[1] && blue[1] < blue[2] && blue[2] < blue[3], "{blue:?}");
        assert_eq!(blue[3], blue[4]);
        assert_eq!(of(1.0)[0], blue[3], "the end of the scale has one colour, whatever it stands for");
    }

    #[test]
    fn classes_only_shows_two_colours_and_zero_belongs_to_the_second_class() {
        let mut pixels = Vec::new();
        paint(&[-0.01, 0.0, 7.0], Tint::Clamp, true, &table(), &mut pixels);
        assert_eq!(pixels[4..8], pixels[8..12]);
        assert_ne!(pixels[0..4], pixels[4..8]);
    }

    #[test]
    fn the_leading_class_gives_the_colour() {
        let colors = [Rgb(200, 0, 0), Rgb(0, 200, 0), Rgb(0, 0, 200)];
        let mut pixels = Vec::new();
        paint_classes(&[9.0, 0.0, 0.0, 0.0, 0.0, 9.0], &colors, Rgb(0, 0, 0), false, &mut pixels);
        assert!(pixels[0] > 100 && pixels[1] == 0);
        assert!(pixels[6] > 100 && pixels[5] == 0);
    }
}
