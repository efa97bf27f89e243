//! How the text of a table is read: what separates its cells, how its numbers are written, whether its first row has names. Each is
//! guessed or chosen. It does not know what the columns mean.

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab; two of them have an empty cell between them.
    Tab,
    /// Any number of blanks and tabs; those at the beginning and the end of a row are no cells.
    Blanks,
}

impl Separator {
    /// Every separator; of those that read a text equally well, the first is guessed.
    pub const ALL: [Separator; 4] = [Separator::Comma, Separator::Semicolon, Separator::Tab, Separator::Blanks];

    /// Whether this byte stands between cells. All separators are ASCII.
    pub(super) fn is(self, byte: u8) -> bool {
        match self {
            Separator::Comma => byte == b',',
            Separator::Semicolon => byte == b';',
            Separator::Tab => byte == b'\t',
            Separator::Blanks => byte == b' ' || byte == b'\t',
        }
    }
}

/// What stands before the fraction of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1.5`; a thousand may be `1,000`.
    Point,
    /// `1,5`; a thousand may be `1.000`.
    Comma,
}

impl DecimalMark {
    /// Both.
    pub const ALL: [DecimalMark; 2] = [DecimalMark::Point, DecimalMark::Comma];
}

/// What a person chose of how a text is read; the rest is guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What separates cells.
    pub separator: Option<Separator>,
    /// How numbers are written.
    pub decimal: Option<DecimalMark>,
    /// Whether the first row has the names of the columns.
    pub header: Option<bool>,
}

/// How a text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadAs {
    /// What separates cells.
    pub separator: Separator,
    /// How numbers are written.
    pub decimal: DecimalMark,
    /// Whether the first row has the names of the columns.
    pub header: bool,
}
