//! How names and numbers stand on pictures. Names that are too long end in three dots.

use crate::draw::axes::width_of;
use crate::draw::ticks;

/// A number at an axis.
pub(super) fn number(value: f64) -> String {
    ticks::text(value).replace('-', "−")
}

/// A name that takes so much room at most.
pub(super) fn fitted(name: &str, width_px: f64) -> String {
    if width_of(name) <= width_px {
        return name.into();
    }
    let mut short = String::new();
    for c in name.chars() {
        short.push(c);
        if width_of(&short) + 12.0 > width_px {
            break;
        }
    }
    short.pop();
    short.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut() {
        assert_eq!(fitted("short", 100.0), "short");
        let cut = fitted("a name that is far too long for the room", 80.0);
        assert!(cut.ends_with('…') && width_of(&cut) <= 90.0, "{cut}");
    }
}
