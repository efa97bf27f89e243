//! The Taylor polynomial of a formula: derivative after derivative, each written out by the lab and differentiated again.

use playground::insight::lab::{Question, differentiate};
use playground::lesson::Taylor;

use crate::source::TaylorSource;

/// A polynomial of a higher degree is no simple curve any more.
const MOST: usize = 9;

/// The polynomial of a formula in `x`.
///
/// # Errors
/// If the formula cannot be differentiated so often, or has no value at the centre.
pub(crate) fn taylor(formula: &str, TaylorSource { centre, degree }: TaylorSource) -> Result<Taylor, String> {
    if degree > MOST {
        return Err(format!("taylor: degree must be at most {MOST}, got {degree}"));
    }
    let mut coefficients = Vec::new();
    let (mut text, mut factorial) = (formula.to_owned(), 1.0);
    for power in 0..=degree {
        if power > 0 {
            factorial *= power as f64;
        }
        let question = Question {
            text: format!("f = {text}"),
            at: vec![("x".to_owned(), centre)],
            wrt: vec![0],
            direction: None,
            h: None,
        };
        let found = differentiate(&question).map_err(|problem| format!("taylor: {text}: {problem}"))?;
        let value = found.outputs.first().map_or(f64::NAN, |(_, value)| *value);
        if !value.is_finite() {
            return Err(format!("taylor: derivative {power} of {formula} has no value at {centre}"));
        }
        coefficients.push(value / factorial);
        if power < degree {
            let next = found.symbolic.and_then(|mut written| written.pop()).flatten();
            text = next.ok_or_else(|| format!("taylor: derivative {power} of {formula} is too long"))?;
        }
    }
    Ok(Taylor { centre, coefficients })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(formula: &str, centre: f64, degree: usize) -> Vec<f64> {
        taylor(formula, TaylorSource { centre, degree }).unwrap().coefficients
    }

    fn are_close(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len());
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn the_coefficients_are_the_textbooks() {
        are_close(&of("sin(x)", 0.0, 5), &[0.0, 1.0, 0.0, -1.0 / 6.0, 0.0, 1.0 / 120.0]);
        are_close(&of("exp(x)", 0.0, 4), &[1.0, 1.0, 0.5, 1.0 / 6.0, 1.0 / 24.0]);
        are_close(&of("ln(x)", 1.0, 4), &[0.0, 1.0, -0.5, 1.0 / 3.0, -0.25]);
        are_close(&of("x^2", 3.0, 2), &[9.0, 6.0, 1.0]);
    }

    #[test]
    fn what_has_none_says_why() {
        let fault = |formula: &str, centre, degree| taylor(formula, TaylorSource { centre, degree }).unwrap_err();
        assert!(fault("ln(x)", 0.0, 2).contains("no value at 0"));
        assert!(fault("sin(", 0.0, 2).contains("sin("));
        assert!(fault("sin(x)", 0.0, 40).contains("at most 9"));
    }
}
