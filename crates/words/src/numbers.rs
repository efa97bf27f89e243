//! Numbers as they are written for people. What is only read has a true minus sign; what is edited has one that every reader
//! of numbers takes.

use playground::decimal;

use crate::Words;

impl Words {
    /// A number as the metrics show it, or a dash.
    pub fn number(&self, value: Option<f64>) -> String {
        match value {
            Some(value) if value.is_finite() => self.short(value),
            _ => self.common.nothing.into(),
        }
    }

    /// A number with seven significant digits, for whoever wants to compute with it.
    pub fn precise(&self, value: f64) -> String {
        if value == 0.0 || !value.is_finite() {
            return self.number(Some(value));
        }
        // Rounded first: 9.9999999 has as many digits before the point as 10.
        let scientific = format!("{value:.6e}");
        let exponent: i32 = scientific.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
        read_only(match exponent {
            -5..=6 => format!("{value:.digits$}", digits = (6 - exponent) as usize),
            _ => scientific,
        })
    }

    /// A number in at most seven characters.
    pub fn short(&self, value: f64) -> String {
        let size = value.abs();
        read_only(if (9.95e-5..1e-3).contains(&size) {
            format!("{value:.5}")
        } else if size != 0.0 && !(1e-3..1e4).contains(&size) {
            format!("{value:.1e}")
        } else if (1e-3..1e-2).contains(&size) {
            format!("{value:.4}")
        } else if size >= 100.0 {
            format!("{value:.0}")
        } else if size >= 10.0 {
            format!("{value:.1}")
        } else {
            format!("{value:.3}")
        })
    }

    /// A share from 0 to 1 in percent, with one decimal. Only all is 100 %, and only nothing is 0 %.
    pub fn percent(&self, share: f64) -> String {
        self.share(share, 1)
    }

    fn share(&self, share: f64, digits: usize) -> String {
        let text = format!("{:.digits$}", share * 100.0);
        let (none, all) = (format!("{:.digits$}", 0.0), format!("{:.digits$}", 100.0));
        let least = 1.0 / 10f64.powi(digits as i32);
        let text = if text == all && share < 1.0 {
            format!("> {:.digits$}", 100.0 - least)
        } else if text == none && share > 0.0 {
            format!("< {least:.digits$}")
        } else {
            text
        };
        self.numbers.percent.with([&text])
    }

    /// A percentage as it was typed.
    pub(crate) fn percent_typed(&self, percent: f64) -> String {
        self.numbers.percent.with([&percent.to_string()])
    }

    /// A share from 0 to 1 in whole percent; like [`Words::percent`] at its ends.
    pub fn whole_percent(&self, share: f64) -> String {
        self.share(share, 0)
    }

