//! Where an axis has its ticks, and what they say: round numbers, linear or logarithmic. Knows no canvas.

/// Mantissas of round numbers, with the numbers of equal parts that are round again.
const ROUND: [(f64, &[usize]); 8] = [
    (1.0, &[5, 4, 2]),
    (1.5, &[3]),
    (2.0, &[4, 2]),
    (3.0, &[3]),
    (4.0, &[4, 2]),
    (5.0, &[5]),
    (6.0, &[3, 2]),
    (8.0, &[4, 2]),
];

/// The power of ten at or below `value`, which is positive and finite.
fn power_below(value: f64) -> f64 {
    10f64.powi((value.log10() + 1e-9).floor() as i32)
}

/// The smallest round number that is at least `value`.
pub(crate) fn round_up(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let power = power_below(value);
    ROUND.iter().map(|(round, _)| round * power).find(|&round| round >= value * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// The 1, 2 or 5 times a power of ten next to `value`: at most it, or at least it.
pub(crate) fn logarithmic_end(value: f64, up: bool) -> f64 {
    let power = power_below(value);
    let ends = [1.0, 2.0, 5.0, 10.0].map(|round| round * power);
    let found = if up {
        ends.into_iter().find(|&end| end >= value * (1.0 - 1e-9))
    } else {
        ends.into_iter().rev().find(|&end| end <= value * (1.0 + 1e-9))
    };
    found.unwrap_or(power)
}

/// Ticks from 0 to `max`, which is a round number, in at most `n_parts` equal parts. Both ends have one.
pub(crate) fn linear(max: f64, n_parts: usize) -> Vec<f64> {
    let mantissa = max / power_below(max);
    let row = ROUND.iter().find(|(round, _)| (round - mantissa).abs() < 1e-6);
    let n = row.and_then(|(_, parts)| parts.iter().find(|&&n| n <= n_parts)).copied().unwrap_or(1);
    (0..=n).map(|i| max * i as f64 / n as f64).collect()
}

/// The round numbers from `min` to `max`, a step of 1, 2 or 5 apart, in at most `n_parts` parts; and that step.
pub(crate) fn between(min: f64, max: f64, n_parts: usize) -> (Vec<f64>, f64) {
    let least = (max - min) / n_parts as f64;
    let step = logarithmic_end(least, true);
    let (first, last) = ((min / step - 1e-9).ceil(), (max / step + 1e-9).floor());
    // Whole numbers of steps: what is added up again and again would not be round. Without −0.
    let values =
        (0..=n_parts).map(|n| (first + n as f64) * step + 0.0).take_while(|value| *value <= (last + 0.5) * step);
    (values.collect(), step)
}

/// What they say: short, and each as exact as `step` needs.
pub(crate) fn texts(values: &[f64], step: f64) -> Vec<String> {
    let short: Vec<String> = values.iter().map(|value| text(*value).replace('-', "−")).collect();
    let digits = (-(step.log10() + 1e-9).floor()).clamp(0.0, 12.0) as usize;
    let exact: Vec<String> = values.iter().map(|value| format!("{value:.digits$}").replace('-', "−")).collect();
    let is_short = |texts: &[String]| texts.iter().all(|text| text.chars().count() <= 8);
    let are_apart = short.windows(2).all(|pair| pair[0] != pair[1]);
    if step < 1e4 && step > 1e-5 && is_short(&exact) || !are_apart { exact } else { short }
}

/// Ticks between `min` and `max` on a logarithmic axis, `n_most` or fewer: 1, 2, 5, 10 … or every so many powers of ten.
pub(crate) fn logarithmic(min: f64, max: f64, n_most: usize) -> Vec<f64> {
    let inside = |&value: &f64| value >= min * (1.0 - 1e-9) && value <= max * (1.0 + 1e-9);
    let (first, last) = ((min.log10() - 1e-9).floor() as i32, (max.log10() + 1e-9).floor() as i32);
    let fine: Vec<f64> = (first..=last)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|round| round * 10f64.powi(power)))
        .filter(inside)
        .collect();
    if fine.len() <= n_most {
        return fine;
    }
    let every = |n: i32| (first..=last).filter(move |power| power.rem_euclid(n) == 0).map(|power| 10f64.powi(power));
    (1..)
        .map(|n| every(n).filter(inside).collect::<Vec<f64>>())
        .find(|ticks| ticks.len() <= n_most.max(1))
        .unwrap_or_default()
}

