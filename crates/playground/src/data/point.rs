//! One sample: where it lies on the plane, what it is, and whether it trains or tests. Coordinates are written as the shortest
//! decimal that reads back to the same 32 bits. It does not know which task its label belongs to.

use autodiff::formula::decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::object;

/// Half the side of the plane: points lie in [−6, 6]².
pub const DOMAIN: f64 = 6.0;

/// A sample on the plane.
///
/// In the task "curve" the network sees only `x`; `label` is the value to meet and `y`, where the point is drawn, equals it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Horizontal position, −6 to 6.
    pub x: f32,
    /// Vertical position, −6 to 6.
    pub y: f32,
    /// The class, counted from 1, or the value.
    pub label: f32,
    /// Whether the point is kept for testing.
    pub test: bool,
}

impl Point {
    /// The point in JSON; only test points have `test`.
    pub fn to_json(&self) -> Value {
        let coordinates = [("x", self.x), ("y", self.y), ("label", self.label)];
        let fields = coordinates.map(|(name, value)| (name.to_owned(), shortest_f64(value).into()));
        let mark = self.test.then(|| ("test".to_owned(), true.into()));
        object(fields.into_iter().chain(mark))
    }

    /// The point that this JSON encodes, if it is one.
    pub fn from_json(value: &Value) -> Option<Point> {
        let coordinate = |name: &str| Some(value.get(name)?.as_f64()? as f32);
        let test = value.get("test").map_or(Some(false), Value::as_bool)?;
        Some(Point { x: coordinate("x")?, y: coordinate("y")?, label: coordinate("label")?, test })
    }
}

/// The f64 nearest to the shortest decimal of `value`, if that rounds back to `value`.
pub fn shortest_f64(value: f32) -> f64 {
    match decimal(&value.to_string()) {
        Some(nearest) if nearest as f32 == value => nearest,
        _ => f64::from(value),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_point_is_written_as_it_was_read() {
        let json = r#"{"x":0.1,"y":-5.3,"label":2.0,"test":true}"#;
        let point = Point::from_json(&serde_json::from_str(json).unwrap()).unwrap();
        assert_eq!(point.to_json(), serde_json::from_str::<Value>(json).unwrap());
    }

    #[test]
    fn a_training_point_has_no_test_field() {
        let point = Point { x: 0.0, y: 1.0, label: 1.0, test: false };
        assert_eq!(point.to_json(), serde_json::json!({"x": 0.0, "y": 1.0, "label": 1.0}));
    }

    proptest! {
        #[test]
        fn every_finite_f32_survives(bits in any::<u32>()) {
            let value = f32::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!((shortest_f64(value) as f32).to_bits(), bits);
        }
    }
}