    /// A count with its thousands apart.
    pub fn count(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A counter that grows for ever, in a place of its own size.
    pub fn counter(&self, n: u64) -> String {
        let Some(large) = self.numbers.large.iter().rev().find(|large| n >= large.from) else { return self.count(n) };
        let mut text = self.count(n / large.unit);
        if large.decimals > 0 {
            let parts = 10u64.pow(large.decimals);
            text += &format!(".{:0width$}", n % large.unit * parts / large.unit, width = large.decimals as usize);
        }
        large.text.with([&text])
    }

    /// A number with two decimals; never a negative zero.
    pub(crate) fn fixed(&self, value: f32) -> String {
        let text = format!("{:.2}", f64::from(value));
        if text == "-0.00" { "0.00".into() } else { read_only(text) }
    }

    /// A weight with its sign as it is printed.
    pub(crate) fn signed(&self, value: f32, digits: usize) -> String {
        // As an f64, whose text to so many digits is the same: there is one way only of writing numbers.
        let size = f64::from(value.abs());
        let text = if size < 1e4 { format!("{size:.digits$}") } else { format!("{size:.1e}") };
        if value < 0.0 { format!("−{text}") } else { text }
    }

    /// A gradient, which may be small and still matter.
    pub(crate) fn gradient(&self, value: Option<f32>) -> String {
        let Some(value) = value.filter(|value| value.is_finite()) else { return self.common.nothing.into() };
        let size = value.abs();
        match size {
            0.0 | 5e-4.. => self.signed(value, 4),
            _ => self.short(f64::from(value)),
        }
    }

    /// A number that may be very large, with its power of ten as it is written by hand.
    pub fn power(&self, value: f64) -> String {
        let text = self.short(value);
        let Some((digits, exponent)) = text.split_once('e') else { return text };
        let raised = |c: char| match c {
            '−' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            digit => char::from_u32('⁰' as u32 + digit as u32 - '0' as u32).unwrap_or(digit),
        };
        format!("{digits} · 10{}", exponent.chars().map(raised).collect::<String>())
    }
}

pub(crate) fn read_only(text: String) -> String {
    text.replace('-', "−")
}

/// A weight as a field shows it while nobody edits it.
pub fn rounded(value: f32) -> String {
    let (size, value) = (value.abs(), f64::from(value));
    if size == 0.0 || (5e-5..1e4).contains(&size) { format!("{value:.4}") } else { format!("{value:.2e}") }
}

/// A weight with all its digits.
pub fn exact(value: f32) -> String {
    let (size, text) = (value.abs(), value.to_string());
    // The shortest text of the f64 that the shortest text means is the same digits.
    let short = if size == 0.0 || (1e-5..1e7).contains(&size) { None } else { decimal(&text) };
    short.map_or(text, |short| format!("{short:e}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EN, ZH_HANS};

    #[test]
    fn numbers_are_short_enough_for_their_places() {
        for value in [0.0, 0.0831, 12.345, 456.7, 123_456.0, 1.5e-9, -0.25, 7.1e-4, 9.96e-5] {
            assert!(EN.short(value).chars().count() <= 7, "{}", EN.short(value));
        }
        assert_eq!(EN.number(Some(f64::NAN)), EN.common.nothing);
    }

    #[test]
    fn a_small_number_has_places_before_it_has_a_power() {
        assert_eq!(
            [0.0123, 0.009_96, 0.0024, 7.1e-4, 1e-4, 9.96e-5].map(|value| EN.short(value)),
            ["0.012", "0.0100", "0.0024", "0.00071", "0.00010", "0.00010"]
        );
        assert_eq!([9.4e-5, -7.1e-4].map(|value| EN.short(value)), ["9.4e−5", "−0.00071"]);
        assert_eq!(EN.gradient(Some(2.5e-4)), "0.00025");
    }

    #[test]
    fn a_share_is_all_or_nothing_only_where_it_is() {
        assert_eq!([0.9977, 0.999_96, 1.0].map(|share| EN.percent(share)), ["99.8 %", "> 99.9 %", "100.0 %"]);
        assert_eq!(
            [0.0, 4e-4, 0.0026, 0.9977, 1.0].map(|share| EN.whole_percent(share)),
            ["0 %", "< 1 %", "< 1 %", "> 99 %", "100 %"]
        );
        assert_eq!(ZH_HANS.whole_percent(0.9977), "> 99%");
    }

    #[test]
    fn a_precise_number_has_seven_digits_whatever_its_size() {
        for (value, wanted) in [
            (0.033_124_5, "0.03312450"),
            (std::f64::consts::LN_2, "0.6931472"),
            (9.999_999_96, "10.00000"),
            (-7.123_456_7e-4, "−0.0007123457"),
            (1.234_567_8e-9, "1.234568e−9"),
            (8.1e12, "8.100000e12"),
            (1_234_567.8, "1234568"),
            (0.0, "0.000"),
        ] {
            assert_eq!(EN.precise(value), wanted);
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([EN.count(7), EN.count(999_999), EN.count(1_234_567)], ["7", "999,999", "1,234,567"]);
    }

    #[test]
    fn counters_are_written_as_the_language_does() {
        assert_eq!([EN.counter(999_999), EN.counter(62_654_873)], ["999,999", "62.65 M"]);
        assert_eq!([EN.percent(0.95), EN.whole_percent(0.95)], ["95.0 %", "95 %"]);
        assert_eq!([ZH_HANS.counter(999_999), ZH_HANS.counter(62_654_873)], ["999,999", "6,265 万"]);
        assert_eq!([ZH_HANS.counter(123_456_789_012), ZH_HANS.whole_percent(0.95)], ["1,234.56 亿", "95%"]);
    }

    #[test]
    fn what_is_only_read_has_a_true_minus_sign() {
        assert_eq!([EN.short(-0.25), EN.short(1.5e-9)], ["−0.250", "1.5e−9"]);
        assert_eq!([EN.fixed(-0.001), EN.fixed(-1.5)], ["0.00", "−1.50"]);
        assert_eq!([EN.signed(-0.214, 2), EN.signed(-2e5, 2)], ["−0.21", "−2.0e5"]);
        assert_eq!([EN.power(1.5), EN.power(2.5e-7), EN.power(4.06e5)], ["1.500", "2.5 · 10⁻⁷", "4.1 · 10⁵"]);
    }

    #[test]
    fn a_field_shows_few_digits_and_edits_all() {
        assert_eq!(rounded(-0.813_249), "-0.8132");
        assert_eq!(exact(-0.813_249), "-0.813249");
        for value in [0.0, 1e-7, -3.5e12, 0.1] {
            assert_eq!(exact(value).parse(), Ok(value));
        }
    }
}
