//! Colours: reading a style token, mixing, and the table of 256 colours that a score is looked up in.
//! Knows no canvas; which colour means what is decided by the style tokens.

/// One opaque colour, 0–255 per channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rgb(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Rgb {
    /// Reads `#rrggbb`, the form in which every token is written.
    pub(crate) fn parse(token: &str) -> Option<Rgb> {
        let digits = token.trim().strip_prefix('#')?;
        if digits.len() != 6 || !digits.is_ascii() {
            return None;
        }
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Rgb(channel(0)?, channel(2)?, channel(4)?))
    }

    /// This colour with `share` (0–1) of `other` in it.
    pub(crate) fn mixed(self, other: Rgb, share: f32) -> Rgb {
        let blend = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share.clamp(0.0, 1.0)).round() as u8;
        Rgb(blend(self.0, other.0), blend(self.1, other.1), blend(self.2, other.2))
    }

    /// The colour as a style sheet writes it, `alpha` from 0 to 1.
    pub(crate) fn css(self, alpha: f32) -> String {
        format!("rgba({},{},{},{alpha})", self.0, self.1, self.2)
    }
}

/// 256 colours from the negative side through the middle to the positive side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table([Rgb; 256]);

impl Table {
    /// The table between two side colours around a middle one.
    pub(crate) fn diverging(negative: Rgb, middle: Rgb, positive: Rgb) -> Table {
        Table(std::array::from_fn(|entry| {
            let t = entry as f32 / 255.0 * 2.0 - 1.0;
            middle.mixed(if t < 0.0 { negative } else { positive }, t.abs())
        }))
    }

    /// The colour of `t` from −1 to 1; what lies outside gets the end's colour, what is no number the middle.
    pub(crate) fn at(&self, t: f32) -> Rgb {
        let t = if t.is_nan() { 0.0 } else { t.clamp(-1.0, 1.0) };
        self.0[((t + 1.0) * 127.5).round() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_and_nonsense_is_not() {
        assert_eq!(Rgb::parse(" #0a6fb0"), Some(Rgb(10, 111, 176)));
        for wrong in ["", "red", "#12", "#gggggg", "#é123"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_table_goes_from_one_side_over_the_middle_to_the_other() {
        let (negative, middle, positive) = (Rgb(200, 0, 0), Rgb(100, 100, 100), Rgb(0, 0, 200));
        let table = Table::diverging(negative, middle, positive);
        assert_eq!(table.at(-1.0), negative);
        assert_eq!(table.at(9.0), positive);
        assert_eq!(table.at(f32::NAN), table.at(0.0));
    }
}
