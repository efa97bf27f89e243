//! Functions that go from one limit to another, and their slopes. All are made of `e^−|x|`, which keeps its digits where
//! the function is near a limit: `1 − tanh² x` and `½ + ½ tanh(½x)` lose them there.

use bytemuck::cast;
use wide::{f32x4, i32x4};

use super::{nearest, splat};

/// The bit of a number's sign.
const SIGN: f32 = -0.0;

/// For `x ≤ 0` powers of two `s` and numbers `p` with `eˣ = s (1 + p)`, so that `eˣ − 1 = s p + (s − 1)` is exact to the last
/// digits near 0 too. Below −87 they are those of −87.
#[inline(always)]
fn decay<const N: usize>(x: [f32x4; N]) -> [(f32x4, f32x4); N] {
    let x = x.map(|x| {
        let low = splat(-87.0);
        // As in `limit`: not-a-number stays.
        if cfg!(target_arch = "wasm32") { x.fast_max(low) } else { low.fast_max(x) }
    });
    let n = x.map(|x| nearest(x * splat(std::f32::consts::LOG2_E)));
    let r: [f32x4; N] = std::array::from_fn(|i| x[i] - n[i].0 * splat(0.693_359_4) - n[i].0 * splat(-2.121_944_4e-4));
    // In pairs of coefficients: each step waits for the one before it, and pairs make fewer steps.
    let square = r.map(|r| r * r);
    let low: [f32x4; N] = std::array::from_fn(|i| r[i] * splat(1.666_654_2e-1) + splat(5e-1));
    let high: [f32x4; N] = std::array::from_fn(|i| r[i] * splat(8.366_692e-3) + splat(4.166_720_4e-2));
    let high: [f32x4; N] = std::array::from_fn(|i| square[i] * splat(1.388_248e-3) + high[i]);
    std::array::from_fn(|i| {
        let s: f32x4 = cast((n[i].1 + i32x4::splat(127)) << 23);
        (s, (square[i] * high[i] + low[i]) * square[i] + r[i])
    })
}

/// `tanh x` and its slope `1/cosh² x`. Relative error < 4·10⁻⁷ and, for `|x| ≤ 43`, < 7·10⁻⁷; never beyond ±1, because
/// `1 − e` is at most 1 and `1 + e` at least.
#[inline(always)]
pub(crate) fn tanh_and_slope<const N: usize>(x: [f32x4; N]) -> ([f32x4; N], [f32x4; N]) {
    let e = decay(x.map(|x| (x | splat(SIGN)) + (x | splat(SIGN))));
    let difference = e.map(|(s, p)| (f32x4::ONE - s) - s * p);
    let half: [f32x4; N] = std::array::from_fn(|i| f32x4::ONE / (splat(2.0) - difference[i]));
    let tanh = std::array::from_fn(|i| (difference[i] * half[i]) ^ (x[i] & splat(SIGN)));
    let slope = std::array::from_fn(|i| {
        let ((s, p), inverse) = (e[i], half[i] + half[i]);
        (s * p + s) * inverse * inverse
    });
    (tanh, slope)
}

/// Hyperbolic tangent; see [`tanh_and_slope`].
#[inline(always)]
pub(crate) fn tanh<const N: usize>(x: [f32x4; N]) -> [f32x4; N] {
    tanh_and_slope(x).0
}

/// `1/cosh² x`; see [`tanh_and_slope`].
#[inline(always)]
pub(crate) fn sech_squared<const N: usize>(x: [f32x4; N]) -> [f32x4; N] {
    tanh_and_slope(x).1
}

/// `1 / (1 + e⁻ˣ)`. Relative error < 4·10⁻⁷ for `x ≥ −87`, and below it is the value at −87, about 10⁻³⁸.
#[inline(always)]
pub(crate) fn sigmoid<const N: usize>(x: [f32x4; N]) -> [f32x4; N] {
    let e = decay(x.map(|x| x | splat(SIGN)));
    std::array::from_fn(|i| {
        let (s, p) = e[i];
        let e = s * p + s;
        x[i].simd_lt(f32x4::ZERO).select(e, f32x4::ONE) / (f32x4::ONE + e)
    })
}