/// A share of 1 in percent.
pub(crate) fn percent(value: f64) -> String {
    format!("{}%", trimmed(value * 100.0))
}

/// A number as short as it can be said on an axis.
pub(crate) fn text(value: f64) -> String {
    let size = value.abs();
    let places = (size * 1e5).round() / 1e5;
    if size < 1e-300 {
        "0".into()
    } else if size >= 1e9 {
        format!("{value:.0e}")
    } else if size >= 1e6 {
        format!("{}M", trimmed(value / 1e6))
    } else if size >= 1e4 {
        format!("{}k", trimmed(value / 1e3))
    } else if size < 0.99e-3 && (size < 0.99e-5 || (size - places).abs() > 1e-9 * size) {
        let text = format!("{value:.1e}");
        text.replace(".0e", "e").replace('-', "−")
    } else {
        trimmed(value)
    }
}

fn trimmed(value: f64) -> String {
    let text = format!("{value:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_short() {
        for (value, short) in [
            (0.0, "0"),
            (0.25, "0.25"),
            (2500.0, "2500"),
            (15_000.0, "15k"),
            (2_500_000.0, "2.5M"),
            (1e12, "1e12"),
            (0.001, "0.001"),
            (0.0001, "0.0001"),
            (0.00015, "0.00015"),
            (0.00002, "0.00002"),
            (0.000_015, "1.5e−5"),
            (1e-12, "1e−12"),
        ] {
            assert_eq!(text(value), short);
        }
    }

    #[test]
    fn numbers_between_are_round_and_each_says_another_value() {
        let (values, step) = between(-3.7, 8.1, 6);
        assert_eq!((values.as_slice(), step), ([-2.0, 0.0, 2.0, 4.0, 6.0, 8.0].as_slice(), 2.0));
        for (middle, half) in [(0.0, 6.0), (172.0, 24.0), (1e6, 1e-3), (-3e-7, 2e-8), (0.0, 6e14), (5e14, 6.0)] {
            let (values, step) = between(middle - half, middle + half, 6);
            assert!((3..=7).contains(&values.len()), "{middle} ± {half}: {values:?}");
            let texts = texts(&values, step);
            assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{middle} ± {half}: {texts:?}");
            assert!(texts.iter().all(|text| text.chars().count() <= 17), "{texts:?}");
        }
    }

    #[test]
    fn ends_are_round_and_large_enough() {
        for (value, rounded) in
            [(0.0, 1.0), (0.69, 0.8), (1.0, 1.0), (1000.0, 1000.0), (101.0, 150.0), (9.7, 10.0), (f64::INFINITY, 1.0)]
        {
            assert!((round_up(value) - rounded).abs() < 1e-9, "{value}");
        }
        assert!((logarithmic_end(0.03, false) - 0.02).abs() < 1e-12);
        assert!((logarithmic_end(0.03, true) - 0.05).abs() < 1e-12);
        assert!((logarithmic_end(0.6, true) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_linear_axis_has_round_ticks_at_both_ends_and_between() {
        assert_eq!(linear(150.0, 5), [0.0, 50.0, 100.0, 150.0]);
        assert_eq!(linear(0.8, 5).len(), 5);
        assert_eq!(linear(10.0, 5), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(linear(10.0, 2), [0.0, 5.0, 10.0]);
        assert_eq!(linear(5.0, 3), [0.0, 5.0]);
        for exponent in -12..9 {
            for (mantissa, _) in ROUND {
                let max = mantissa * 10f64.powi(exponent);
                assert!(linear(max, 5).len() >= 4, "{max}");
                assert_eq!(round_up(max) / max, 1.0, "{max}");
            }
        }
    }

    #[test]
    fn a_logarithmic_axis_has_powers_of_ten_or_what_lies_between() {
        let short: Vec<String> = logarithmic(0.1, 1.0, 5).into_iter().map(text).collect();
        assert_eq!(short, ["0.1", "0.2", "0.5", "1"]);
        let long: Vec<String> = logarithmic(1e-6, 1.0, 5).into_iter().map(text).collect();
        assert_eq!(long, ["1e−6", "0.0001", "0.01", "1"]);
        assert!((1..=4).contains(&logarithmic(1e-300, 1e30, 4).len()));
    }
}
