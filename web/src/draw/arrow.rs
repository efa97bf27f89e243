//! Directions as arrows. Those of a field fill their cells and keep their proportions; those from places, whose sizes differ by
//! orders of magnitude, grow with the root, so that the weak ones are seen too; those to a curve end there.
//! In plane units in, in pixels out; draws nothing itself.

/// One arrow in pixels: from its tail to its tip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Arrow {
    pub(crate) tail: (f32, f32),
    pub(crate) tip: (f32, f32),
}

/// The length of the steepest arrow, in cells.
const LONGEST: f32 = 1.2;
/// Arrows shorter than this share of their cell are not drawn: they would be dots that look like points.
const SHORTEST: f32 = 0.12;

/// The arrows of `slopes` (x, y, ∂s/∂x₁, ∂s/∂x₂ per arrow) on a square of `side_px`, around their places.
/// The steepest one is a little longer than its cell; all others in proportion.
pub(crate) fn field(slopes: &[f32], side_px: f32) -> Vec<Arrow> {
    let per_side = ((slopes.len() / 4) as f32).sqrt().max(1.0);
    let cell_px = side_px / per_side;
    let steepness = |slope: &[f32]| slope[2].hypot(slope[3]);
    let steepest = slopes.chunks_exact(4).map(steepness).filter(|value| value.is_finite()).fold(0.0, f32::max);
    if steepest <= 0.0 {
        return Vec::new();
    }
    let arrow = |slope: &[f32]| {
        let share = steepness(slope) / steepest;
        // A comparison that is also false for what is no number.
        if share >= SHORTEST {
            let (x, y) = super::px_from_data(slope[0], slope[1], side_px);
            let scale = 0.5 * LONGEST * cell_px / steepest;
            let (dx, dy) = (slope[2] * scale, -slope[3] * scale);
            Some(Arrow { tail: (x - dx, y - dy), tip: (x + dx, y + dy) })
        } else {
            None
        }
    };
    slopes.chunks_exact(4).filter_map(arrow).collect()
}

/// The length of the strongest arrow from a place, as a share of the plot's side: one unit of the plane.
const LONGEST_SHARE: f32 = 1.0 / 12.0;
/// An arrow from a place that is shorter than this share of the strongest one is left out: only its head would be seen.
const FAINTEST: f32 = 0.15;

/// The arrows of `arrows` (x, y, dx, dy each) from their places on a square of `side_px`: the strongest is one unit of the plane
/// long, and four times as strong is twice as long.
pub(crate) fn from_places(arrows: &[f32], side_px: f32) -> Vec<Arrow> {
    let size = |arrow: &[f32]| arrow[2].hypot(arrow[3]);
    let strongest = arrows.chunks_exact(4).map(size).filter(|size| size.is_finite()).fold(0.0, f32::max);
    let arrow = |arrow: &[f32]| {
        let size = size(arrow);
        let share = (size / strongest).sqrt();
        // Also false for what is no number.
        if !(FAINTEST..=1.0).contains(&share) {
            return None;
        }
        let (x, y) = super::px_from_data(arrow[0], arrow[1], side_px);
        let scale = share * LONGEST_SHARE * side_px / size;
        Some(Arrow { tail: (x, y), tip: (x + arrow[2] * scale, y - arrow[3] * scale) })
    };
    arrows.chunks_exact(4).filter_map(arrow).collect()
}

/// The arrows of `residuals` (x, y and the value of the curve there, for each point) on a square of `side_px`: from the points to
/// the curve, as long as the error is.
pub(crate) fn to_curve(residuals: &[f32], side_px: f32) -> Vec<Arrow> {
    let arrow = |residual: &[f32]| {
        let [tail, tip] = [1, 2].map(|end| super::px_from_data(residual[0], residual[end], side_px));
        // Far outside is far enough.
        tip.1.is_finite().then(|| Arrow { tail, tip: (tip.0, tip.1.clamp(-side_px, 2.0 * side_px)) })
    };
    residuals.chunks_exact(3).filter_map(arrow).collect()
}

/// The two back corners of an arrow's head, `size_px` long at most.
pub(crate) fn head(arrow: Arrow, size_px: f32) -> [(f32, f32); 2] {
    let (dx, dy) = (arrow.tip.0 - arrow.tail.0, arrow.tip.1 - arrow.tail.1);
    let length = dx.hypot(dy).max(1e-6);
    let size = size_px.min(length * 0.6);
    let (ux, uy) = (dx / length * size, dy / length * size);
    let base = (arrow.tip.0 - ux, arrow.tip.1 - uy);
    [(base.0 - uy * 0.55, base.1 + ux * 0.55), (base.0 + uy * 0.55, base.1 - ux * 0.55)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_points_where_the_score_rises_and_up_is_up() {
        let arrows = field(&[0.0, 0.0, 1.0, 2.0], 120.0);
        let (dx, dy) = (arrows[0].tip.0 - arrows[0].tail.0, arrows[0].tip.1 - arrows[0].tail.1);
        assert!(dx > 0.0 && dy < 0.0);
        assert!((dy / dx + 2.0).abs() < 1e-4);
    }

    #[test]
    fn lengths_are_in_proportion_and_flat_or_broken_ones_are_left_out() {
        let slopes = [-3.0, -3.0, 4.0, 0.0, 3.0, -3.0, 2.0, 0.0, -3.0, 3.0, 0.0, 0.0, 3.0, 3.0, f32::NAN, 0.0];
        let lengths: Vec<f32> = field(&slopes, 200.0).iter().map(|arrow| arrow.tip.0 - arrow.tail.0).collect();
        assert_eq!(lengths.len(), 2);
        assert!((lengths[0] - 100.0 * LONGEST).abs() < 1e-3 && (lengths[1] - 50.0 * LONGEST).abs() < 1e-3);
    }

    #[test]
    fn an_arrow_from_a_place_grows_with_the_root_and_stays_there() {
        let arrows = from_places(
            &[0.0, 0.0, 4e-6, 0.0, 0.0, 0.0, 0.0, 1e-6, 1.0, 1.0, f32::NAN, 0.0, 0.0, 0.0, 0.0, 0.0],
            120.0,
        );
        assert_eq!(arrows.len(), 2);
        assert!((arrows[0].tip.0 - 70.0).abs() < 1e-3 && arrows[0].tail == (60.0, 60.0));
        assert!((arrows[1].tip.1 - 55.0).abs() < 1e-3);
        assert!(from_places(&[0.0; 8], 120.0).is_empty());
    }

    #[test]
    fn a_residual_goes_from_its_point_to_the_curve() {
        let arrows = to_curve(&[0.0, 3.0, -3.0, 6.0, 0.0, f32::NAN, -6.0, 0.0, 1e9], 120.0);
        assert_eq!(arrows[0], Arrow { tail: (60.0, 30.0), tip: (60.0, 90.0) });
        assert_eq!(arrows[1], Arrow { tail: (0.0, 60.0), tip: (0.0, -120.0) });
        assert_eq!(arrows.len(), 2);
    }

    #[test]
    fn a_flat_field_has_no_arrows() {
        assert!(field(&[0.0; 16], 100.0).is_empty());
    }
}
