//! The thin lines of which a curve is made: one per neuron, each with a look of its own, by which its neuron is known in the diagram.
//! Knows numbers and colours; not what they mean.

use js_sys::Array;

use super::REACH;
use super::canvas::Surface;
use super::color::Rgb;
use super::theme::Theme;

/// A curve's parts over the horizontal axis; each list runs from one end of the plane to the other.
#[derive(Debug, Default)]
pub(crate) struct Strands<'a> {
    /// What does not depend on x.
    pub(crate) bias: Option<f32>,
    /// Places of neurons and what they add.
    pub(crate) lines: Vec<(usize, &'a [f32])>,
    /// The neuron that is asked about.
    pub(crate) lit: Option<usize>,
}

/// Those colours of classes that are told from each other on the plane; neighbours differ in their dashes too.
const COLORS: [usize; 7] = [3, 4, 2, 7, 5, 1, 8];
/// In style-sheet pixels; two lists of such different lengths meet again after 21 neurons only.
const DASHES: [[f64; 2]; 3] = [WHOLE, [7.0, 4.0], [2.0, 3.0]];
/// A line without dashes.
pub(super) const WHOLE: [f64; 2] = [1.0, 0.0];
const BIAS_DASH: [f64; 2] = [1.0, 5.0];
/// How strongly lines are drawn that nobody asks about while another one is asked about.
const WEAK: f32 = 0.3;

/// The colour and the dashes of a neuron's line.
pub(super) fn look_of(unit: usize, theme: &Theme) -> (Rgb, [f64; 2]) {
    (theme.class(COLORS[unit % COLORS.len()]), DASHES[unit % DASHES.len()])
}

/// Draws in dashes (strokes and gaps in style-sheet pixels) from now on.
pub(super) fn dash(surface: &Surface, [stroke, gap]: [f64; 2]) {
    let list = if gap > 0.0 {
        Array::of2(&(stroke * surface.scale).into(), &(gap * surface.scale).into())
    } else {
        Array::new()
    };
    // Fails for what is no list only.
    surface.context.set_line_dash(&list).ok();
}

/// Draws all lines, the one that is asked about on top.
pub(super) fn draw(surface: &Surface, strands: &Strands<'_>, theme: &Theme) {
    let weak = if strands.lit.is_some() { WEAK } else { 1.0 };
    if let Some(bias) = strands.bias {
        stroke(surface, &[bias; 2], (theme.muted, BIAS_DASH), 1.6, weak);
    }
    for (unit, values) in &strands.lines {
        stroke(surface, values, look_of(*unit, theme), 1.4, weak);
    }
    for (unit, values) in strands.lines.iter().filter(|(unit, _)| strands.lit == Some(*unit)) {
        stroke(surface, values, look_of(*unit, theme), 3.4, 1.0);
    }
    dash(surface, WHOLE);
}

fn stroke(surface: &Surface, values: &[f32], (color, dashes): (Rgb, [f64; 2]), width: f64, alpha: f32) {
    let context = &surface.context;
    let step = surface.width / values.len().saturating_sub(1).max(1) as f64;
    context.begin_path();
    let mut is_down = false;
    for (at, value) in values.iter().enumerate() {
        // Far outside is far enough: canvases lose themselves in huge coordinates.
        let share = f64::from((REACH - value) / (2.0 * REACH)).clamp(-9.0, 9.0);
        let (x, y) = (at as f64 * step, share * surface.height);
        match value.is_finite() {
            true if is_down => context.line_to(x, y),
            true => context.move_to(x, y),
            false => {}
        }
        is_down = value.is_finite();
    }
    dash(surface, dashes);
    context.set_line_cap("butt");
    context.set_stroke_style_str(&color.css(alpha));
    context.set_line_width(width * surface.scale);
    context.stroke();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_differ_in_colour_and_dashes_and_twenty_neurons_in_one_of_both() {
        let sheet = include_str!("../../style/tokens.css");
        let theme = Theme::from_tokens(|wanted| {
            let after = sheet.split_once(&format!("--{wanted}: "))?.1;
            Some(after.split_once(';')?.0.to_owned())
        });
        let looks: Vec<(Rgb, [f64; 2])> = (0..21).map(|unit| look_of(unit, &theme)).collect();
        for (unit, look) in looks.iter().enumerate() {
            assert!(!looks[..unit].contains(look), "{unit}");
            assert!(unit == 0 || (looks[unit - 1].0 != look.0 && looks[unit - 1].1 != look.1), "{unit}");
        }
    }
}
