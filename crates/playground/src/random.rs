//! Which random numbers are drawn for what: one stream per purpose, so that one setting never shifts the numbers of another.

use nn::random::Stream;

/// What a stream is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RngStream {
    /// Where generated points lie before noise; keyed by the point.
    Data,
    /// Position jitter.
    Noise,
    /// Which labels flip, and to what.
    Flips,
    /// Which points train and which test; of a table's rows keyed by class.
    Split,
    /// The order of the training points.
    Shuffle,
    /// Which units dropout drops.
    Dropout,
    /// Which rows of a table stay where there are too many; keyed by class and set.
    Rows,
}

impl RngStream {
    /// The stream of `seed` for this purpose and `keys`; other keys, another stream.
    pub fn stream(self, seed: u32, keys: &[u64]) -> Stream {
        Stream::new(&[&[u64::from(seed) << 32 | self as u64], keys].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_seed_purpose_or_key_is_another_stream() {
        let first = |mut stream: Stream| stream.uniform().to_bits();
        let mut seen = vec![];
        for seed in 0..50 {
            for purpose in [RngStream::Data, RngStream::Noise, RngStream::Flips, RngStream::Split] {
                seen.push(first(purpose.stream(seed, &[])));
                seen.extend((0..5).map(|key| first(purpose.stream(seed, &[key]))));
                seen.extend((0..5).map(|key| first(purpose.stream(seed, &[key, 0]))));
            }
        }
        let n = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), n);
    }
}
