//! Which edges of the network are drawn, and in which order. Of many weights the largest of each layer, so that a picture costs the
//! same however wide the network is; small ones first, whatever their sign, so that neither sign lies on top of the other.

/// No picture has more edges.
pub(crate) const MOST_EDGES: usize = 4096;

/// The edge of a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    /// The neuron that it leads to.
    pub(crate) unit: u32,
    /// The feature or neuron that it comes from.
    pub(crate) input: u32,
    pub(crate) weight: f32,
}

/// The edges that are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Edges {
    /// Per layer, the smallest weight first.
    layers: Vec<Vec<Edge>>,
    n_weights: usize,
}

impl Edges {
    /// The largest weights of each layer of a network with these neurons per column; `parameters` are per layer the weights row by row,
    /// then the biases. Weights of 0 have no edge. None where the list is of another network.
    pub(crate) fn largest(counts: &[usize], parameters: &[f32]) -> Edges {
        let sizes: Vec<usize> = counts.windows(2).map(|pair| pair[0] * pair[1]).collect();
        let n_parameters: usize = counts.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
        if parameters.len() != n_parameters {
            return Edges::default();
        }
        let shares = shares(&sizes);
        let mut start = 0;
        let layer = |(layer, n_most): (usize, usize)| {
            let weights = &parameters[start..start + sizes[layer]];
            start += sizes[layer] + counts[layer + 1];
            largest(weights, counts[layer], n_most)
        };
        Edges { n_weights: sizes.iter().sum(), layers: shares.into_iter().enumerate().map(layer).collect() }
    }

    /// Those of the layer with this index, the smallest weight first.
    pub(crate) fn of_layer(&self, layer: usize) -> &[Edge] {
        self.layers.get(layer).map_or(&[], Vec::as_slice)
    }

    /// How many are drawn.
    pub(crate) fn n_drawn(&self) -> usize {
        self.layers.iter().map(Vec::len).sum()
    }

    /// How many weights there are, if not all have a place in the picture.
    pub(crate) fn left_out_of(&self) -> Option<usize> {
        (self.n_weights > MOST_EDGES).then_some(self.n_weights)
    }
}

/// How many edges each layer may have: what small layers leave, large ones share.
fn shares(sizes: &[usize]) -> Vec<usize> {
    // Sorted as the weights are below: one sort fewer in the program.
    let mut by_size: Vec<(u64, usize)> = sizes.iter().map(|size| *size as u64).zip(0..).collect();
    by_size.sort_unstable();
    let (mut left, mut shares) = (MOST_EDGES, vec![0; sizes.len()]);
    for (done, (_, layer)) in by_size.into_iter().enumerate() {
        shares[layer] = sizes[layer].min(left / (sizes.len() - done));
        left -= shares[layer];
    }
    shares
}

/// So many of the bits of a size, its power of two and a little more, tell the large ones from the others.
const BINS: usize = 1 << 11;

/// The bin of a weight; larger ones have higher bins.
fn bin(weight: f32) -> usize {
    (weight.abs().to_bits() >> 20) as usize
}

fn largest(weights: &[f32], n_inputs: usize, n_most: usize) -> Vec<Edge> {
    let least = if weights.len() <= n_most { 0 } else { least_bin(weights, n_most) };
    let mut found: Vec<(u64, usize)> = weights
        .iter()
        .enumerate()
        .filter(|(_, weight)| **weight != 0.0 && bin(**weight) >= least)
        .map(|(index, weight)| (key(index, *weight), index))
        .collect();
    found.sort_unstable();
    found.drain(..found.len().saturating_sub(n_most));
    let edge = |(_, index): (u64, usize)| Edge {
        unit: (index / n_inputs.max(1)) as u32,
        input: (index % n_inputs.max(1)) as u32,
        weight: weights[index],
    };
    found.into_iter().map(edge).collect()
}

/// The highest bin above and in which there are at least `n_most` weights.
fn least_bin(weights: &[f32], n_most: usize) -> usize {
    let mut counts = vec![0u32; BINS];
    weights.iter().for_each(|weight| counts[bin(*weight)] += 1);
    let mut n_above = 0;
    let is_enough = |bin: &usize| {
        n_above += counts[*bin] as usize;
        n_above >= n_most
    };
    (0..BINS).rev().find(is_enough).unwrap_or(0)
}

