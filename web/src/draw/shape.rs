//! The outline of each class's marker, so that classes differ by shape as well as by colour.
//! Corners only, around 0, in units of the marker's radius; drawing them is the canvas layer's business.

/// The outline of a class's marker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A full circle of radius 1.
    Circle,
    /// A closed polygon.
    Polygon(&'static [(f32, f32)]),
}

const SQUARE: &[(f32, f32)] = &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)];
const TRIANGLE: &[(f32, f32)] = &[(0.0, -1.2), (1.1, 0.85), (-1.1, 0.85)];
const DIAMOND: &[(f32, f32)] = &[(0.0, -1.3), (1.1, 0.0), (0.0, 1.3), (-1.1, 0.0)];
const FLAG: &[(f32, f32)] = &[(-1.1, -0.85), (1.1, -0.85), (0.0, 1.2)];
const PLUS: &[(f32, f32)] = &[
    (-0.4, -1.2),
    (0.4, -1.2),
    (0.4, -0.4),
    (1.2, -0.4),
    (1.2, 0.4),
    (0.4, 0.4),
    (0.4, 1.2),
    (-0.4, 1.2),
    (-0.4, 0.4),
    (-1.2, 0.4),
    (-1.2, -0.4),
    (-0.4, -0.4),
];
const HEXAGON: &[(f32, f32)] = &[(-1.1, 0.0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0.0), (0.55, 0.95), (-0.55, 0.95)];
const CROSS: &[(f32, f32)] = &[
    (-1.1, -0.6),
    (-0.6, -1.1),
    (0.0, -0.5),
    (0.6, -1.1),
    (1.1, -0.6),
    (0.5, 0.0),
    (1.1, 0.6),
    (0.6, 1.1),
    (0.0, 0.5),
    (-0.6, 1.1),
    (-1.1, 0.6),
    (-0.5, 0.0),
];

/// The markers of classes 1, 2, … 8.
const SHAPES: [Shape; 8] = [
    Shape::Polygon(SQUARE),
    Shape::Circle,
    Shape::Polygon(TRIANGLE),
    Shape::Polygon(DIAMOND),
    Shape::Polygon(FLAG),
    Shape::Polygon(PLUS),
    Shape::Polygon(HEXAGON),
    Shape::Polygon(CROSS),
];

/// The marker of `class`, counted from 1.
pub(crate) fn of_class(class: usize) -> Shape {
    SHAPES[class.saturating_sub(1) % SHAPES.len()]
}

impl Shape {
    /// How far a place is from the outline, less than 0 inside; the shape's radius is 1.
    pub(crate) fn distance(self, x: f32, y: f32) -> f32 {
        let Shape::Polygon(corners) = self else { return x.hypot(y) - 1.0 };
        let mut nearest = f32::INFINITY;
        let mut is_inside = false;
        let mut before = corners[corners.len() - 1];
        for &corner in corners {
            let (along, to) = ((corner.0 - before.0, corner.1 - before.1), (x - before.0, y - before.1));
            let length = along.0 * along.0 + along.1 * along.1;
            let share = ((to.0 * along.0 + to.1 * along.1) / length).clamp(0.0, 1.0);
            nearest = nearest.min((to.0 - share * along.0).hypot(to.1 - share * along.1));
            // A ray to the right passes the outline an odd number of times from inside.
            let passes = (corner.1 > y) != (before.1 > y);
            is_inside ^= passes && x < before.0 + to.1 * along.0 / along.1;
            before = corner;
        }
        if is_inside { -nearest } else { nearest }
    }
}

/// The marker of `class` as the path of a small drawing 16 units wide.
pub(crate) fn svg_path(class: usize) -> String {
    match of_class(class) {
        Shape::Circle => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z".into(),
        Shape::Polygon(corners) => {
            let steps: Vec<String> =
                corners.iter().map(|(x, y)| format!("{} {}", 8.0 + 5.6 * x, 8.0 + 5.6 * y)).collect();
            format!("M{}Z", steps.join("L"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_negative_inside_and_grows_away_from_the_outline() {
        for class in 1..=8 {
            let shape = of_class(class);
            assert!(shape.distance(0.0, 0.0) < -0.2, "{class}");
            assert!((shape.distance(40.0, 30.0) - 49.0).abs() < 0.5, "{class}");
        }
        assert!((Shape::Polygon(SQUARE).distance(0.5, 0.1) - (0.5 - 0.88)).abs() < 1e-6);
        assert!((Shape::Polygon(SQUARE).distance(1.88, 0.0) - 1.0).abs() < 1e-6);
        assert!(Shape::Polygon(PLUS).distance(1.0, 1.0) > 0.5 && Shape::Polygon(CROSS).distance(0.9, 0.0) > 0.2);
    }

    #[test]
    fn no_two_classes_share_a_shape() {
        for first in 1..=8 {
            for second in first + 1..=8 {
                assert_ne!(of_class(first), of_class(second));
            }
        }
    }
}
