//! The tokens of a formula: numbers, names and symbols. It knows no grammar.

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Name,
    Symbol,
    End,
}

/// A piece of a formula's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// Where it starts, in bytes.
    pub(super) start: usize,
}

/// The first token at or after byte `from`. A character that occurs in no formula is a symbol of its own, for which
/// the parser reports what it expected instead.
pub(super) fn token_at(text: &str, from: usize) -> Token<'_> {
    let rest = text[from..].trim_start();
    let start = text.len() - rest.len();
    let (kind, len) = match rest.chars().next() {
        None => (Kind::End, 0),
        Some(c) if c.is_ascii_digit() => (Kind::Number, number_len(rest)),
        Some('.') if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => (Kind::Number, number_len(rest)),
        Some(c) if is_of_name(c) => {
            let stop = rest.find(|c: char| !is_of_name(c) && !c.is_ascii_digit());
            (Kind::Name, stop.unwrap_or(rest.len()))
        }
        Some('>' | '<') if rest[1..].starts_with('=') => (Kind::Symbol, 2),
        Some(c) => (Kind::Symbol, c.len_utf8()),
    };
    Token { kind, text: &rest[..len], start }
}

/// Whether a character is a letter of names. Those of other alphabets are, so that an error names the whole unknown word.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

/// The length of the number at the start of the text: digits, a point, and an exponent only if digits follow (`2e` and
/// `2exp(x)` are products).
fn number_len(text: &str) -> usize {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut len = digits(0);
    if text[len..].starts_with('.') {
        len += 1 + digits(len + 1);
    }
    if text[len..].starts_with(['e', 'E']) {
        let sign = usize::from(text[len + 1..].starts_with(['+', '-']));
        let exponent = digits(len + 1 + sign);
        if exponent > 0 {
            len += 1 + sign + exponent;
        }
    }
    len
}

/// The text, shortened for a message.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(20) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_ends_where_it_reads_so() {
        for (text, number) in [
            ("12", "12"),
            ("1.5x", "1.5"),
            (".5)", ".5"),
            ("5.", "5."),
            ("1e-3", "1e-3"),
            ("2E5", "2E5"),
            ("2e", "2"),
            ("2exp(x)", "2"),
            ("2e-x", "2"),
            ("1.2.3", "1.2"),
        ] {
            assert_eq!(token_at(text, 0).text, number, "{text}");
        }
    }
}
