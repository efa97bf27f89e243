//! Formulas and numbers as they are read: `x²·y` for `x^2*y`, four to six digits of a number.

/// A formula in the letters of a book.
pub(super) fn pretty(formula: &str) -> String {
    let mut out = String::new();
    let mut rest = formula.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '*' => out.push('·'),
            '-' => out.push('−'),
            '^' => {
                let ahead: String = rest.clone().collect();
                let digits: String = ahead.chars().take_while(char::is_ascii_digit).collect();
                let is_whole = !digits.is_empty() && !ahead[digits.len()..].starts_with(['.', 'e']);
                if is_whole {
                    out.extend(digits.chars().map(raised));
                    rest.nth(digits.len() - 1);
                } else {
                    out.push('^');
                }
            }
            other => out.push(other),
        }
    }
    out
}

fn raised(digit: char) -> char {
    match digit {
        '-' | '−' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => other.to_digit(10).and_then(|digit| char::from_u32('⁰' as u32 + digit)).unwrap_or(other),
    }
}

/// A power of ten.
pub(super) fn power_of_ten(exponent: i32) -> String {
    match exponent {
        0 => "1".into(),
        _ => format!("10{}", exponent.to_string().chars().map(raised).collect::<String>()),
    }
}

/// A number with so many significant digits, without zeros at its end.
pub(super) fn number(value: f64, digits: i32) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    let sign = if value < 0.0 { "−" } else { "" };
    let size = value.abs();
    if size.is_infinite() {
        return format!("{sign}∞");
    }
    if size == 0.0 {
        return "0".into();
    }
    let exponent = size.log10().floor() as i32;
    let trimmed = |text: String| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    if (-4..7).contains(&exponent) {
        let places = (digits - 1 - exponent).max(0) as usize;
        return format!("{sign}{}", trimmed(format!("{size:.places$}")));
    }
    let places = (digits - 1).max(0) as usize;
    let text = format!("{size:.places$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (mantissa, power) = (trimmed(mantissa.to_owned()), power_of_ten(exponent.parse().unwrap_or(0)));
    if mantissa == "1" { format!("{sign}{power}") } else { format!("{sign}{mantissa}·{power}") }
}

/// A number for a node of the graph.
pub(super) fn short(value: f64) -> String {
    number(value, 4)
}

/// A number whose last digits may matter.
pub(super) fn long(value: f64) -> String {
    number(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_numbers_read_as_in_a_book() {
        for (formula, read) in [
            ("x^2*y + y - 2", "x²·y + y − 2"),
            ("x^10", "x¹⁰"),
            ("x^1.5 + a^b", "x^1.5 + a^b"),
            ("-exp(-0.5*a^2)", "−exp(−0.5·a²)"),
        ] {
            assert_eq!(pretty(formula), read);
        }
        for (value, read) in [
            (0.0, "0"),
            (24.0, "24"),
            (-0.12345, "−0.1235"),
            (1234567.0, "1234567"),
            (1e-9, "10⁻⁹"),
            (-3.25e-10, "−3.25·10⁻¹⁰"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "−∞"),
            (100000.0, "100000"),
        ] {
            assert_eq!(short(value), read);
        }
    }
}
