//! `initialisers.json`: each distribution's parameters, and statistics of 10⁵ drawn weights.

use nn::initialiser::{Distribution, Initialiser, draw_layer};
use serde_json::Value;

use super::fixture::{get, number, param_values, text};
use super::names;
use super::report::Check;

/// The tolerance of standard deviations and bounds, which are formulas.
const TOLERANCE: f64 = 1e-12;
/// The relative amount by which a weight, which is an `f32`, may exceed a bound, which is an `f64`.
const F32_ROUNDING: f64 = 1e-7;
/// The tolerance of kurtosis. The sample kurtosis of 10⁵ draws scatters by √(24/n) = 0.015 around that of the normal
/// distribution; the generator of the fixtures has the same tolerance.
const KURTOSIS_TOLERANCE: f64 = 0.1;
const N_DRAWS: usize = 100_000;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let initialiser = names::initialiser(text(get(case, "name")?)?)?;
    let params = param_values(initialiser.params, get(case, "params")?)?;
    let [inputs, units] = [number(get(case, "fan_in")?)?, number(get(case, "fan_out")?)?];
    let distribution = (initialiser.distribution)(inputs, units, &params);
    facts(case, distribution, inputs.max(units), check)?;
    let (inputs, units) = (inputs as usize, units as usize);
    let layers = draw(initialiser, &params, units, inputs);
    statistics(case, &layers.concat(), check)?;
    if let Distribution::Orthogonal { gain } = distribution {
        let worst = layers.iter().map(|weights| gram_error(weights, units, inputs, gain)).fold(0.0, f64::max);
        check.holds(worst <= F32_ROUNDING * 10.0 * gain * gain, || {
            format!("rows or columns must be orthogonal, got {worst:.1e} off")
        });
    }
    Ok(())
}

/// The weights of several layers, from one seed each: as many layers as give enough weights.
fn draw(initialiser: &Initialiser, params: &[f64], units: usize, inputs: usize) -> Vec<Vec<f32>> {
    let n_layers = N_DRAWS.div_ceil(units * inputs);
    (0..n_layers as u64).map(|seed| draw_layer(initialiser, params, seed, 0, units, inputs)).collect()
}

/// Mean, standard deviation and bounds that the distribution itself states.
fn facts(case: &Value, distribution: Distribution, larger_side: f64, check: &mut Check) -> Result<(), String> {
    let (mean, std, bounds) = match distribution {
        Distribution::Constant(value) => (value, 0.0, Some((value, value))),
        Distribution::Uniform { low, high } => ((low + high) / 2.0, (high - low) / 12f64.sqrt(), Some((low, high))),
        Distribution::Normal { mean, std } => (mean, std, None),
        // The bounds are two standard deviations of the normal before truncation.
        Distribution::TruncatedNormal { mean, std } => {
            let reach = 2.0 * std / 0.879_625_661_034_239_8;
            (mean, std, Some((mean - reach, mean + reach)))
        }
        Distribution::Orthogonal { gain } => (0.0, gain / larger_side.sqrt(), Some((-gain, gain))),
    };
    check.close("mean", &[mean], &[number(get(case, "mean")?)?], TOLERANCE);
    check.close("std", &[std], &[number(get(case, "std")?)?], TOLERANCE);
    check.close("variance", &[std * std], &[number(get(case, "variance")?)?], TOLERANCE);
    if let Some((low, high)) = bounds {
        let wanted = [number(get(case, "lower")?)?, number(get(case, "upper")?)?];
        check.close("bounds", &[low, high], &wanted, TOLERANCE);
    }
    Ok(())
}

/// Checks that mean, deviation and kurtosis are within what this number of draws allows, and all weights within the bounds.
fn statistics(case: &Value, weights: &[f32], check: &mut Check) -> Result<(), String> {
    let [mean, std] = [number(get(case, "mean")?)?, number(get(case, "std")?)?];
    let kurtosis = case.get("kurtosis").and_then(Value::as_f64);
    let n = weights.len() as f64;
    let moment =
        |power: i32, around: f64| weights.iter().map(|w| (f64::from(*w) - around).powi(power)).sum::<f64>() / n;
    let sample_mean = moment(1, 0.0);
    check.holds((sample_mean - mean).abs() <= 5.0 * std / n.sqrt(), || {
        format!("the mean of {n} draws must be near {mean}, got {sample_mean}")
    });
    let sample_std = moment(2, sample_mean).sqrt();
    let spread = 5.0 * std * ((kurtosis.unwrap_or(3.0) - 1.0) / (4.0 * n)).sqrt();
    check.holds((sample_std - std).abs() <= spread, || {
        format!("the deviation of {n} draws must be near {std}, got {sample_std}")
    });
    if let Some(kurtosis) = kurtosis.filter(|_| std > 0.0) {
        let sample = moment(4, sample_mean) / sample_std.powi(4);
        check.holds((sample - kurtosis).abs() < KURTOSIS_TOLERANCE, || {
            format!("the kurtosis of {n} draws must be near {kurtosis}, got {sample}")
        });
    }
    let bound = |key: &str, otherwise: f64| case.get(key).and_then(Value::as_f64).unwrap_or(otherwise);
    let (lower, upper) = (bound("lower", f64::NEG_INFINITY), bound("upper", f64::INFINITY));
    let rounding = if upper.is_finite() { F32_ROUNDING * lower.abs().max(upper.abs()) } else { 0.0 };
    let beyond = weights.iter().find(|w| f64::from(**w) < lower - rounding || f64::from(**w) > upper + rounding);
    check.holds(beyond.is_none(), || format!("every draw must lie in [{lower}, {upper}], got {beyond:?}"));
    Ok(())
}

/// The largest deviation of `W Wᵀ`, or of `Wᵀ W` if there are more units than inputs, from gain² I.
fn gram_error(weights: &[f32], units: usize, inputs: usize, gain: f64) -> f64 {
    let (count, length) = (units.min(inputs), units.max(inputs));
    let entry = |vector: usize, k: usize| {
        f64::from(if units <= inputs { weights[vector * inputs + k] } else { weights[k * inputs + vector] })
    };
    let pairs = (0..count).flat_map(|a| (a..count).map(move |b| (a, b)));
    let off = pairs.map(|(a, b)| {
        let product: f64 = (0..length).map(|k| entry(a, k) * entry(b, k)).sum();
        (product - if a == b { gain * gain } else { 0.0 }).abs()
    });
    off.fold(0.0, f64::max)
}
