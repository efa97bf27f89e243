//! Elementary functions on four `f32` lanes: polynomials in multiply, add, divide and bit moves. The
//! longest functions compute several vectors side by side, so that no vector has to wait for the
//! result of its own previous step.
//!
//! Invariant: the same bits on every platform, because each step is an IEEE operation that is not
//! fused, and no step is an approximate instruction. The errors stated are against `f64` and are
//! checked by the tests below. Coefficients: Cephes (`expf`, `logf`, `sinf`, `cosf`) and Juffa's `erff`; those of
//! `sigmoidal` and `normal` are fits of least relative error.

mod normal;
mod sigmoidal;

use bytemuck::cast;
use wide::{f32x4, i32x4};

pub(crate) use normal::normal_cdf;
pub(crate) use sigmoidal::{sech_squared, sigmoid, softsign, tanh, tanh_and_slope};

/// Lanes in a vector.
pub(crate) const N_LANES: usize = 4;

#[inline(always)]
pub(crate) fn splat(value: f32) -> f32x4 {
    f32x4::splat(value)
}

/// The polynomial with these coefficients, highest power first.
#[inline(always)]
fn poly<const N: usize>(x: [f32x4; N], coefficients: &[f32]) -> [f32x4; N] {
    let Some((highest, others)) = coefficients.split_first() else { return [f32x4::ZERO; N] };
    others.iter().fold([splat(*highest); N], |sum, c| {
        let c = splat(*c);
        std::array::from_fn(|i| sum[i] * x[i] + c)
    })
}

/// `x` limited to `[low, high]`; not-a-number stays not-a-number.
#[inline(always)]
fn limit(x: f32x4, low: f32, high: f32) -> f32x4 {
    let (low, high) = (splat(low), splat(high));
    // If one of the two is not a number, the fast minimum returns the second on x86 and the first in wasm.
    if cfg!(target_arch = "wasm32") { x.fast_min(high).fast_max(low) } else { low.fast_max(high.fast_min(x)) }
}

/// Nearest integer, as a float and in the low bits; for `|x| < 2²²`.
#[inline(always)]
fn nearest(x: f32x4) -> (f32x4, i32x4) {
    const MAGIC: f32 = 12_582_912.0; // 1.5 · 2²³: adding it leaves no bits for a fraction
    let shifted = x + splat(MAGIC);
    (shifted - splat(MAGIC), cast::<f32x4, i32x4>(shifted) - i32x4::splat(MAGIC.to_bits() as i32))
}

/// `eˣ`. Relative error < 2·10⁻⁷; 0 below −86.6, infinite above 88.72.
#[inline(always)]
pub(crate) fn exp<const N: usize>(x: [f32x4; N]) -> [f32x4; N] {
    let reduced = reduced(x);
    std::array::from_fn(|i| {
        let (half_scale, p) = reduced[i];
        let y = (p + f32x4::ONE) * half_scale * splat(2.0);
        let y = x[i].simd_lt(splat(-86.6)).select(f32x4::ZERO, y);
        x[i].simd_gt(splat(88.722_83)).select(splat(f32::INFINITY), y)
    })
}

/// `eˣ − 1`. Relative error < 3·10⁻⁷, near 0 too; infinite above 88.72.
#[inline(always)]
pub(crate) fn expm1<const N: usize>(x: [f32x4; N]) -> [f32x4; N] {
    let reduced = reduced(x);
    std::array::from_fn(|i| {
        let (half_scale, p) = reduced[i];
        let y = (p * half_scale + (half_scale - splat(0.5))) * splat(2.0);
        x[i].simd_gt(splat(88.722_83)).select(splat(f32::INFINITY), y)
    })
}

