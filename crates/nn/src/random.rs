//! Random numbers with the same bits on every platform. Streams are those of a keyed, counter-based RNG like Philox or
//! Threefry: a stream is a function of its keys only (such as seed, layer, unit and input), so that each stream can be
//! drawn without the others, and no generator's state is shared or stored. Unlike in Philox, the keys are hashed into the
//! seed of a small sequential generator, PCG32, which then makes the words of the stream.
//!
//! Logarithm and cosine are those of `libm`: the normal distribution of `rand_distr` takes them from the system as soon as
//! any crate of the build enables the `std` feature of num-traits. The module knows no clock and no global generator.

use std::f64::consts::TAU;

use rand_core::Rng;
use rand_pcg::Pcg32;

/// A stream of random numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream(Pcg32);

impl Stream {
    /// The stream of these keys. Different keys have different streams, also if one list of keys continues the other.
    ///
    /// ```
    /// use nn::random::Stream;
    ///
    /// assert_eq!(Stream::new(&[1, 2]).uniform(), Stream::new(&[1, 2]).uniform());
    /// assert_ne!(Stream::new(&[1, 2]).uniform(), Stream::new(&[1, 2, 0]).uniform());
    /// ```
    pub fn new(keys: &[u64]) -> Stream {
        // PCG streams with neighbouring states or increments are correlated. Hashing all keys avoids that.
        let state = keys.iter().fold(0, |hash, key| mix(hash ^ key));
        Stream(Pcg32::new(state, mix(state)))
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³. Takes two words.
    ///
    /// ```
    /// use nn::random::Stream;
    ///
    /// let mut stream = Stream::new(&[1]);
    /// assert!((0..1000).all(|_| (0.0..1.0).contains(&stream.uniform())));
    /// ```
    pub fn uniform(&mut self) -> f64 {
        let high = u64::from(self.0.next_u32() >> 5);
        let low = u64::from(self.0.next_u32() >> 6);
        (high << 26 | low) as f64 / (1u64 << 53) as f64
    }

    /// Uniform in [low, high).
    ///
    /// ```
    /// use nn::random::Stream;
    ///
    /// assert!((-1.0..1.0).contains(&Stream::new(&[1]).between(-1.0, 1.0)));
    /// ```
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// A whole number, uniform in 0..n without bias.
    ///
    /// # Panics
    /// If `n` is 0 or more than 2³².
    ///
    /// ```
    /// use nn::random::Stream;
    ///
    /// let mut stream = Stream::new(&[1]);
    /// assert!((0..1000).all(|_| stream.below(6) < 6));
    /// ```
    pub fn below(&mut self, n: usize) -> usize {
        let n = u32::try_from(n).expect("a range of a stream fits into 32 bits");
        assert!(n > 0, "a range of a stream holds at least one number, got {n}");
        // Words past the last multiple of n are rejected, because they would favour small numbers.
        let limit = u32::MAX - (u32::MAX % n + 1) % n;
        loop {
            let word = self.0.next_u32();
            if word <= limit {
                return (word % n) as usize;
            }
        }
    }

    /// Normal with mean 0 and standard deviation 1 (Box–Muller). Always takes four words, so that streams stay aligned.
    ///
    /// ```
    /// use nn::random::Stream;
    ///
    /// let mut stream = Stream::new(&[1]);
    /// let mean = (0..10_000).map(|_| stream.normal()).sum::<f64>() / 10_000.0;
    /// assert!(mean.abs() < 0.05); // five standard errors
    /// ```
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        radius * libm::cos(TAU * self.uniform())
    }

    /// Puts `items` into a random order (Fisher–Yates).
    ///
    /// ```
    /// use nn::random::Stream;
    ///
    /// let mut order = [0, 1, 2, 3];
    /// Stream::new(&[1]).shuffle(&mut order);
    /// order.sort();
    /// assert_eq!(order, [0, 1, 2, 3]);
    /// ```
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// A bijective hash of 64 bits.
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

    /// The expected bits were computed by an independent program in another language.
    #[test]
    fn streams_keep_their_golden_bits() {
        let mut stream = Stream::new(&[1, 2, 3]);
        let bits = [stream.uniform(), stream.normal(), stream.normal()].map(f64::to_bits);
        assert_eq!(bits, [4599057229450379200, 4604893212114910531, 13835158351964937479]);
        assert_eq!([0; 4].map(|_| stream.below(1000)), [339, 186, 428, 634]);
    }

    #[test]
    fn normals_have_mean_zero_and_deviation_one() {
        let mut stream = Stream::new(&[3]);
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
        let mut stream = Stream::new(&[4]);
        let mut hits = [0u32; 7];
        (0..70_000).for_each(|_| hits[stream.below(7)] += 1);
        // Five standard deviations of a binomial count of 70,000 with p = 1/7.
        assert!(hits.iter().all(|&n| n.abs_diff(10_000) < 465), "{hits:?}");
    }
}
