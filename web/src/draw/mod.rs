//! From data to pixels: pure functions first, then what puts their result onto a canvas.
//! Knows no component, no worker and no configuration; colours come in as a [`theme::Theme`].

pub(crate) mod color;
pub(crate) mod contour;
pub(crate) mod heat;
pub(crate) mod selection;
pub(crate) mod shape;
pub(crate) mod sheet;
pub(crate) mod arrow;
pub(crate) mod curve;
pub(crate) mod diagram;
pub(crate) mod ticks;

pub(crate) mod axes;
pub(crate) mod canvas;
pub(crate) mod cursor;
pub(crate) mod edges;
pub(crate) mod field;
pub(crate) mod markers;
pub(crate) mod marks;
pub(crate) mod neurons;
pub(crate) mod strands;
pub(crate) mod theme;

/// The plane is shown from −6 to 6 in both directions.
pub(crate) const REACH: f32 = 6.0;

/// Where a place on the plane stands in a square of `side_px`: x to the right, y upwards.
pub(crate) fn px_from_data(x: f32, y: f32, side_px: f32) -> (f32, f32) {
    ((x + REACH) / (2.0 * REACH) * side_px, (REACH - y) / (2.0 * REACH) * side_px)
}

/// The place on the plane under a pixel of a square of `side_px`, kept on the plane.
pub(crate) fn data_from_px(px: f32, py: f32, side_px: f32) -> (f32, f32) {
    let along = |share: f32| (share * 2.0 * REACH - REACH).clamp(-REACH, REACH);
    (along(px / side_px), along(1.0 - py / side_px))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_its_pixel_belong_to_each_other() {
        for (x, y) in [(-6.0, 6.0), (0.0, 0.0), (2.5, -4.0)] {
            let (px, py) = px_from_data(x, y, 372.0);
            let (back_x, back_y) = data_from_px(px, py, 372.0);
            assert!((back_x - x).abs() < 1e-4 && (back_y - y).abs() < 1e-4);
        }
        assert_eq!(px_from_data(-6.0, 6.0, 100.0), (0.0, 0.0));
    }
}
