//! Points on a canvas: class by shape and colour, value by colour, test points hollow.
//! Each look is drawn once, as a stamp, and put down wherever a point has it.

use super::canvas::{Plate, Surface};
use super::color::Rgb;
use super::shape::{Shape, of_class};
use super::sheet::{Ink, Sheet, Stamp};
use super::theme::Theme;

/// One point as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Marker {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// The class, counted from 1, or the value.
    pub(crate) label: f32,
    pub(crate) is_test: bool,
}

/// How large markers are, in style-sheet pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    pub(crate) radius: f64,
    pub(crate) edge: f64,
}

/// The size for so many points on a plot so wide: many points on a small plot are drawn smaller.
pub(crate) fn size_for(n_points: usize, width_px: f64) -> Size {
    let crowding = if n_points > 1500 {
        0.62
    } else if n_points > 600 {
        0.8
    } else {
        1.0
    };
    let radius = (width_px / 95.0).clamp(3.0, 7.0) * crowding;
    Size { radius, edge: (radius * 0.26).clamp(0.7, 1.4) }
}

/// Looks by value: this many steps on either side of 0.
const VALUES: i32 = 8;
/// Kinds of looks: classes 1 to 8, or values.
const N_KINDS: usize = 2 * VALUES as usize + 1;
/// A stamp lies this many times finer than on whole pixels, in each direction.
const PHASES: i32 = 4;

/// Draws markers, keeping its stamps and buffers from one time to the next.
#[derive(Debug, Default)]
pub(crate) struct Painter {
    sheet: Sheet,
    plate: Plate,
    /// What the stamps were made for: size, pixels per style-sheet pixel, and whether by value.
    made_for: Option<(Size, f64, bool)>,
    /// By whether a point trains, kind and phase; none until it is needed.
    stamps: Vec<Option<Stamp>>,
}

impl Painter {
    /// After a change of the colours.
    pub(crate) fn forget_stamps(&mut self) {
        self.made_for = None;
    }

    /// Replaces what is on the surface by `markers`, those of training points above the others, and above all `top`. With
    /// a `reach`, labels are values up to that in size and not classes.
    pub(crate) fn paint(
        &mut self,
        surface: &Surface,
        markers: &[Marker],
        top: Option<&Marker>,
        reach: Option<f32>,
        size: Size,
        theme: &Theme,
    ) {
        let by_value = reach.is_some();
        let wanted = Some((size, surface.scale, by_value));
        if self.made_for != wanted {
            (self.made_for, self.stamps) = (wanted, vec![None; 2 * N_KINDS * (PHASES * PHASES) as usize]);
        }
        self.sheet.clear(surface.width as usize, surface.height as usize);
        let tests = markers.iter().filter(|marker| marker.is_test);
        let others = markers.iter().filter(|marker| !marker.is_test);
        for marker in tests.chain(others).chain(top) {
            let (x, y) = super::px_from_data(marker.x, marker.y, surface.width as f32);
            let fine = |px: f32| (px * PHASES as f32).round() as i32;
            let (x, y) = (fine(x), fine(y));
            let phase = (x.rem_euclid(PHASES), y.rem_euclid(PHASES));
            let kind = kind_of(marker, reach);
            let slot = (usize::from(marker.is_test) * N_KINDS + kind) * (PHASES * PHASES) as usize;
            let slot = &mut self.stamps[slot + (phase.0 * PHASES + phase.1) as usize];
            let stamp = slot.get_or_insert_with(|| {
                let look = Look::of(kind, by_value, marker.is_test, theme);
                look.stamp(size, surface.scale as f32, (phase.0 as f32, phase.1 as f32))
            });
            let half = (stamp.side / 2) as i32;
            self.sheet.put(stamp, (x.div_euclid(PHASES) - half, y.div_euclid(PHASES) - half));
        }
        self.plate.put(&surface.context, self.sheet.developed());
    }
}

/// The place of a marker's look among all.
fn kind_of(marker: &Marker, reach: Option<f32>) -> usize {
    let kind = match reach {
        Some(reach) => ((marker.label / reach).clamp(-1.0, 1.0) * VALUES as f32).round() as i32 + VALUES,
        None => marker.label.round() as i32 - 1,
    };
    (kind.max(0) as usize).min(N_KINDS - 1)
}

/// What a marker looks like.
struct Look {
    shape: Shape,
    inside: Ink,
    outline: Ink,
    is_test: bool,
}

