//! A calculation as it is written: with its symbols, and with numbers in their places. The grammar is that of typed formulas; what is
//! shown follows it, with signs and powers as they are written by hand.

use autodiff::{Graph, Matrix, formula, interpret};

use super::digits::{rounded, shown};

/// Names in a formula with their values.
pub(super) type Values<'a> = [(&'a str, f64)];

/// The value of a formula.
///
/// # Panics
/// If the text is no formula of these names: formulas of the ledger stand in its tables.
pub(super) fn value(text: &str, values: &Values<'_>) -> f64 {
    let graph = Graph::new();
    let inputs: Vec<_> = values.iter().map(|(name, _)| (*name, graph.input(name, 1, 1))).collect();
    let expr = formula::parse(&graph, text, &inputs).unwrap_or_else(|error| panic!("{text}: {error}"));
    let at: Vec<_> =
        inputs.iter().zip(values).map(|((_, input), (_, value))| (*input, Matrix::scalar(*value))).collect();
    interpret(&graph, &at, &[expr]).expect("every name has a value")[0].get(0, 0)
}

/// The value of a formula at what is shown of its values.
pub(super) fn value_of_shown(text: &str, values: &Values<'_>) -> f64 {
    let shown: Vec<_> = values.iter().map(|(name, value)| (*name, rounded(*value))).collect();
    value(text, &shown)
}

/// A formula with its symbols.
pub(super) fn symbols(text: &str) -> String {
    written(text, &|name| symbol(name).to_owned())
}

/// A formula with numbers in place of its symbols.
pub(super) fn numbers(text: &str, values: &Values<'_>) -> String {
    written(text, &|name| match values.iter().find(|(known, _)| *known == name) {
        Some((_, value)) => in_place(*value),
        None => symbol(name).to_owned(),
    })
}

/// A number within a calculation: in parentheses where it begins with a sign.
pub(super) fn in_place(value: f64) -> String {
    let text = shown(value);
    if text.starts_with('−') || text.contains(' ') { format!("({text})") } else { text }
}

/// How a name of a formula is written.
pub(super) fn symbol(name: &str) -> &str {
    match name {
        "loss" => "ℓ",
        "delta" => "δ",
        "dw" => "Δw",
        "mhat" => "m̂",
        "vhat" => "v̂",
        "mut" => "μₜ",
        "munext" => "μₜ₊₁",
        "eps" => "ε",
        "alpha" => "α",
        "rho" => "ρ",
        "mu" => "μ",
        "psi" => "ψ",
        "b1" => "β₁",
        "b2" => "β₂",
        "lr" => "η",
        "wd" => "λ",
        "sqrt" => "√",
        "sigmoid" => "σ",
        "normcdf" => "Φ",
        "abs" => "abs",
        other => other,
    }
}

/// The text with other names, operators as they are written, and small powers raised.
fn written(text: &str, name_of: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut after_value = false;
    while let Some(c) = rest.chars().next() {
        let is_name = |c: char| c.is_ascii_alphanumeric();
        let len = match c {
            'a'..='z' | 'A'..='Z' => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            '0'..='9' => rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()),
            _ => 1,
        };
        let (token, next) = rest.split_at(len);
        let was_after_value = after_value;
        after_value = c == ')' || c.is_ascii_alphanumeric();
        match token {
            " " => after_value = was_after_value,
            "*" => out += " · ",
            "/" => out += " / ",
            "+" => out += " + ",
            "-" if was_after_value => out += " − ",
            "-" => out += "−",
            "," => out += ", ",
            ">" => out += " > ",
            "^" if next.starts_with('2') && !next[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                out.push('²');
                (rest, after_value) = (&next[1..], true);
                continue;
            }
            name if c.is_ascii_alphabetic() => {
                let text = name_of(name);
                // Alone within parentheses it needs no others.
                let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
                let is_alone = out.ends_with('(') && next.starts_with(')');
                out += inner.filter(|_| is_alone).unwrap_or(&text);
            }
            other => out += other,
        }
        rest = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_as_by_hand() {
        let values = [("a", 0.634_64), ("z", -0.5), ("t", 3.0), ("b1", 0.9)];
        assert_eq!(numbers("1 - a^2", &values), "1 − 0.6346²");
        assert_eq!(numbers("-z*a", &values), "−(−0.5) · 0.6346");
        assert_eq!(numbers("z/(1 - b1^t)", &values), "(−0.5) / (1 − 0.9^3)");
        assert_eq!(numbers("exp(z) + exp(-z)", &values), "exp(−0.5) + exp(−(−0.5))");
        assert_eq!(symbols("-lr*mhat/(sqrt(vhat) + eps)"), "−η · m̂ / (√(v̂) + ε)");
        assert!((value_of_shown("1 - a^2", &values) - (1.0 - 0.6346 * 0.6346)).abs() < 1e-12);
    }
}
