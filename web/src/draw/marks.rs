//! Marks above a chart: where something changed, and as many of their names as have room. The newest names come first.

use super::axes::{Area, paint_text, width_of};
use super::canvas::Surface;
use super::theme::Theme;

/// Marks that are closer than this are one.
const APART_PX: f64 = 6.0;
/// From a mark to its name, and from one name to the next.
const GAP_PX: f64 = 9.0;

/// The marks that stand at one place, by their numbers; `places` rise.
pub(crate) fn together(places: &[f64], scale: f64) -> Vec<std::ops::Range<usize>> {
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    for (idx, place) in places.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if place - places[group.start] < APART_PX * scale => group.end = idx + 1,
            _ => groups.push(idx..idx + 1),
        }
    }
    groups
}

/// Where each name begins, on the right of its mark or on the left; none where it has no room. All in style-sheet pixels.
fn beginnings(marks: &[(f64, String)], right_end: f64) -> Vec<Option<f64>> {
    let mut taken: Vec<(f64, f64)> = marks.iter().map(|(at, _)| (at - APART_PX, at + APART_PX)).collect();
    let mut found = vec![None; marks.len()];
    for (idx, (at, name)) in marks.iter().enumerate().rev() {
        let width = width_of(name);
        let sides = [at + GAP_PX, at - GAP_PX - width];
        let is_free = |begin: &f64| {
            let (from, to) = (*begin, begin + width);
            from >= 0.0 && to <= right_end && taken.iter().all(|(left, right)| to <= *left || from >= *right)
        };
        found[idx] = sides.into_iter().find(is_free);
        taken.extend(found[idx].map(|begin| (begin - GAP_PX / 2.0, begin + width + GAP_PX / 2.0)));
    }
    found
}

/// Draws marks at these pixels of the canvas: a dashed line each, a diamond on it, and the name where it has room.
pub(crate) fn paint(surface: &Surface, area: Area, marks: &[(f64, String)], theme: &Theme) {
    let (context, scale) = (&surface.context, surface.scale);
    let in_px: Vec<(f64, String)> = marks.iter().map(|(at, name)| (at / scale, name.clone())).collect();
    context.set_line_width(scale);
    context.set_stroke_style_str(&theme.edge.css(1.0));
    context.set_fill_style_str(&theme.edge.css(1.0));
    context.set_line_dash(&js_sys::Array::of2(&(3.0 * scale).into(), &(3.0 * scale).into())).ok();
    let middle = area.top - 9.0 * scale;
    for (at, _) in marks {
        context.begin_path();
        context.move_to(*at, area.top - 4.0 * scale);
        context.line_to(*at, area.top + area.height);
        context.stroke();
        let side = 4.5 * scale;
        context.begin_path();
        context.move_to(*at, middle - side);
        context.line_to(at + side, middle);
        context.line_to(*at, middle + side);
        context.line_to(at - side, middle);
        context.fill();
    }
    let begins = beginnings(&in_px, (area.left + area.width) / scale);
    for ((_, name), begin) in in_px.iter().zip(begins) {
        if let Some(begin) = begin {
            paint_text(surface, (begin * scale, middle), "left", name, theme.text, theme);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(places: &[f64]) -> Vec<(f64, String)> {
        places.iter().map(|at| (*at, "learning rate 0.03 → 0.06".to_owned())).collect()
    }

    #[test]
    fn marks_that_would_run_together_are_one() {
        assert_eq!(together(&[10.0, 11.0, 15.9, 16.1, 40.0], 1.0), [0..3, 3..4, 4..5]);
        assert_eq!(together(&[10.0, 17.0], 2.0).first(), Some(&(0..2)));
        assert!(together(&[], 1.0).is_empty());
    }

    #[test]
    fn names_have_room_or_are_left_out_and_the_newest_comes_first() {
        let width = width_of("learning rate 0.03 → 0.06");
        assert_eq!(beginnings(&marks(&[40.0]), 600.0), [Some(49.0)]);
        assert_eq!(beginnings(&marks(&[590.0]), 600.0), [Some(590.0 - 9.0 - width)]);
        assert_eq!(beginnings(&marks(&[40.0]), 120.0), [None], "wider than the chart");
        let many: Vec<f64> = (0..60).map(|k| 20.0 + 10.0 * f64::from(k)).collect();
        let names = beginnings(&marks(&many), 800.0);
        assert!(names[59].is_some() && names.iter().flatten().count() < 5, "{names:?}");
        for places in [vec![30.0, 60.0, 400.0], vec![300.0, 320.0, 340.0, 700.0]] {
            let marks = marks(&places);
            let mut spans: Vec<f64> = beginnings(&marks, 900.0).into_iter().flatten().collect();
            spans.sort_by(f64::total_cmp);
            assert!(spans.windows(2).all(|pair| pair[1] - pair[0] >= width), "{spans:?}");
        }
    }
}