/// Powers of two `h` and numbers `p` with `eˣ = 2 h (1 + p)`, for `x` limited to `[−87, 89]`. The factor 2 is apart because
/// 2¹²⁸ is too large for an `f32`.
#[inline(always)]
fn reduced<const N: usize>(x: [f32x4; N]) -> [(f32x4, f32x4); N] {
    let clamped = x.map(|x| limit(x, -87.0, 89.0));
    let n = clamped.map(|x| nearest(x * splat(std::f32::consts::LOG2_E)));
    let r: [f32x4; N] = std::array::from_fn(|i| {
        let (n, _) = n[i];
        clamped[i] - n * splat(0.693_359_4) - n * splat(-2.121_944_4e-4)
    });
    let p = poly(r, &[1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5]);
    std::array::from_fn(|i| {
        let half_scale: f32x4 = cast((n[i].1 + i32x4::splat(126)) << 23);
        (half_scale, p[i] * (r[i] * r[i]) + r[i])
    })
}

/// Natural logarithm. Relative error < 2·10⁻⁷ (absolute near 1); −∞ at 0, not a number below.
#[inline(always)]
pub(crate) fn ln(x: f32x4) -> f32x4 {
    let normal = x.simd_lt(splat(f32::MIN_POSITIVE)).select(splat(f32::MIN_POSITIVE), x);
    let bits: i32x4 = cast(normal);
    let exponent = (bits - i32x4::splat(0x3f35_04f3)) >> 23; // mantissa in [√½, √2)
    let mantissa: f32x4 = cast(bits - (exponent << 23));
    let e = f32x4::from_i32x4(exponent);
    let f = mantissa - f32x4::ONE;
    let z = f * f;
    let [p] = poly(
        [f],
        &[
            7.037_683_6e-2,
            -1.151_461e-1,
            1.167_699_87e-1,
            -1.242_014_1e-1,
            1.424_932_3e-1,
            -1.666_805_7e-1,
            2.000_071_5e-1,
            -2.499_999_4e-1,
            3.333_333e-1,
        ],
    );
    let small = p * f * z + e * splat(-2.121_944_4e-4) - splat(0.5) * z;
    let y = f + small + e * splat(0.693_359_4);
    let y = x.simd_gt(splat(f32::MAX)).select(x, y);
    let y = x.simd_eq(f32x4::ZERO).select(splat(f32::NEG_INFINITY), y);
    let y = x.simd_lt(f32x4::ZERO).select(splat(f32::NAN), y);
    x.simd_eq(x).select(y, x)
}

/// `ln(1 + x)`. Relative error < 4·10⁻⁷, near 0 too.
#[inline(always)]
pub(crate) fn ln1p(x: f32x4) -> f32x4 {
    let u = f32x4::ONE + x;
    let lost = (x - (u - f32x4::ONE)) / u; // corrects for the rounding of 1 + x
    let tame = u.simd_gt(f32x4::ZERO) & u.simd_lt(splat(1e30));
    ln(u) + tame.select(lost, f32x4::ZERO)
}

/// Error function. Relative error < 4·10⁻⁷; exactly ±1 where the exact value rounds to that in `f32`.
#[inline(always)]
pub(crate) fn erf<const N: usize>(x: [f32x4; N]) -> [f32x4; N] {
    let negative = x.map(|x| x.simd_lt(f32x4::ZERO));
    let t: [f32x4; N] = std::array::from_fn(|i| limit(negative[i].select(-x[i], x[i]), 0.0, 10.0));
    let exponent = poly(
        t,
        &[
            -1.728_534_7e-5,
            3.831_971_3e-4,
            -3.883_964_4e-3,
            2.425_462_2e-2,
            -1.067_778_8e-1,
            -6.348_467e-1,
            -1.287_175_1e-1,
        ],
    );
    let power: [f32x4; N] = exp(std::array::from_fn(|i| exponent[i] * t[i] - t[i]));
    let z = t.map(|t| t * t);
    let near =
        poly(z, &[-5.967_617e-4, 4.991_194_2e-3, -2.676_813_5e-2, 1.128_199_25e-1, -3.761_253_4e-1, 1.283_791_7e-1]);
    std::array::from_fn(|i| {
        let (far, near) = (f32x4::ONE - power[i], near[i] * t[i] + t[i]);
        let y = t[i].simd_gt(splat(0.921_875)).select(far, near);
        negative[i].select(-y, y)
    })
}

