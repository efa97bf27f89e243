//! The distribution function of the normal distribution.

use bytemuck::cast;
use wide::{f32x4, u32x4};

use super::{exp, limit, poly, splat};

/// `Φ(x)`, the integral of the standard normal density up to `x`. Relative error < 6·10⁻⁷ for `x ≥ −13`; 0 below −13.2.
///
/// For `t = |x|` the tail is `Φ(−t) = e^(−t²/2) g(t)` with a smooth `g`, a polynomial of `(t − 3)/(t + 3)` over `1 + 2t`.
#[inline(always)]
pub(crate) fn normal_cdf<const N: usize>(x: [f32x4; N]) -> [f32x4; N] {
    let t = x.map(|x| limit(x.abs(), 0.0, 14.0));
    let square = t.map(|t| t * t);
    let power = exp(square.map(|square| square * splat(-0.5)));
    let ratio = t.map(|t| (t - splat(3.0)) / (t + splat(3.0)));
    let g = poly(
        ratio,
        &[
            -1.989_164e-4,
            -1.038_362_2e-3,
            -1.831_491_7e-4,
            6.996_623e-3,
            -6.455_225e-4,
            -5.159_688_4e-2,
            1.365_491e-1,
            -1.560_887e-1,
            1.334_880_9e-2,
            8.505_976e-1,
        ],
    );
    std::array::from_fn(|i| {
        // What rounding took from t², from t in two parts of twelve bits: eʸ magnifies it by y.
        let high: f32x4 = cast(cast::<f32x4, u32x4>(t[i]) & u32x4::splat(0xffff_f000));
        let low = t[i] - high;
        let lost = high * high - square[i] + splat(2.0) * high * low + low * low;
        let tail = power[i] * (f32x4::ONE - splat(0.5) * lost) * (g[i] / (f32x4::ONE + t[i] + t[i]));
        x[i].simd_lt(f32x4::ZERO).select(tail, f32x4::ONE - tail)
    })
}
