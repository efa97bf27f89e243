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
    fn no_two_classes_share_a_shape() {
        for first in 1..=8 {
            for second in first + 1..=8 {
                assert_ne!(of_class(first), of_class(second));
            }
        }
    }
}
