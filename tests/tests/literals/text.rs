//! What a literal holds, and whether it reads as words.

/// What a string literal holds; nothing for other literals.
pub(crate) fn unquoted(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let raw = raw.trim_matches('#');
        return Some(raw.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut chars = inner.chars().peekable();
    while let Some(sign) = chars.next() {
        match sign {
            '\\' => match chars.next()? {
                'n' | 't' | 'r' => text.push(' '),
                // The line goes on below.
                '\n' => while chars.next_if(|next| next.is_whitespace()).is_some() {},
                'u' => {
                    let code: String = chars.by_ref().skip(1).take_while(|sign| *sign != '}').collect();
                    text.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                other => text.push(other),
            },
            _ => text.push(sign),
        }
    }
    Some(text)
}

/// The text without what `format!` puts into it.
pub(crate) fn without_placeholders(text: &str) -> String {
    let mut depth = 0;
    let mut kept = String::new();
    for sign in text.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth = (depth - 1).max(0),
            _ if depth == 0 => kept.push(sign),
            _ => {}
        }
    }
    kept
}

/// Whether two words of letters stand side by side, as in a sentence.
pub(crate) fn has_sentence(text: &str) -> bool {
    let bare = |part: &str| part.trim_matches(|sign: char| ",.:;!?…()“”\"'".contains(sign)).to_owned();
    let is_word = |part: &str| {
        part.starts_with(char::is_alphabetic) && part.chars().all(|sign| sign.is_alphabetic() || "-'’".contains(sign))
    };
    let parts: Vec<String> = text.split_whitespace().map(bare).collect();
    parts
        .windows(2)
        .any(|pair| pair.iter().all(|part| is_word(part)) && pair.iter().any(|part| part.chars().count() > 1))
}

pub(crate) fn has_word(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic))
}

pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign))
}
