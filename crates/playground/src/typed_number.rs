//! Numbers as people type them: the one reader of fields, links and files of points. JSON has numbers of its own.

use autodiff::formula::{decimal, plain};

/// The number that a text means, if it is one and finite: with a decimal point or comma, a minus sign of any kind, full-width
/// digits, or a percent sign. `1,000` is none: some read a thousand, others one.
///
/// ```
/// use playground::typed_number;
///
/// assert_eq!(typed_number("−0,5"), Some(-0.5));
/// assert_eq!(typed_number("95 %"), Some(0.95));
/// assert_eq!(typed_number("1,000"), None);
/// ```
pub fn typed_number(text: &str) -> Option<f64> {
    let text = plain(text);
    let text = with_point(text.trim());
    let number = match text.strip_suffix('%').map(str::trim_end) {
        // Not divided: 99.9 % is the number nearest to 0.999.
        Some(percent) if !percent.contains(['e', 'E']) => decimal(&format!("{percent}e-2")),
        Some(_) => None,
        None => decimal(&text),
    };
    number.filter(|number| number.is_finite())
}

fn with_point(text: &str) -> String {
    match text.split_once(',') {
        Some((whole, rest)) if rest.len() == 3 && !whole.trim_start_matches(['-', '+', '0']).is_empty() => {
            text.to_owned()
        }
        _ => text.replace(',', "."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            (" 0.03 ", 0.03),
            (".5", 0.5),
            ("+3", 3.0),
            ("3e-2", 0.03),
            ("0,1", 0.1),
            ("0,125", 0.125),
            ("-0,125", -0.125),
            ("1,5", 1.5),
            ("−0.5", -0.5),
            ("–2", -2.0),
            ("９５", 95.0),
            ("０．０３", 0.03),
            ("－１，５", -1.5),
            ("95%", 0.95),
            ("95 %", 0.95),
            ("９９．９％", 0.999),
            ("1\u{a0}%", 0.01),
        ] {
            assert_eq!(typed_number(text), Some(number), "{text}");
        }
        for text in [
            "", " ", "%", "1,000", "1,000.5", "12,345", "1,2,3", "5²", "2x", "1e999", "NaN", "inf", "5 % %", "1e2%",
            "5 5",
        ] {
            assert_eq!(typed_number(text), None, "{text}");
        }
    }
}
