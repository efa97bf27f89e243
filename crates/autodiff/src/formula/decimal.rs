//! Parses decimal numbers with a library that needs no tables; those of the standard library would add 10 kB to the
//! download of the page.

use lexical_parse_float::FromLexical;

/// The `f64` nearest to a decimal number, or nothing if `text` is not one. It accepts what `str::parse` accepts, and
/// returns the same bits.
///
/// ```
/// use autodiff::formula::decimal;
///
/// assert_eq!(decimal("-1.5e3"), Some(-1500.0));
/// assert_eq!(decimal("1.5 m"), None);
/// ```
pub fn decimal(text: &str) -> Option<f64> {
    f64::from_lexical(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(text: &str) -> Result<(), TestCaseError> {
        let bits = |number: Option<f64>| number.map(|n| if n.is_nan() { f64::NAN.to_bits() } else { n.to_bits() });
        prop_assert_eq!(bits(decimal(text)), bits(text.parse().ok()), "{}", text);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_float_is_read_as_the_standard_library_does(bits: u64) {
            let value = f64::from_bits(bits);
            same(&value.to_string())?;
            same(&format!("{value:e}"))?;
            same(&format!("{value:.30e}"))?;
        }

        #[test]
        fn every_text_is_read_as_the_standard_library_does(text in "[-+]?[0-9]{0,40}(\\.[0-9]{0,40})?([eE][-+]?[0-9]{0,4})?") {
            same(&text)?;
        }

        #[test]
        fn halves_between_two_floats_are_read_as_the_standard_library_does(mantissa in 1_u64 << 52..1 << 53, shift in 0_u32..11) {
            let half = (u128::from(mantissa) * 2 + 1) << shift;
            for near in [half - 1, half, half + 1] {
                same(&near.to_string())?;
                same(&format!("{near}00000000000000000000e-20"))?;
            }
        }
    }

    #[test]
    fn odd_texts_are_read_as_the_standard_library_does() {
        for text in [
            "",
            " ",
            ".",
            "-",
            "+",
            "e",
            "1e",
            "1.",
            ".5",
            "+.5",
            "-.5e-3",
            "1_000",
            " 1",
            "1 ",
            "0x10",
            "inf",
            "-inf",
            "INF",
            "infinity",
            "Infinity",
            "-Infinity",
            "nan",
            "NaN",
            "-nan",
            "+NaN",
            "1e400",
            "-1e400",
            "1e-400",
            "4.9e-324",
            "2e-324",
            "٣",
            "1e99999999999999999999",
            "0e99999999999999999999",
            "1.7976931348623159e308",
            "00012",
            "--1",
            "1e+",
            "1e+5",
        ] {
            same(text).unwrap_or_else(|error| panic!("{error}"));
        }
    }
}
