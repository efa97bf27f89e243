//! Formulas and numbers as people and pages write them, in the letters of the grammar: `x₁²`, `2·x`, `1−x`, full-width digits.
//! It knows letters and no grammar.

use std::borrow::Cow;

/// A text in the letters of the grammar, and where in the original each of its bytes and its end stand.
pub(super) struct Plain {
    pub(super) text: String,
    places: Vec<usize>,
}

impl Plain {
    pub(super) fn of(original: &str) -> Plain {
        let mut plain =
            Plain { text: String::with_capacity(original.len()), places: Vec::with_capacity(original.len() + 1) };
        let mut last = Script::Line;
        for (place, letter) in original.char_indices() {
            let (script, written) = in_ascii(letter);
            // In the letters of the grammar, which are all that a formula may have.
            let first = written.and_then(|written| written.chars().next()).unwrap_or(letter);
            if last != script {
                let separator = match (last, script) {
                    (_, Script::Above) => "^",
                    // What ends with its script ends there: x₁x₂ is a product, and x²3 nothing.
                    (Script::Above | Script::Below | Script::Whole, _) if first.is_ascii_alphabetic() => "*",
                    (Script::Above | Script::Below | Script::Whole, _) if first.is_ascii_digit() => " ",
                    _ => "",
                };
                plain.push(separator, place);
            }
            match written {
                Some(written) => plain.push(written, place),
                None => plain.push(letter.encode_utf8(&mut [0; 4]), place),
            }
            last = script;
        }
        plain.places.push(original.len());
        plain
    }

    fn push(&mut self, text: &str, place: usize) {
        self.text.push_str(text);
        self.places.resize(self.text.len(), place);
    }

    /// The byte of the original at which byte `at` of the plain text stands.
    pub(super) fn place(&self, at: usize) -> usize {
        self.places[at.min(self.places.len() - 1)]
    }
}

/// Where a letter stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Line,
    Above,
    Below,
    /// On the line, and a name of its own.
    Whole,
}

/// Whether a letter has no width: pages and chats put them between others.
///
/// ```
/// use autodiff::formula::is_invisible;
///
/// assert!(is_invisible('\u{200b}') && !is_invisible(' '));
/// ```
pub fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A letter in those of the grammar, where they are others.
fn in_ascii(letter: char) -> (Script, Option<&'static str>) {
    const FULL_WIDTH: &str =
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    const DIGITS: &str = "0123456789";
    let nth = |of: &'static str, from: char| {
        let at = (letter as usize).checked_sub(from as usize)?;
        of.get(at..=at)
    };
    match letter {
        '₀'..='₉' => (Script::Below, nth(DIGITS, '₀')),
        '⁰' | '⁴'..='⁹' => (Script::Above, nth(DIGITS, '⁰')),
        '¹' => (Script::Above, Some("1")),
        '²' => (Script::Above, Some("2")),
        '³' => (Script::Above, Some("3")),
        '⁻' => (Script::Above, Some("-")),
        'π' => (Script::Whole, Some("pi")),
        _ => (
            Script::Line,
            match letter {
                '−' | '–' | '﹣' => Some("-"),
                '·' | '⋅' | '∙' | '×' => Some("*"),
                '÷' | '∕' => Some("/"),
                '≤' => Some("<="),
                '≥' => Some(">="),
                '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => Some(" "),
                letter if is_invisible(letter) => Some(""),
                _ => nth(FULL_WIDTH, '！'),
            },
        ),
    }
}

/// A formula or number in the letters of the grammar: true minus signs, dots and crosses, raised and lowered digits and full-width
/// letters become those of a keyboard. Letters that occur in no formula stay.
///
/// ```
/// use autodiff::formula::plain;
///
/// assert_eq!(plain("x₁x₂ − 2·x₁²"), "x1*x2 - 2*x1^2");
/// assert_eq!(plain("−０．５"), "-0.5");
/// ```
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(Plain::of(text).text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_by_hand_is_read() {
        for (written, read) in [
            ("x₁·x₂", "x1*x2"),
            ("x1−2", "x1-2"),
            ("sin x₁", "sin x1"),
            ("x₁²", "x1^2"),
            ("x₁²x₂³", "x1^2*x2^3"),
            ("x₁⁻¹", "x1^-1"),
            ("2π", "2pi"),
            ("πx₁", "pi*x1"),
            ("x²3", "x^2 3"),
            ("x₁₂", "x12"),
            ("（ｘ１＋２）×３", "(x1+2)*3"),
            ("x₁ ≥ 0", "x1 >= 0"),
            ("\u{feff}sin(\u{200b}x₁\u{200b})", "sin(x1)"),
            ("é + 1", "é + 1"),
        ] {
            assert_eq!(plain(written), read, "{written}");
        }
    }

    #[test]
    fn places_are_those_of_the_original() {
        let plain = Plain::of("x₁² + é");
        assert_eq!(plain.text, "x1^2 + é");
        let places: Vec<usize> = (0..=plain.text.len()).map(|at| plain.place(at)).collect();
        assert_eq!(places, [0, 1, 4, 4, 6, 7, 8, 9, 9, 11]);
    }
}
