//! Functions that go from one limit to another, and their slopes. All are quotients of sums in which nothing cancels where
//! the function is near a limit: `1 − tanh² x` and `½ + ½ tanh(½x)` lose their digits there.

use bytemuck::cast;
use wide::{f32x4, i32x4};

use super::{limit, nearest, splat};

/// Powers of two `h` and numbers `t` from −0.18 to 0.18 with `e²ˣ = 2 h (1 + t)/(1 − t)`, for `x` limited to ±43.5: `t` is
/// the hyperbolic tangent of what is left of `x` after multiples of `½ ln 2` are taken from it.
#[inline(always)]
fn split<const N: usize>(x: [f32x4; N]) -> [(f32x4, f32x4); N] {
    let x = x.map(|x| limit(x, -43.5, 43.5));
    let n = x.map(|x| nearest(x * splat(2.0 * std::f32::consts::LOG2_E)));
    let r: [f32x4; N] = std::array::from_fn(|i| x[i] - n[i].0 * splat(0.346_679_7) - n[i].0 * splat(-1.060_972_2e-4));
    std::array::from_fn(|i| {
        let half_power: f32x4 = cast((n[i].1 + i32x4::splat(126)) << 23);
        let square = r[i] * r[i];
        (half_power, (square * splat(1.310_934_9e-1) + splat(-3.333_124_8e-1)) * (square * r[i]) + r[i])
    })
}

/// `tanh x` and its slope `1/cosh² x`. Relative error < 4·10⁻⁷ and, for `|x| ≤ 43`, < 7·10⁻⁷; never beyond ±1.
///
/// With `e²ˣ = 2 h (1 + t)/(1 − t)` the tangent `(e²ˣ − 1)/(e²ˣ + 1)` is `(h − ½ + t (h + ½))/(h + ½ + t (h − ½))`.
#[inline(always)]
pub(crate) fn tanh_and_slope<const N: usize>(x: [f32x4; N]) -> ([f32x4; N], [f32x4; N]) {
    let both = split(x).map(|(h, t)| {
        let (plus, minus) = (h + splat(0.5), h - splat(0.5));
        let denominator = plus + t * minus;
        let inverse = f32x4::ONE / denominator;
        ((minus + t * plus) / denominator, (f32x4::ONE - t * t) * (h + h) * inverse * inverse)
    });
    (both.map(|(tanh, _)| tanh), both.map(|(_, slope)| slope))
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
    split(x.map(|x| x * splat(0.5))).map(|(h, t)| {
        let (plus, minus) = (h + splat(0.5), h - splat(0.5));
        (h + t * h) / (plus + t * minus)
    })
}

/// `x / (1 + |x|)`. Relative error < 2·10⁻⁷.
#[inline(always)]
pub(crate) fn softsign(x: f32x4) -> f32x4 {
    x / (f32x4::ONE + x.abs())
}
