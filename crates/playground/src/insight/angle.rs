//! The angle between two gradients: how far a batch points away from all points. It knows no session.

/// The angle in degrees between two vectors of the same length; none where one of them is 0.
///
/// ```
/// use playground::insight::angle;
///
/// assert_eq!(angle(&[1.0, 0.0], &[0.0, 3.0]), Some(90.0));
/// assert_eq!(angle(&[1.0, 0.0], &[0.0, 0.0]), None);
/// ```
pub fn angle(a: &[f64], b: &[f64]) -> Option<f64> {
    // Scaled first, so that no square is too large or too small to compute with.
    let scaled = |values: &[f64]| -> Vec<f64> {
        let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        values.iter().map(|value| value / largest).collect()
    };
    let (a, b) = (scaled(a), scaled(b));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let cosine = product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt();
    // Rounding may leave a little more than 1.
    cosine.is_finite().then(|| libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_are_those_of_geometry() {
        let close = |found: Option<f64>, wanted: f64| assert!((found.unwrap() - wanted).abs() < 1e-6, "{found:?}");
        close(angle(&[1.0, 1.0], &[1.0, 0.0]), 45.0);
        close(angle(&[2.0, 0.0, 0.0], &[-1.0, 0.0, 0.0]), 180.0);
        close(angle(&[0.1, 0.7, 0.3], &[0.2, 1.4, 0.6]), 0.0);
        // However long they are.
        close(angle(&[1e-200, 1e-200], &[1e200, 0.0]), 45.0);
        assert_eq!(angle(&[f64::NAN], &[1.0]), None);
        assert_eq!(angle(&[], &[]), None);
    }
}
