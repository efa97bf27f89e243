//! The size of a batch, with its own form in JSON.

use std::fmt;

/// How many points one step averages over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchSize {
    /// At most this many.
    Points(usize),
    /// The whole training set; "all" in JSON.
    All,
}

impl BatchSize {
    /// The points of a full batch when `n_train` points train; at least 1.
    pub fn points(self, n_train: usize) -> usize {
        match self {
            Self::Points(n) => n.min(n_train).max(1),
            Self::All => n_train.max(1),
        }
    }
}

impl fmt::Display for BatchSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(n) => write!(f, "{n}"),
            Self::All => write!(f, "all"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_never_empty_nor_larger_than_the_training_set() {
        assert_eq!(BatchSize::Points(10).points(250), 10);
        assert_eq!(BatchSize::Points(10).points(4), 4);
        assert_eq!(BatchSize::All.points(250), 250);
        assert_eq!(BatchSize::All.points(0), 1);
    }
}
