//! Values of the primitives that `libm` does not have, on one `f64`: accurate to a few units in the last place, where the
//! function tends to 0 too.

/// `1 / (1 + e⁻ˣ)`.
pub(crate) fn sigmoid(x: f64) -> f64 {
    let e = libm::exp(-x.abs());
    (if x < 0.0 { e } else { 1.0 }) / (1.0 + e)
}

/// `1/cosh² x`.
pub(crate) fn sech_squared(x: f64) -> f64 {
    let e = libm::exp(-2.0 * x.abs());
    4.0 * e / ((1.0 + e) * (1.0 + e))
}

/// `Φ(x)`, the integral of the standard normal density up to `x`: `½ erfc(−x/√2)`. The tail would magnify the rounding of
/// `x/√2` by up to a thousand, so that what was lost is added by the slope of `erfc`.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    /// What `FRAC_1_SQRT_2` lacks of `√½`.
    const REST: f64 = -4.833_646_656_726_457e-17;
    let root = std::f64::consts::FRAC_1_SQRT_2;
    let t = -x * root;
    let [(a, b), (c, d)] = [-x, root].map(halves);
    let lost = a * c - t + a * d + b * c + b * d - x * REST;
    let slope = -std::f64::consts::FRAC_2_SQRT_PI * libm::exp(-t * t);
    // For t below 0 and beyond the range the slope is nothing beside the value.
    let correction = if t.is_finite() { slope * lost } else { 0.0 };
    0.5 * (libm::erfc(t) + correction)
}

/// The number as a sum of two whose products are exact: 26 bits each.
fn halves(x: f64) -> (f64, f64) {
    let high = f64::from_bits(x.to_bits() & !0x07ff_ffff);
    (high, x - high)
}