/// Sine, `x` in radians. Absolute error < 2·10⁻⁷ for `|x| ≤ 10⁴`, growing with `|x|` beyond.
#[inline(always)]
pub(crate) fn sin(x: f32x4) -> f32x4 {
    let (r, quadrant) = quarter_turns(x);
    sin_in_quadrant(r, quadrant)
}

/// Cosine, `x` in radians. Absolute error < 2·10⁻⁷ for `|x| ≤ 10⁴`, growing with `|x|` beyond.
#[inline(always)]
pub(crate) fn cos(x: f32x4) -> f32x4 {
    let (r, quadrant) = quarter_turns(x);
    sin_in_quadrant(r, quadrant + i32x4::ONE)
}

/// `x` as a number of quarter turns and a remainder in `[−π/4, π/4]`: the remainder, then the number.
#[inline(always)]
fn quarter_turns(x: f32x4) -> (f32x4, i32x4) {
    let (n, n_bits) = nearest(x * splat(std::f32::consts::FRAC_2_PI));
    let r = x - n * splat(1.570_312_5) - n * splat(4.837_513e-4) - n * splat(7.549_79e-8);
    (limit(r, -0.8, 0.8), n_bits)
}

#[inline(always)]
fn sin_in_quadrant(r: f32x4, quadrant: i32x4) -> f32x4 {
    let z = r * r;
    let [s] = poly([z], &[-1.951_529_6e-4, 8.332_161e-3, -1.666_665_5e-1]);
    let s = s * z * r + r;
    let [c] = poly([z], &[2.443_315_7e-5, -1.388_731_6e-3, 4.166_664_6e-2]);
    let c = c * z * z - splat(0.5) * z + f32x4::ONE;
    let odd = (quadrant & i32x4::ONE).simd_eq(i32x4::ONE);
    let y = cast::<i32x4, f32x4>(odd).select(c, s);
    let sign: f32x4 = cast((quadrant & i32x4::splat(2)) << 30);
    y ^ sign
}

/// `x ^ y`: relative error < 2·10⁻⁷ · (1 + |y ln x|). A negative base has integer powers only; others are not a number.
#[inline(always)]
pub(crate) fn pow(x: f32x4, y: f32x4) -> f32x4 {
    let [magnitude] = exp([y * ln(x.simd_lt(f32x4::ZERO).select(-x, x))]);
    let half = y * splat(0.5);
    let is_integer = whole(y);
    let odd = is_integer & !whole(half);
    let negative = x.simd_lt(f32x4::ZERO);
    let signed = (negative & odd).select(-magnitude, magnitude);
    let z = (negative & !is_integer).select(splat(f32::NAN), signed);
    y.simd_eq(f32x4::ZERO).select(f32x4::ONE, z)
}

/// Mask of the lanes that hold whole numbers; beyond 2²² every float counts as even.
#[inline(always)]
fn whole(x: f32x4) -> f32x4 {
    let (n, _) = nearest(limit(x, -4_194_303.0, 4_194_303.0));
    n.simd_eq(x) | x.simd_gt(splat(4_194_303.0)) | x.simd_lt(splat(-4_194_303.0))
}

/// `xⁿ` by repeated multiplication, for small integers `n`; for negative `n` the reciprocal.
#[inline(always)]
pub(crate) fn powi(x: f32x4, n: i32) -> f32x4 {
    let power = (0..n.unsigned_abs()).fold(f32x4::ONE, |product, _| product * x);
    if n < 0 { f32x4::ONE / power } else { power }
}

/// Mask of the first `n` lanes, `1 ≤ n ≤ 4`.
#[inline(always)]
pub(crate) fn first_lanes(n: usize) -> f32x4 {
    const ALL: u32 = u32::MAX;
    const MASKS: [[u32; 4]; 4] = [[ALL, 0, 0, 0], [ALL, ALL, 0, 0], [ALL, ALL, ALL, 0], [ALL; 4]];
    cast(MASKS[(n - 1) % 4])
}

/// The sums of four vectors' lanes, each in the order `(0 + 1) + (2 + 3)`.
#[inline(always)]
pub(crate) fn sum_lanes_of_four([a, b, c, d]: [f32x4; 4]) -> f32x4 {
    sums_of_pairs(sums_of_pairs(a, b), sums_of_pairs(c, d))
}

