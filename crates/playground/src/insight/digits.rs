//! Numbers at four significant digits, as the ledger shows them, and whether what is shown adds up.

/// The number that is shown for `value`: four significant digits of it.
pub fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() { value } else { scientific(value).parse().unwrap_or(value) }
}

/// How `value` is shown: zeros at the end only where digits are left out, a power of ten where it is very large or small.
///
/// ```
/// use playground::insight::shown;
///
/// assert_eq!([0.5, -1.0 / 3.0, 0.74899].map(shown), ["0.5", "−0.3333", "0.7490"]);
/// assert_eq!([1.25e-7, -123456.0].map(shown), ["1.25 · 10⁻⁷", "−1.235 · 10⁵"]);
/// ```
pub fn shown(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return if value.is_nan() { "?".into() } else { format!("{}∞", if value < 0.0 { "−" } else { "" }) };
    }
    let text = scientific(value.abs());
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let is_exact = rounded(value) == value;
    let trimmed = |text: String| {
        if is_exact && text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    };
    let size = match power {
        -4..=4 => trimmed(format!("{:.*}", (3 - power).max(0) as usize, rounded(value.abs()))),
        _ => format!("{} · 10{}", trimmed(digits.to_owned()), raised(power)),
    };
    if value < 0.0 { format!("−{size}") } else { size }
}

/// Whether `value` is shown as a result of what is shown would be.
pub(super) fn agrees(of_shown: f64, value: f64) -> bool {
    rounded(of_shown) == rounded(value) || of_shown.is_nan() && value.is_nan()
}

fn scientific(value: f64) -> String {
    format!("{value:.3e}")
}

fn raised(power: i32) -> String {
    let digit = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32('⁰' as u32 + digit as u32 - '0' as u32).unwrap_or(digit),
    };
    power.to_string().chars().map(digit).collect()
}
