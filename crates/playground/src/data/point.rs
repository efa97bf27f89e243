//! One sample: where it lies on the plane, what it is, and whether it trains or tests. Coordinates are written as the shortest
//! decimal that reads back to the same 32 bits. It does not know which task its label belongs to.

use serde::{Deserialize, Serialize, Serializer};

/// A sample on the plane.
///
/// In the task "curve" the network sees only `x`; `label` is the value to meet and `y`, where the point is drawn, equals it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Horizontal position, −6 to 6.
    #[serde(serialize_with = "shortest")]
    pub x: f32,
    /// Vertical position, −6 to 6.
    #[serde(serialize_with = "shortest")]
    pub y: f32,
    /// The class, counted from 1, or the value.
    #[serde(serialize_with = "shortest")]
    pub label: f32,
    /// Whether the point is kept for testing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
}

/// Writes 0.1 as 0.1: widening to f64 first would write 0.10000000149011612.
fn shortest<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(shortest_f64(*value))
}

/// The f64 nearest to the shortest decimal of `value`, if that rounds back to `value`.
pub(crate) fn shortest_f64(value: f32) -> f64 {
    match value.to_string().parse::<f64>() {
        Ok(decimal) if decimal as f32 == value => decimal,
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
        let point: Point = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&point).unwrap(), json);
    }

    #[test]
    fn a_training_point_has_no_test_field() {
        let point = Point { x: 0.0, y: 1.0, label: 1.0, test: false };
        assert_eq!(serde_json::to_string(&point).unwrap(), r#"{"x":0.0,"y":1.0,"label":1.0}"#);
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