/// What edges are ordered by: the size; where it is the same, as if at random, so that no rule of the weights decides what lies on top.
fn key(index: usize, weight: f32) -> u64 {
    u64::from(weight.abs().to_bits()) << 32 | u64::from((index as u32).wrapping_mul(0x9e37_79b1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random.
    fn numbers(n: usize) -> Vec<f32> {
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state as f32 / u32::MAX as f32 - 0.5
        };
        (0..n).map(|_| next()).collect()
    }

    fn n_parameters(counts: &[usize]) -> usize {
        counts.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
    }

    #[test]
    fn a_small_network_has_all_its_edges_with_the_smallest_below() {
        let counts = [2, 3, 1];
        let parameters = [0.5, -0.1, 0.0, 2.0, -3.0, 0.2, 9.0, 9.0, 9.0, 0.3, -0.2, 0.1, 9.0];
        let edges = Edges::largest(&counts, &parameters);
        let weights = |layer| edges.of_layer(layer).iter().map(|edge| edge.weight).collect::<Vec<_>>();
        assert_eq!(weights(0), [-0.1, 0.2, 0.5, 2.0, -3.0]);
        assert_eq!(weights(1), [0.1, -0.2, 0.3]);
        assert_eq!(edges.of_layer(0)[4], Edge { unit: 2, input: 0, weight: -3.0 });
        assert_eq!((edges.n_drawn(), edges.left_out_of()), (8, None));
        // A list that belongs to another network has none.
        assert_eq!(Edges::largest(&counts, &parameters[1..]).n_drawn(), 0);
    }

    #[test]
    fn of_many_weights_the_largest_of_each_layer_are_drawn_and_never_more_than_the_limit() {
        for counts in [vec![2, 256, 256, 256, 256, 1], [vec![2], vec![256; 16], vec![8]].concat(), vec![2, 128, 128, 1]]
        {
            let parameters = numbers(n_parameters(&counts));
            let edges = Edges::largest(&counts, &parameters);
            assert!(edges.n_drawn() <= MOST_EDGES && edges.n_drawn() > MOST_EDGES * 9 / 10, "{}", edges.n_drawn());
            assert_eq!(edges.left_out_of(), Some(counts.windows(2).map(|pair| pair[0] * pair[1]).sum()));
            let mut start = 0;
            for (layer, pair) in counts.windows(2).enumerate() {
                let drawn = edges.of_layer(layer);
                assert!(!drawn.is_empty() && drawn.is_sorted_by_key(|edge| edge.weight.abs()));
                let mut sizes: Vec<f32> =
                    parameters[start..start + pair[0] * pair[1]].iter().map(|w| w.abs()).collect();
                sizes.sort_by(|a, b| b.total_cmp(a));
                assert_eq!(drawn[0].weight.abs(), sizes[drawn.len() - 1], "the smallest that is drawn");
                start += (pair[0] + 1) * pair[1];
            }
        }
        // Equal weights, and numbers at the ends of what there is, are no more.
        for weight in [0.25, f32::MAX, f32::MIN_POSITIVE] {
            let counts = [2, 256, 256, 1];
            let edges = Edges::largest(&counts, &vec![weight; n_parameters(&counts)]);
            assert!(edges.n_drawn() <= MOST_EDGES && edges.n_drawn() > MOST_EDGES / 2);
        }
        let counts = [2, 256, 256, 1];
        assert_eq!(Edges::largest(&counts, &vec![0.0; n_parameters(&counts)]).n_drawn(), 0);
    }

    #[test]
    fn equal_weights_are_drawn_in_no_order_of_their_places() {
        let counts = [16, 16];
        // The first half is positive, the other negative.
        let parameters: Vec<f32> = (0..17 * 16).map(|index| if index < 128 { 0.5 } else { -0.5 }).collect();
        let edges = Edges::largest(&counts, &parameters);
        let n_positive_on_top = edges.of_layer(0)[128..].iter().filter(|edge| edge.weight > 0.0).count();
        assert!((48..=80).contains(&n_positive_on_top), "{n_positive_on_top} of the upper 128");
    }
}