impl Look {
    fn of(kind: usize, by_value: bool, is_test: bool, theme: &Theme) -> Look {
        let label = if by_value { (kind as i32 - VALUES) as f32 / VALUES as f32 } else { kind as f32 + 1.0 };
        let (shape, inside, outline) = look_of(label, by_value.then_some(1.0), is_test, theme);
        Look { shape, inside: Ink::new(inside.0, inside.1), outline: Ink::new(outline, 1.0), is_test }
    }

    /// Its pixels, the marker's middle `phase` parts of a pixel right and below of the middle pixel's upper left corner.
    fn stamp(&self, size: Size, scale: f32, phase: (f32, f32)) -> Stamp {
        let (smaller, wider) = if self.is_test { TEST_SIZE } else { (1.0, 1.0) };
        let radius = size.radius as f32 * scale * smaller;
        let edge = size.edge as f32 * scale * wider;
        let half = (radius * 1.35 + edge).ceil() as usize + 1;
        let side = 2 * half + 1;
        let pixel = |at: usize| {
            let along = |index: usize, phase: f32| (index as f32 + 0.5 - half as f32 - phase / PHASES as f32) / radius;
            let away = self.shape.distance(along(at % side, phase.0), along(at / side, phase.1)) * radius;
            let inside = self.inside.scaled((0.5 - away).clamp(0.0, 1.0));
            self.outline.scaled((edge / 2.0 + 0.5 - away.abs()).clamp(0.0, 1.0).min(edge)).over(inside)
        };
        Stamp { side, pixels: (0..side * side).map(pixel).collect() }
    }
}

/// The outline of a marker, its colour inside with how strong that is, and the colour of its edge. With a `reach`, labels are values up to
/// that in size and not classes.
pub(crate) fn look_of(label: f32, reach: Option<f32>, is_test: bool, theme: &Theme) -> (Shape, (Rgb, f32), Rgb) {
    let (shape, color) = match reach {
        Some(reach) => (Shape::Circle, value_color((label / reach).clamp(-1.0, 1.0), theme)),
        None => (of_class(label as usize), theme.class(label as usize)),
    };
    if is_test { (shape, (theme.surface, TEST_INSIDE), color) } else { (shape, (color, 1.0), theme.halo) }
}

/// So much of what is below a test point is hidden.
const TEST_INSIDE: f32 = 0.75;
/// Test points are smaller, and their edges wider.
pub(crate) const TEST_SIZE: (f32, f32) = (0.86, 1.4);

/// Stronger than the plane's own tint, so that a point is seen on a plane of its own value.
fn value_color(value: f32, theme: &Theme) -> Rgb {
    theme.middle.mixed(if value < 0.0 { theme.negative } else { theme.positive }, 0.15 + 0.85 * value.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_shrink_in_a_crowd_and_grow_with_the_plot() {
        assert!(size_for(5000, 370.0).radius < size_for(100, 370.0).radius);
        assert!(size_for(100, 900.0).radius > size_for(100, 300.0).radius);
    }

    #[test]
    fn each_class_and_each_value_has_a_look_of_its_own() {
        let marker = |label| Marker { x: 0.0, y: 0.0, label, is_test: false };
        for class in 1..=8usize {
            assert_eq!(kind_of(&marker(class as f32), None), class - 1);
        }
        assert_eq!([-9.0, -2.0, 0.0, 1.0, 9.0].map(|value| kind_of(&marker(value), Some(2.0))), [0, 0, 8, 12, 16]);
        assert_eq!(kind_of(&marker(f32::NAN), None), 0);
    }

    #[test]
    fn a_stamp_is_a_disc_with_an_outline_and_follows_its_phase() {
        let theme = Theme::from_tokens(|_| Some("#ffffff".into()));
        let look = Look { outline: Ink::NONE, ..Look::of(1, false, false, &theme) };
        let size = Size { radius: 4.0, edge: 0.0 };
        let weight = |stamp: &Stamp| {
            let mut sheet = Sheet::default();
            sheet.clear(stamp.side, stamp.side);
            sheet.put(stamp, (0, 0));
            let alphas: Vec<f32> =
                sheet.developed().0.chunks_exact(4).map(|pixel| f32::from(pixel[3]) / 255.0).collect();
            let area: f32 = alphas.iter().sum();
            let columns = alphas.iter().enumerate().map(|(at, alpha)| ((at % stamp.side) as f32 + 0.5) * alpha);
            (area, columns.sum::<f32>() / area - (stamp.side / 2) as f32)
        };
        for phase in 0..4u8 {
            let (area, middle) = weight(&look.stamp(size, 1.0, (f32::from(phase), 0.0)));
            assert!((area - 16.0 * std::f32::consts::PI).abs() < 0.5, "{area}");
            assert!((middle - f32::from(phase) / 4.0).abs() < 0.02, "{phase}: {middle}");
        }
    }
}
