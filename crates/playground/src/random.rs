//! Random numbers: one stream per purpose, so that one setting never shifts the numbers of another. A stream is a function of
//! (seed, purpose, keys) only, with the same bits on every platform: PCG32 for the bits, `libm` for the logarithm and the cosine
//! (rand_distr's normal takes them from the system as soon as any crate of the build switches on num-traits' `std`).
//! It knows no clock and no global generator.

use std::convert::Infallible;
use std::f64::consts::TAU;

use rand_core::{Rng, TryRng};
use rand_pcg::Pcg32;

/// What a stream is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Where generated points lie before noise; keyed by the point.
    Data,
    /// Position jitter.
    Noise,
    /// Which labels flip, and to what.
    Flips,
    /// Which points train and which test.
    Split,
    /// The order of the training points.
    Shuffle,
    /// Which units dropout drops.
    Dropout,
}

/// A stream of random numbers that knows how far it has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    rng: Pcg32,
    position: u64,
}

impl Stream {
    /// The stream of `seed` for `purpose`.
    pub fn new(seed: u32, purpose: Purpose) -> Self {
        Self::keyed(seed, purpose, &[])
    }

    /// The stream of `seed` for `purpose` and `keys`; other keys, another stream.
    pub fn keyed(seed: u32, purpose: Purpose, keys: &[u32]) -> Self {
        // PCG streams with neighbouring states or increments are correlated; a hash of everything is not.
        let start = mix(u64::from(seed) << 32 | purpose as u64);
        let state = keys.iter().fold(start, |hash, &key| mix(hash ^ u64::from(key)));
        Self { rng: Pcg32::new(state, mix(state)), position: 0 }
    }

    /// How many 32-bit words have been drawn.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Moves forward by `words` as if they had been drawn.
    pub fn skip(&mut self, words: u64) {
        self.rng.advance(words);
        self.position += words;
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³; two words.
    pub fn uniform(&mut self) -> f64 {
        let high = u64::from(self.next_u32() >> 5);
        let low = u64::from(self.next_u32() >> 6);
        (high << 26 | low) as f64 / (1u64 << 53) as f64
    }

    /// Uniform in [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Uniform in 0..n without bias.
    ///
    /// # Panics
    /// If `n` is 0 or more than 2³².
    pub fn below(&mut self, n: usize) -> usize {
        let n = u32::try_from(n).expect("a range of a stream fits into 32 bits");
        assert!(n > 0, "a range of a stream holds at least one number, got {n}");
        // Words past the last whole multiple of n would favour small numbers.
        let limit = u32::MAX - (u32::MAX % n + 1) % n;
        loop {
            let word = self.next_u32();
            if word <= limit {
                return (word % n) as usize;
            }
        }
    }

    /// Normal with mean 0 and standard deviation 1 (Box–Muller); always four words, so that streams stay aligned.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        radius * libm::cos(TAU * self.uniform())
    }

    /// Puts `items` into a random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.position += 1;
        Ok(self.rng.next_u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.next_u32());
        Ok(u64::from(self.next_u32()) << 32 | low)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.next_u32().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// A bijection of 64 bits without visible pattern.
///
/// # Source
/// SplitMix64: Steele, Lea, Flood, *Fast Splittable Pseudorandom Number Generators*, 2014.
fn mix(bits: u64) -> u64 {
    let z = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pcg_and_the_mixer_agree_with_their_authors() {
        // The first outputs of pcg32-demo (state 42, stream 54) and of splitmix64 from 0.
        let mut rng = Pcg32::new(42, 54);
        assert_eq!([rng.next_u32(), rng.next_u32(), rng.next_u32()], [0xa15c_02b7, 0x7b47_f409, 0xba1d_3330]);
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
    }

    /// Written by an independent program in another language.
    const GOLDEN: [[u32; 2]; 3] = [[0x09b2_e54f, 0xa193_abff], [0x2cc9_94d8, 0x1728_1d7d], [0x27e8_1026, 0xdeb6_c071]];

    #[test]
    fn streams_keep_their_golden_words() {
        let words = |mut stream: Stream| [stream.next_u32(), stream.next_u32()];
        assert_eq!(words(Stream::new(1, Purpose::Data)), GOLDEN[0]);
        assert_eq!(words(Stream::new(1, Purpose::Dropout)), GOLDEN[1]);
        assert_eq!(words(Stream::keyed(7, Purpose::Dropout, &[2, 0, 3])), GOLDEN[2]);
    }

    #[test]
    fn normals_keep_their_golden_bits() {
        let mut stream = Stream::new(1, Purpose::Noise);
        let bits: Vec<u64> = (0..3).map(|_| stream.normal().to_bits()).collect();
        assert_eq!(bits, [4609762435571767345, 4599511484593763817, 4608433972507066918]);
    }

    #[test]
    fn another_seed_purpose_or_key_is_another_stream() {
        let first = |mut stream: Stream| stream.next_u64();
        let mut seen = vec![];
        for seed in 0..50 {
            for purpose in [Purpose::Data, Purpose::Noise, Purpose::Flips, Purpose::Split] {
                seen.push(first(Stream::new(seed, purpose)));
                seen.extend((0..5).map(|key| first(Stream::keyed(seed, purpose, &[key]))));
                seen.extend((0..5).map(|key| first(Stream::keyed(seed, purpose, &[key, 0]))));
            }
        }
        let n = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), n);
    }

    #[test]
    fn normals_have_mean_zero_and_deviation_one() {
        let mut stream = Stream::new(3, Purpose::Noise);
        let draws: Vec<f64> = (0..100_000).map(|_| stream.normal()).collect();
        let n = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / n;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        // Five standard errors of each.
        assert!(mean.abs() < 5.0 / n.sqrt(), "mean {mean}");
        assert!((variance - 1.0).abs() < 5.0 * (2.0 / n).sqrt(), "variance {variance}");
    }

    #[test]
    fn below_hits_every_number_about_equally_often() {
        let mut stream = Stream::new(4, Purpose::Shuffle);
        let mut hits = [0u32; 7];
        (0..70_000).for_each(|_| hits[stream.below(7)] += 1);
        // Five standard deviations of a binomial count of 70,000 with p = 1/7.
        assert!(hits.iter().all(|&n| n.abs_diff(10_000) < 465), "{hits:?}");
    }

    #[test]
    fn skipping_is_drawing() {
        let mut drawn = Stream::new(5, Purpose::Shuffle);
        for _ in 0..6 {
            drawn.uniform();
        }
        let mut skipped = Stream::new(5, Purpose::Shuffle);
        skipped.skip(drawn.position());
        assert_eq!(drawn, skipped);
    }
}
