//! What mail, chats and input methods put into a link, and what means nothing there: broken and quoted lines, letters without a width,
//! full-width ones, what stands behind a link in a sentence. Only what is not understood as it stands is cleaned, so that names may
//! hold all of these.

use autodiff::formula::is_invisible;

use crate::typed_letter::typed;

/// A key or a value without the breaks of its lines (`> ` begins a quoted one) and without letters that cannot be seen, in the letters
/// of a keyboard.
pub(super) fn cleaned(text: &str) -> String {
    let mut cleaned = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let behind = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let between = &rest[..rest.len() - behind.len()];
        let is_break = between.contains('\n') || between.contains('>') && between.contains(char::is_whitespace);
        if between.is_empty() {
            cleaned.extend(Some(letter).filter(|letter| !is_invisible(*letter)).map(plain));
            rest = &rest[letter.len_utf8()..];
        } else {
            cleaned.push_str(if is_break { "" } else { between });
            rest = behind;
        }
    }
    cleaned.trim().to_owned()
}

fn plain(letter: char) -> char {
    match typed(letter) {
        '、' => ',',
        '。' => '.',
        letter => letter,
    }
}

/// A text of letters in base64url, in however many lines it came. The `=` that quoted-printable leaves at the end of a line goes too.
pub(super) fn letters_of(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"=>".contains(*c) && !is_invisible(*c)).collect()
}

/// The end of a link without what stands behind a link in a sentence: full stops, closing quotes and brackets that were not opened.
pub(super) fn without_ending(mut text: &str) -> &str {
    while let Some(last) = text.chars().next_back() {
        let count = |kind: [char; 2]| text.matches(kind).count();
        let is_of_link = match last {
            ')' | '）' => count(['(', '（']) >= count([')', '）']),
            c if c.is_whitespace() => false,
            _ => !".,;:!?'\"<>[]{}*_~`|\\，。；：！？、】」』》”’»…".contains(last),
        };
        if is_of_link {
            break;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_are_one_and_signs_stay_where_they_mean_something() {
        for (text, whole) in [
            ("noi\n> se", "noise"),
            ("noi> se", "noise"),
            ("noi\r\n > > se", "noise"),
            ("0.2\n  5", "0.25"),
            ("x1>0", "x1>0"),
            ("4 2", "4 2"),
            (" 0.5 ", "0.5"),
            ("spi\u{200b}ral\u{feff}", "spiral"),
            ("ｓｉｎ（ｘ１）、ｘ２", "sin(x1),x2"),
        ] {
            assert_eq!(cleaned(text), whole, "{text:?}");
        }
        assert_eq!(letters_of("WzIs\n> Wz=\nEs "), "WzIsWzEs");
    }

    #[test]
    fn what_ends_a_sentence_ends_no_link() {
        for (text, link) in [
            ("noise=0.5.", "noise=0.5"),
            ("noise=0.5).", "noise=0.5"),
            ("features=x1,sin(x1)", "features=x1,sin(x1)"),
            ("features=x1,sin(x1)),", "features=x1,sin(x1)"),
            ("goal=（epoch > 3）", "goal=（epoch > 3）"),
            ("noise=0.5”。", "noise=0.5"),
            ("goal=epoch > 3.\n> ", "goal=epoch > 3"),
            ("...", ""),
        ] {
            assert_eq!(without_ending(text), link, "{text}");
        }
    }
}
