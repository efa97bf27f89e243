//! Bytes to text. Unicode is recognised; what is none is Chinese or Western by the look of its bytes, and can be chosen.

use js_sys::Uint8Array;
use web_sys::{TextDecoder, TextDecoderOptions};

/// How the characters of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Gb18030,
    Windows1252,
}

impl Encoding {
    pub(super) const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Gb18030, Encoding::Windows1252];

    /// What the browser calls it, and menus.
    pub(super) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Gb18030 => "gb18030",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// How these bytes probably are written.
    pub(super) fn of(bytes: &Uint8Array) -> Encoding {
        let all = bytes.to_vec();
        if mark(&all).is_some() || decode(bytes, "utf-8", true).is_some() {
            Encoding::Utf8
        } else if are_chinese(&all) && decode(bytes, "gb18030", true).is_some() {
            Encoding::Gb18030
        } else {
            Encoding::Windows1252
        }
    }

    /// The text; what cannot be read is replaced by a sign that says so.
    pub(super) fn text(self, bytes: &Uint8Array) -> String {
        let marked = mark(&bytes.subarray(0, 2.min(bytes.length())).to_vec());
        decode(bytes, marked.filter(|_| self == Encoding::Utf8).unwrap_or(self.name()), false).unwrap_or_default()
    }
}

/// What the first two bytes say, where a spreadsheet has saved its text as Unicode of another width.
fn mark(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => Some("utf-16le"),
        [0xfe, 0xff, ..] => Some("utf-16be"),
        _ => None,
    }
}

fn decode(bytes: &Uint8Array, label: &str, is_fatal: bool) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(is_fatal);
    TextDecoder::new_with_label_and_options(label, &options).ok()?.decode_with_buffer_source(bytes).ok()
}

/// Whether bytes beyond ASCII look Chinese: mostly pairs, and at least half of these among the common characters and signs, which
/// letters with accents rarely are.
fn are_chinese(bytes: &[u8]) -> bool {
    let runs = || bytes.split(u8::is_ascii).filter(|run| !run.is_empty());
    let n_odd = runs().filter(|run| run.len() % 2 == 1).count();
    let pairs = || runs().flat_map(|run| run.as_chunks::<2>().0);
    let is_common = |pair: &&[u8; 2]| matches!(pair, [0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe]);
    // The second byte of a rare character may be in ASCII.
    4 * n_odd < runs().count() && 2 * pairs().filter(is_common).count() >= pairs().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_are_told_from_accents() {
        // 身高,鸢尾 in GB18030; Größe;Länge in Windows-1252.
        assert!(are_chinese(b"\xc9\xed\xb8\xdf,\xf0\xb0\xce\xb2\n1,2"));
        assert!(!are_chinese(b"Gr\xf6\xdfe;L\xe4nge;f\xfcr\n1,5;2"));
        assert!(!are_chinese(b"Gr\xf6\xdfe in cm;Gewicht\n1,5;2"), "two accents side by side are a pair too");
        assert!(!are_chinese(b"1,2"), "there is nothing to see");
        assert_eq!([mark(b"\xff\xfea\0"), mark(b"\xef\xbb\xbfa"), mark(b"")], [Some("utf-16le"), None, None]);
    }
}
