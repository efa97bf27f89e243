//! Letters as a keyboard types them, for texts that were copied from a page or typed with an input method. It knows no grammar.

/// A letter in those of a keyboard.
pub(crate) fn typed(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        '“' | '”' | '„' => '"',
        '‘' | '’' | '‚' => '\'',
        '−' | '–' => '-',
        c => c,
    }
}
