//! A cell as a number. What a number may look like is [`typed_number`]'s to say; a table adds that its decimal mark is known, so that
//! thousands can be in groups: 1,234.5 with a decimal point, 1.234,5 with a decimal comma.

use autodiff::formula::{decimal, plain};

use super::DecimalMark;
use crate::problem::Rule;
use crate::typed_number;

/// The largest number that is read, in size: what a scaling can hold.
pub(super) const LARGEST: f64 = 1e15;

/// The number in a cell, or what must hold of it.
///
/// # Errors
/// If it is empty, no number, not finite, or too large.
pub(super) fn number(cell: &str, mark: DecimalMark) -> Result<f64, Rule> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(Rule::Given);
    }
    let is_usual =
        mark == DecimalMark::Point && cell.bytes().all(|byte| byte.is_ascii_digit() || b"-.e".contains(&byte));
    let number = if is_usual { decimal(cell) } else { ungrouped(cell, mark).and_then(|text| typed_number(&text)) };
    let Some(number) = number.filter(|number| number.is_finite()) else {
        return Err(if is_infinite(cell) { Rule::FiniteNumber } else { Rule::Number });
    };
    match number.abs() <= LARGEST {
        true => Ok(number),
        false => Err(Rule::Between { min: -LARGEST, max: LARGEST }),
    }
}

/// Whether a cell is a number that is none: NaN, infinite, or with too many digits before the point.
fn is_infinite(cell: &str) -> bool {
    let word = cell.trim_start_matches(['+', '-', '−', '–']).trim_end_matches(['.', '#']).to_lowercase();
    let is_exponent = |text: &str| text.contains('e') && text.bytes().all(|byte| b"0123456789.,e+-".contains(&byte));
    ["nan", "inf", "infinity", "∞"].contains(&&*word)
        || word.starts_with(|c: char| c.is_ascii_digit()) && is_exponent(&word)
}

/// The text without the marks between groups of thousands and with a decimal point; nothing if its marks stand where no number has
/// them.
fn ungrouped(cell: &str, mark: DecimalMark) -> Option<String> {
    // Blanks that keep a number on one line stand between its groups.
    let cell = cell.replace(['\u{a0}', '\u{2009}', '\u{202f}'], "'");
    let cell = cell.replace("'%", "%");
    let text = plain(&cell);
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let is_group = |c: char| c == group || c == '\'';
    let number_end = text.find(['%', 'e', 'E']).unwrap_or(text.len());
    let (number, rest) = text.split_at(number_end);
    let (number, blanks) = number.split_at(number.trim_end().len());
    let (whole, fraction) = number.split_once(point).map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let ends_here = mark == DecimalMark::Comma && fraction == Some("");
    if ends_here || fraction.is_some_and(|fraction| fraction.contains(|c| is_group(c) || c == point)) {
        return None;
    }
    let digits = whole.trim_start_matches(['+', '-']);
    if digits.contains(is_group) {
        let mut groups = digits.split(is_group);
        let is_first = |group: &str| (1..=3).contains(&group.len()) && group != "0";
        let is_whole = groups.next().is_some_and(is_first) && groups.all(|group| group.len() == 3);
        if !is_whole {
            return None;
        }
    }
    let whole: String = whole.chars().filter(|&c| !is_group(c)).collect();
    let fraction = fraction.map_or(String::new(), |fraction| format!(".{fraction}"));
    Some([&whole, &fraction, blanks, rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_decimal_mark_makes_thousands_readable() {
        let read = |text: &str| DecimalMark::ALL.map(|mark| number(text, mark).ok());
        for (text, point, comma) in [
            ("1.5", Some(1.5), None),
            ("1,5", None, Some(1.5)),
            ("1,000", Some(1000.0), Some(1.0)),
            ("1.000", Some(1.0), Some(1000.0)),
            ("0,125", None, Some(0.125)),
            ("1,234.5", Some(1234.5), None),
            ("1.234,5", None, Some(1234.5)),
            ("12,34,567", None, None),
            ("1 234", None, None),
            ("1\u{a0}234", Some(1234.0), Some(1234.0)),
            ("1'234.5", Some(1234.5), None),
            ("−2", Some(-2.0), Some(-2.0)),
            ("９５", Some(95.0), Some(95.0)),
            ("95 %", Some(0.95), Some(0.95)),
            ("12,5 %", None, Some(0.125)),
            ("-1e-3", Some(-1e-3), Some(-1e-3)),
            ("2.", Some(2.0), None),
            ("2,", None, None),
            ("1,2,3", None, None),
            ("abc", None, None),
        ] {
            assert_eq!(read(text), [point, comma], "{text}");
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        let rule = |text: &str| number(text, DecimalMark::Point).expect_err("it is none");
        for text in ["NaN", "inf", "-inf", "∞", "1e999"] {
            assert_eq!(rule(text), Rule::FiniteNumber, "{text}");
        }
        assert_eq!(rule("1e308"), Rule::Between { min: -1e15, max: 1e15 });
        assert_eq!((rule(" "), rule("nano"), rule("3 apples")), (Rule::Given, Rule::Number, Rule::Number));
    }
}
