//! The tokens of a goal: numbers, names, texts in quotes and symbols. Full-width letters and typographic signs are those of a keyboard,
//! so that a goal may be copied from a page. It knows no grammar.

use std::borrow::Cow;

use autodiff::formula::is_invisible;

use crate::problem::shortened;
use crate::typed_letter::typed;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, with its percent sign.
    Number,
    Name,
    /// A text in quotes, which are not part of it.
    Text,
    /// A text in quotes that does not end.
    Unclosed,
    Symbol,
    End,
}

/// A piece of a goal's text.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    /// In the letters of a keyboard; of a text in quotes as it was typed.
    pub(super) text: Cow<'t, str>,
    /// Where it starts and ends, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token<'_> {
    pub(super) fn is(&self, kind: Kind, text: &str) -> bool {
        self.kind == kind && self.text == text
    }

    /// For a message; nothing where the text ends.
    pub(super) fn shown(&self) -> Option<String> {
        match self.kind {
            Kind::End => None,
            Kind::Text | Kind::Unclosed => Some(shortened(format!("\"{}\"", self.text))),
            _ => Some(shortened(self.text.to_string())),
        }
    }
}

/// The first token at or after byte `from`. A character that occurs in no goal is a symbol of its own, for which the parser reports
/// what it expected instead.
pub(super) fn token_at(text: &str, from: usize) -> Token<'_> {
    let rest = text[from..].trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let start = text.len() - rest.len();
    let first = rest.chars().next().map(typed);
    let (kind, len) = match first {
        None => (Kind::End, 0),
        Some(c) if is_quote(c) => return quoted(text, start, c),
        Some(c) if c.is_ascii_digit() || c == '.' && rest.chars().nth(1).is_some_and(|c| typed(c).is_ascii_digit()) => {
            (Kind::Number, number_len(rest))
        }
        Some(c) if is_of_name(c) => (Kind::Name, span(rest, |c| is_of_name(c) || c.is_ascii_digit())),
        Some(c) => (Kind::Symbol, symbol_len(rest, c)),
    };
    let plain = match &rest[..len] {
        text if text.is_ascii() => Cow::Borrowed(text),
        "≤" => "<=".into(),
        "≥" => ">=".into(),
        "≠" => "!=".into(),
        text => text.chars().map(typed).filter(|c| !c.is_whitespace()).collect(),
    };
    Token { kind, text: plain, start, end: start + len }
}

/// The text in quotes that begins at byte `start`. Either kind of quote ends with one of its kind, which therefore cannot be in it.
fn quoted(text: &str, start: usize, quote: char) -> Token<'_> {
    let from = start + text[start..].chars().next().map_or(0, char::len_utf8);
    match text[from..].char_indices().find(|(_, c)| typed(*c) == quote) {
        Some((len, closing)) => {
            let inside = text[from..from + len].into();
            Token { kind: Kind::Text, text: inside, start, end: from + len + closing.len_utf8() }
        }
        None => Token { kind: Kind::Unclosed, text: text[from..].into(), start, end: text.len() },
    }
}

fn is_quote(c: char) -> bool {
    c == '"' || c == '\''
}

/// Whether a character is a letter of names. Those of other alphabets are, so that an error names the whole unknown word.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || c.is_alphabetic()
}

/// How many bytes of the text are such characters.
fn span(text: &str, is_in: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_in(typed(c))).unwrap_or(text.len())
}

/// The length of the number at the start of the text: digits, a point, an exponent only if digits follow, a percent sign.
fn number_len(text: &str) -> usize {
    let digits = |from: usize| span(&text[from..], |c| c.is_ascii_digit());
    let one_of = |from: usize, wanted: &[char]| {
        text[from..].chars().next().filter(|c| wanted.contains(&typed(*c))).map_or(0, char::len_utf8)
    };
    let mut len = digits(0);
    let point = one_of(len, &['.']);
    if point > 0 {
        len += point + digits(len + point);
    }
    let e = one_of(len, &['e', 'E']);
    if e > 0 {
        let sign = one_of(len + e, &['+', '-']);
        let exponent = digits(len + e + sign);
        if exponent > 0 {
            return len + e + sign + exponent;
        }
    }
    // 99.9 %: blanks may stand before the sign, which is nothing else in a goal.
    let blanks = span(&text[len..], char::is_whitespace);
    match one_of(len + blanks, &['%']) {
        0 => len,
        percent => len + blanks + percent,
    }
}

fn symbol_len(text: &str, first: char) -> usize {
    let mut letters = text.chars();
    let one = letters.next().map_or(0, char::len_utf8);
    let second = letters.next();
    match (first, second.map(typed)) {
        ('<' | '>' | '=' | '!', Some('=')) | ('&', Some('&')) | ('|', Some('|')) | ('<', Some('>')) => {
            one + second.map_or(0, char::len_utf8)
        }
        _ => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_what_they_look_like() {
        for (text, kind, token, len) in [
            (" testLoss<1", Kind::Name, "testLoss", 9),
            ("r2>0", Kind::Name, "r2", 2),
            ("95 %", Kind::Number, "95 %", 4),
            ("９９．９％", Kind::Number, "99.9%", 15),
            ("1e-3%", Kind::Number, "1e-3", 4),
            ("2e", Kind::Number, "2", 1),
            (".5x", Kind::Number, ".5", 2),
            (".x", Kind::Symbol, ".", 1),
            ("≥ 1", Kind::Symbol, ">=", 3),
            ("＞＝ 1", Kind::Symbol, ">=", 6),
            ("<= 1", Kind::Symbol, "<=", 2),
            ("== 1", Kind::Symbol, "==", 2),
            ("= 1", Kind::Symbol, "=", 1),
            ("\"x1^2\")", Kind::Text, "x1^2", 6),
            ("'a\"b'", Kind::Text, "a\"b", 5),
            ("“adam”)", Kind::Text, "adam", 10),
            ("\"adam", Kind::Unclosed, "adam", 5),
            ("\u{200b}r2>0", Kind::Name, "r2", 5),
            ("  ", Kind::End, "", 2),
        ] {
            let found = token_at(text, 0);
            assert_eq!((found.kind, &*found.text, found.end), (kind, token, len), "{text}");
        }
    }
}
