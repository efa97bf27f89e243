//! Bytes as base64url, in which links and configurations hold what would be too long as numbers. It knows no format.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The bytes as text, without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// The bytes of a text; none if it has a letter that does not belong. Bits that make no whole byte are left out.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for letter in text.bytes() {
        bits = bits << 6 | sixth(letter)?;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
        }
    }
    Some(bytes)
}

/// The six bits of a letter.
fn sixth(letter: u8) -> Option<u32> {
    let (first, place) = match letter {
        b'A'..=b'Z' => (b'A', 0),
        b'a'..=b'z' => (b'a', 26),
        b'0'..=b'9' => (b'0', 52),
        b'-' => (b'-', 62),
        b'_' => (b'_', 63),
        _ => return None,
    };
    Some(u32::from(letter - first) + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_other_letters_are_noticed() {
        let bytes: Vec<u8> = (0..=255).collect();
        for n in 0..=bytes.len() {
            assert_eq!(decode(&encode(&bytes[..n])), Some(bytes[..n].to_vec()));
        }
        // RFC 4648, section 10; the last two letters of the alphabet by hand.
        assert_eq!(["f", "fo", "foo", "foobar"].map(|text| encode(text.as_bytes())), ["Zg", "Zm8", "Zm9v", "Zm9vYmFy"]);
        assert_eq!((encode(&[0xfb, 0xff]), decode("-_8")), ("-_8".into(), Some(vec![0xfb, 0xff])));
        assert_eq!(["Zg==", "Z+8", "Z g", "Zé"].map(decode), [const { None }; 4]);
    }
}
