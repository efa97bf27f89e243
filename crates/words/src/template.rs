//! Texts with values in them. Invariant: a text that does not name each of its values, or names another one, does not compile.
//! Knows no language.

/// A text with `N` values, which stand in it as `{0}`, `{1}` and so on, in the order that its language wants.
///
/// ```
/// static PAUSED: words::Template<2> = words::Template::new("Paused at epoch {0}, loss {1}");
/// assert_eq!(PAUSED.with(["3", "0.5"]), "Paused at epoch 3, loss 0.5");
/// ```
///
/// A value that is left out does not compile:
///
/// ```compile_fail
/// static PAUSED: words::Template<2> = words::Template::new("Paused at epoch {0}");
/// ```
///
/// Neither does one that nobody gives, or anything else in braces:
///
/// ```compile_fail
/// static PAUSED: words::Template<1> = words::Template::new("Paused at epoch {0}, loss {1}");
/// ```
///
/// ```compile_fail
/// static PAUSED: words::Template<1> = words::Template::new("Paused at {epoch} {0}");
/// ```
#[derive(Debug)]
pub struct Template<const N: usize>(&'static str);

impl<const N: usize> Template<N> {
    /// The template of this text.
    ///
    /// # Panics
    /// If one of the values does not stand in it, or anything else stands in braces: in a `static`, that does not compile.
    pub const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut seen = [false; N];
        let mut i = 0;
        while i < bytes.len() {
            if bytes[i] == b'{' {
                assert!(i + 2 < bytes.len() && bytes[i + 2] == b'}', "only one digit stands in braces");
                let value = bytes[i + 1].wrapping_sub(b'0') as usize;
                assert!(value < N, "this text has no value of that number");
                seen[value] = true;
                i += 2;
            } else {
                assert!(bytes[i] != b'}', "a brace is closed that was not opened");
            }
            i += 1;
        }
        let mut value = 0;
        while value < N {
            assert!(seen[value], "a value is left out");
            value += 1;
        }
        Self(text)
    }

    /// The text with these values.
    pub fn with(&self, values: [&str; N]) -> String {
        fill(self.0, &values)
    }

    /// The text as it stands in the language's file.
    pub const fn text(&self) -> &'static str {
        self.0
    }
}

/// Not generic, so that it is there once.
fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        // Checked when the template was made.
        let value = values[usize::from(after.as_bytes()[0] - b'0')];
        rest = &after[2..];
        // A template has a space beside a value that may be a number; between two Chinese signs there is none.
        if value.starts_with(is_chinese) && before.strip_suffix(' ').is_some_and(|text| text.ends_with(is_chinese)) {
            filled.pop();
        }
        filled.push_str(value);
        if value.ends_with(is_chinese) {
            rest = rest.strip_prefix(' ').filter(|text| text.starts_with(is_chinese)).unwrap_or(rest);
        }
    }
    filled.push_str(rest);
    filled
}

/// Whether Chinese is written with this sign.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// A text with a number, `{0}`, that another form of it may follow.
#[derive(Debug)]
pub struct Plural {
    one: Template<1>,
    many: Template<1>,
}

impl Plural {
    /// The text for exactly one, and for every other number.
    pub const fn new(one: &'static str, many: &'static str) -> Self {
        Self { one: Template::new(one), many: Template::new(many) }
    }

    /// The text in a language without plural forms.
    pub const fn same(text: &'static str) -> Self {
        Self::new(text, text)
    }

    /// The text for a number and how it is written.
    pub fn with(&self, n: f64, written: &str) -> String {
        if n == 1.0 { self.one.with([written]) } else { self.many.with([written]) }
    }

    /// Both texts as they stand in the language's file.
    pub const fn texts(&self) -> [&'static str; 2] {
        [self.one.text(), self.many.text()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_the_language_wants_them_and_as_often() {
        assert_eq!(Template::<2>::new("{1} of {0}, {1}").with(["a", "b"]), "b of a, b");
        assert_eq!(Template::<1>::new("第 {0} 层").with(["3"]), "第 3 层");
        assert_eq!(Template::<0>::new("nothing").with([]), "nothing");
    }

    #[test]
    fn no_space_stands_between_chinese_and_a_chinese_value() {
        let rare = Template::<2>::new("所有 {0} 只占 {1}");
        assert_eq!(rare.with(["类别 2", "3%"]), "所有类别 2 只占 3%");
        assert_eq!(rare.with(["猫", "三成"]), "所有猫只占三成");
        assert_eq!(rare.with(["cats", "3%"]), "所有 cats 只占 3%");
        assert_eq!(Template::<2>::new("{0} {1}").with(["猫", "狗"]), "猫 狗", "two values");
        assert_eq!(Template::<1>::new("all {0} here").with(["猫"]), "all 猫 here");
    }

    #[test]
    fn a_value_may_hold_braces() {
        assert_eq!(Template::<1>::new("<{0}>").with(["{1}"]), "<{1}>");
    }

    #[test]
    fn one_is_not_many() {
        let points = Plural::new("{0} point", "{0} points");
        assert_eq!([points.with(1.0, "1"), points.with(0.0, "0")], ["1 point", "0 points"]);
    }
}
