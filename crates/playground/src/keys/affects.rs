//! What of a run a key reaches. It is a column of the table of keys: what is made again after a change follows from it, and nothing
//! else decides that.

/// A set of what is made from a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affects(u16);

impl Affects {
    /// Nothing is made from the key, and no update reads it.
    pub const NOTHING: Affects = Affects(0);
    /// Numbers that updates or losses read each time.
    pub const RATES: Affects = Affects(1);
    /// The points with their features and targets.
    pub const DATA: Affects = Affects(1 << 1);
    /// The features at the positions of the plane.
    pub const PLANE: Affects = Affects(1 << 2);
    /// How scores and losses follow from parameters, features and targets.
    pub const FUNCTION: Affects = Affects(1 << 3);
    /// Which parameters there are; what still fits is kept.
    pub const SHAPE: Affects = Affects(1 << 4);
    /// All initial weights, whatever their shape: the run begins again.
    pub const INITIAL_WEIGHTS: Affects = Affects(1 << 5);
    /// The optimiser's state, which restarts.
    pub const OPTIMISER: Affects = Affects(1 << 6);
    /// The compiled step of training.
    pub const STEP: Affects = Affects(1 << 7);
    /// The compiled step, but only by whether the key has its default; otherwise its value is a number that updates read.
    pub const STEP_UNLESS_DEFAULT: Affects = Affects(1 << 8);

    /// What is in either set.
    pub const fn and(self, other: Affects) -> Affects {
        Affects(self.0 | other.0)
    }

    /// Whether anything of `other` is in this set.
    pub const fn any(self, other: Affects) -> bool {
        self.0 & other.0 != 0
    }
}