/// `a₀+a₁, a₂+a₃, b₀+b₁, b₂+b₃`.
#[inline(always)]
fn sums_of_pairs(a: f32x4, b: f32x4) -> f32x4 {
    let ([a0, a1, a2, a3], [b0, b1, b2, b3]): ([f32; 4], [f32; 4]) = (cast(a), cast(b));
    f32x4::new([a0, a2, b0, b2]) + f32x4::new([a1, a3, b1, b3])
}

/// The sum of the four lanes, in the order `(0 + 1) + (2 + 3)`.
#[inline(always)]
pub(crate) fn sum_lanes(x: f32x4) -> f32 {
    let [a, b, c, d]: [f32; 4] = cast(x);
    (a + b) + (c + d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exp(x: f32x4) -> f32x4 {
        super::exp([x])[0]
    }

    fn tanh(x: f32x4) -> f32x4 {
        super::tanh([x])[0]
    }

    fn erf(x: f32x4) -> f32x4 {
        super::erf([x])[0]
    }

    fn expm1(x: f32x4) -> f32x4 {
        super::expm1([x])[0]
    }

    fn sigmoid(x: f32x4) -> f32x4 {
        super::sigmoid([x])[0]
    }

    fn sech_squared(x: f32x4) -> f32x4 {
        super::sech_squared([x])[0]
    }

    fn normal_cdf(x: f32x4) -> f32x4 {
        super::normal_cdf([x])[0]
    }

    fn exact_sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-x))
    }

    fn exact_sech_squared(x: f64) -> f64 {
        libm::cosh(x).powi(-2)
    }

    /// Exact enough: in `f64` the rounding of `x/√2` shifts the tail by less than 10⁻¹³.
    fn exact_normal_cdf(x: f64) -> f64 {
        0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
    }

    /// Name, function, exact function, lowest and highest argument, floor of the relative error, its bound.
    type Row = (&'static str, fn(f32x4) -> f32x4, fn(f64) -> f64, f64, f64, f64, f64);

    /// The largest error over a dense sweep, relative to `max(floor, |exact|)`.
    fn worst(f: fn(f32x4) -> f32x4, exact: fn(f64) -> f64, low: f64, high: f64, floor: f64) -> f64 {
        let n = 400_000;
        let mut worst = 0.0_f64;
        for k in 0..n {
            let x = (low + (high - low) * k as f64 / n as f64) as f32;
            let got: [f32; 4] = cast(f(splat(x)));
            let want = exact(f64::from(x));
            worst = worst.max((f64::from(got[0]) - want).abs() / want.abs().max(floor));
        }
        worst
    }

    #[test]
    fn errors_are_as_stated() {
        let table: [Row; 19] = [
            ("exp", exp, libm::exp, -86.0, 88.7, 0.0, 2e-7),
            ("ln", ln, libm::log, 1e-6, 100.0, 1.0, 2e-7),
            ("ln of large", ln, libm::log, 2.0, 1e30, 0.0, 2e-7),
            ("ln1p", ln1p, libm::log1p, -0.9, 10.0, 0.0, 4e-7),
            ("ln1p near 0", ln1p, libm::log1p, -1e-4, 1e-4, 1e-9, 4e-7),
            ("expm1", expm1, libm::expm1, -86.0, 88.7, 0.0, 3e-7),
            ("expm1 near 0", expm1, libm::expm1, -1.0, 1.0, 0.0, 3e-7),
            ("tanh", tanh, libm::tanh, -12.0, 12.0, 0.0, 4e-7),
            ("tanh near 0", tanh, libm::tanh, -1e-3, 1e-3, 1e-9, 4e-7),
            ("sech squared", sech_squared, exact_sech_squared, -43.0, 43.0, 0.0, 7e-7),
            ("sigmoid", sigmoid, exact_sigmoid, -86.0, 86.0, 0.0, 4e-7),
            ("softsign", softsign, |x| x / (1.0 + x.abs()), -1e4, 1e4, 0.0, 2e-7),
            ("normal cdf", normal_cdf, exact_normal_cdf, -13.0, 13.0, 0.0, 6e-7),
            ("normal cdf near 0", normal_cdf, exact_normal_cdf, -1.0, 1.0, 0.0, 6e-7),
            ("erf", erf, libm::erf, -6.0, 6.0, 1e-9, 4e-7),
            ("sin", sin, libm::sin, -10.0, 10.0, 1.0, 2e-7),
            ("sin of large", sin, libm::sin, -1e4, 1e4, 1.0, 2e-7),
            ("cos", cos, libm::cos, -10.0, 10.0, 1.0, 2e-7),
            ("cos of large", cos, libm::cos, -1e4, 1e4, 1.0, 2e-7),
        ];
        for (name, f, exact, low, high, floor, bound) in table {
            let error = worst(f, exact, low, high, floor);
            assert!(error < bound, "{name}: error must be below {bound:e}, got {error:e}");
        }
    }

    #[test]
    fn extremes_are_limits_and_nan_stays_nan() {
        let at = |f: fn(f32x4) -> f32x4, x: f32| cast::<f32x4, [f32; 4]>(f(splat(x)))[0];
        assert_eq!(at(exp, -1e4), 0.0);
        assert_eq!(at(exp, 1e4), f32::INFINITY);
        assert_eq!(at(ln, 0.0), f32::NEG_INFINITY);
        assert_eq!(at(ln, f32::INFINITY), f32::INFINITY);
        assert_eq!(at(tanh, 1e30), 1.0);
        assert_eq!(at(tanh, -1e30), -1.0);
        assert_eq!((at(expm1, -1e4), at(expm1, 1e4)), (-1.0, f32::INFINITY));
        assert_eq!((at(sigmoid, 1e30), at(normal_cdf, 1e30), at(normal_cdf, -1e30)), (1.0, 1.0, 0.0));
        assert!([at(sigmoid, -1e30), at(sech_squared, 1e30)].iter().all(|limit| (0.0..1e-37).contains(limit)));
        assert_eq!((at(softsign, 1e30), at(softsign, -1e30)), (1.0, -1.0));
        assert_eq!((at(tanh, 0.0).to_bits(), at(expm1, 0.0)), (0, 0.0));
        assert_eq!((at(erf, 1e30), at(erf, -5.0)), (1.0, -1.0));
        assert_eq!(at(ln1p, -1.0), f32::NEG_INFINITY);
        assert!(at(ln, -1.0).is_nan());
        for f in [exp, ln, ln1p, tanh, erf, sin, cos, expm1, sigmoid, sech_squared, softsign, normal_cdf] {
            assert!(at(f, f32::NAN).is_nan());
        }
        assert!(at(sin, 3e38).abs() <= 1.0);
    }

    #[test]
    fn tanh_is_at_most_1_at_every_number() {
        let (first, last) = (2.0_f32.to_bits(), 16.0_f32.to_bits());
        for bits in (first..last).step_by(4) {
            let x = f32x4::new([0, 1, 2, 3].map(|k| f32::from_bits(bits + k)));
            assert!(tanh(x).simd_le(f32x4::ONE).all(), "{x}");
        }
    }

    #[test]
    fn powers_follow_the_sign_rules() {
        let at = |x: f32, y: f32| cast::<f32x4, [f32; 4]>(pow(splat(x), splat(y)))[0];
        assert!((at(2.0, 10.0) - 1024.0).abs() < 1e-2);
        assert!((at(-2.0, 3.0) + 8.0).abs() < 1e-4);
        assert!((at(-2.0, 2.0) - 4.0).abs() < 1e-4);
        assert!(at(-2.0, 0.5).is_nan());
        assert_eq!(at(0.0, 2.0), 0.0);
        assert_eq!(at(0.0, 0.0), 1.0);
        assert_eq!(at(0.0, -1.0), f32::INFINITY);
        assert_eq!(cast::<f32x4, [f32; 4]>(powi(splat(2.0), -3))[0], 0.125);
    }
}
