//! What a key means, whatever the layout: the Latin letter or digit that the layout gives, and where it gives none the physical key's.
//! So shortcuts are where their letters stand on Latin layouts, Dvorak too, and where they stand on the keyboard on others.

/// The small Latin letter of a key, by the texts `key` and `code` of its event.
pub(crate) fn letter(key: &str, code: &str) -> Option<char> {
    if let Some(typed) = single(key) {
        return match typed {
            typed if typed.is_ascii() || is_latin(typed) => {
                Some(typed.to_ascii_lowercase()).filter(char::is_ascii_lowercase)
            }
            _ => physical(code, "Key").map(|letter| letter.to_ascii_lowercase()),
        };
    }
    physical(code, "Key").filter(|_| is_unknown(key)).map(|letter| letter.to_ascii_lowercase())
}

/// The digit of a key. With Shift it is what is typed: the row of digits has other signs there.
pub(crate) fn digit(key: &str, code: &str, has_shift: bool) -> Option<usize> {
    let typed = single(key).and_then(|typed| typed.to_digit(10));
    let is_sign = single(key).is_some() || is_unknown(key);
    let on_key = || physical(code, "Digit").filter(|_| is_sign && !has_shift)?.to_digit(10);
    typed.or_else(on_key).and_then(|digit| usize::try_from(digit).ok())
}

/// The only letter of a text.
fn single(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// Whether the browser does not know what the layout gives.
fn is_unknown(key: &str) -> bool {
    matches!(key, "Unidentified" | "Process" | "Dead" | "")
}

/// Letters with marks, which Latin layouts have in places of their own.
fn is_latin(letter: char) -> bool {
    matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

fn physical(code: &str, row: &str) -> Option<char> {
    single(code.strip_prefix(row)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcuts_work_on_every_layout() {
        // Layout, what the key gives, where it is, the letter that it is.
        for (layout, key, code, means) in [
            ("US", "z", "KeyZ", Some('z')),
            ("US with Caps Lock", "Z", "KeyZ", Some('z')),
            ("QWERTZ", "z", "KeyY", Some('z')),
            ("QWERTZ", "y", "KeyZ", Some('y')),
            ("AZERTY", "z", "KeyW", Some('z')),
            ("Dvorak", "z", "Slash", Some('z')),
            ("Dvorak", ";", "KeyZ", None),
            ("Dvorak", "n", "KeyL", Some('n')),
            ("Dvorak", "b", "KeyN", Some('b')),
            ("Russian", "я", "KeyZ", Some('z')),
            ("Russian with Caps Lock", "Я", "KeyZ", Some('z')),
            ("Russian", "т", "KeyN", Some('n')),
            ("Greek", "ζ", "KeyZ", Some('z')),
            ("Greek", "ρ", "KeyR", Some('r')),
            ("Hebrew", "ז", "KeyZ", Some('z')),
            ("Hebrew", "צ", "KeyM", Some('m')),
            ("Arabic", "ئ", "KeyZ", Some('z')),
            ("Thai", "ื", "KeyN", Some('n')),
            ("bépo", "à", "KeyZ", None),
            ("unknown", "Unidentified", "KeyP", Some('p')),
            ("input method", "Process", "KeyP", Some('p')),
            ("US", "ArrowLeft", "ArrowLeft", None),
            ("US", "Enter", "Enter", None),
            ("US", "1", "Digit1", None),
        ] {
            assert_eq!(letter(key, code), means, "{layout}: {key} at {code}");
        }
    }

    #[test]
    fn the_row_of_digits_gives_digits_without_shift() {
        for (layout, key, code, has_shift, means) in [
            ("US", "1", "Digit1", false, Some(1)),
            ("US", "!", "Digit1", true, None),
            ("AZERTY", "&", "Digit1", false, Some(1)),
            ("AZERTY", "é", "Digit2", false, Some(2)),
            ("AZERTY", "1", "Digit1", true, Some(1)),
            ("Czech", "š", "Digit3", false, Some(3)),
            ("US", "8", "Numpad8", false, Some(8)),
            ("US", "ArrowUp", "Numpad8", false, None),
            ("Persian", "۴", "Digit4", false, Some(4)),
            ("US", "a", "KeyA", false, None),
        ] {
            assert_eq!(digit(key, code, has_shift), means, "{layout}: {key} at {code}");
        }
    }
}
