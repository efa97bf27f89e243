//! How a number is written: as the shortest text that parses to the same bits.

/// Fractions are tried up to this denominator and numerator.
const MAX_FRACTION: u32 = 1000;

/// A decimal that is longer than this is written as a fraction, if there is one with the same bits.
const MAX_DECIMAL: usize = 8;

/// The number as text: `pi`, `e`, a decimal, or a fraction (`1/3`; infinity is `1/0`), which parses
/// to the same constant.
pub(super) fn written(value: f64) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let magnitude = value.abs();
    let text = match magnitude {
        _ if value.is_nan() => return "0/0".into(),
        f64::INFINITY => "1/0".into(),
        std::f64::consts::PI => "pi".into(),
        std::f64::consts::E => "e".into(),
        0.0 => "0".into(),
        1e-5..1e16 => magnitude.to_string(),
        _ => format!("{magnitude:e}"),
    };
    match fraction(magnitude) {
        Some((p, q)) if text.len() > MAX_DECIMAL => format!("{sign}{p}/{q}"),
        _ => format!("{sign}{text}"),
    }
}

/// Numerator and denominator of the simplest fraction with exactly this value, if the value is not
/// an integer.
fn fraction(value: f64) -> Option<(f64, u32)> {
    let numerator = |q: u32| (value * f64::from(q)).round();
    let fits = |q: &u32| {
        let p = numerator(*q);
        p >= 1.0 && p <= f64::from(MAX_FRACTION) && p / f64::from(*q) == value
    };
    (2..=MAX_FRACTION).find(fits).map(|q| (numerator(q), q))
}

/// The fraction with a denominator up to a thousand from which the value differs by a rounding error:
/// ⅔ − 1 is not the number nearest to −⅓, and 0.1 + 0.2 is not the one nearest to 0.3.
pub(super) fn without_rounding_error(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() || value.abs() > 1e6 || written(value).len() <= MAX_DECIMAL {
        return value;
    }
    let nearest = |q: u32| (value * f64::from(q)).round() / f64::from(q);
    let close = |candidate: &f64| (candidate - value).abs() <= 4.0 * f64::EPSILON * value.abs();
    (1..=MAX_FRACTION).map(nearest).find(close).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_short_as_it_reads_back() {
        for (value, text) in [
            (2.0, "2"),
            (-0.5, "-0.5"),
            (1.0 / 3.0, "1/3"),
            (-2.0 / 3.0, "-2/3"),
            (1e-3, "0.001"),
            (1e-30, "1e-30"),
            (1e300, "1e300"),
            (0.1 + 0.2, "0.30000000000000004"),
            (std::f64::consts::PI, "pi"),
            (-std::f64::consts::E, "-e"),
            (f64::NEG_INFINITY, "-1/0"),
            (-0.0, "-0"),
        ] {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn rounding_errors_of_fractions_are_removed_and_others_kept() {
        assert_eq!(without_rounding_error(2.0 / 3.0 - 1.0), -1.0 / 3.0);
        assert_eq!(without_rounding_error(0.1 + 0.2), 0.3);
        for value in [std::f64::consts::LN_2, 1e-20, 123456.789, f64::INFINITY] {
            assert_eq!(without_rounding_error(value), value);
        }
    }
}
