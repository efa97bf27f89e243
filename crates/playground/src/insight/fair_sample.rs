//! Some weights of many, chosen evenly: each layer has its share and at least one, and within a layer they are spread over rows,
//! columns and biases, which a fixed stride is not where it has a divisor in common with the rows' length.

use crate::parameter::Parameter;

/// The golden section: multiples of it fall evenly everywhere between two whole numbers.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// All weights and biases of a network of these sizes, or about `most` of them, in the flat order.
pub(super) fn fair_sample(sizes: &[usize], most: usize) -> Vec<Parameter> {
    let in_layer = |pair: &[usize]| (pair[0] + 1) * pair[1];
    let n: usize = sizes.windows(2).map(in_layer).sum();
    let mut chosen = Vec::new();
    let mut start = 0;
    for (layer, pair) in sizes.windows(2).enumerate() {
        let (n_layer, n_biases) = (in_layer(pair), pair[1]);
        let wanted = match n <= most {
            true => n_layer,
            false => ((most as f64 * n_layer as f64 / n as f64).round() as usize).clamp(1, n_layer),
        };
        // One from each of so many pieces of the same length.
        let piece = n_layer as f64 / wanted as f64;
        let place = |k: usize| ((k as f64 + (k as f64 * GOLDEN).fract()) * piece) as usize;
        // Biases are so few that chance would leave them out: the last piece, at whose end they stand, gives one.
        let bias = |layer: usize| n_layer - 1 - (layer * n_biases * 5 / 8) % n_biases.min(piece as usize);
        let exact = |k: usize| match k + 1 {
            _ if wanted == n_layer => k,
            last if last == wanted && wanted > 1 => bias(layer),
            _ => place(k).min(n_layer - 1),
        };
        chosen.extend((0..wanted).filter_map(|k| Parameter::at(start + exact(k), sizes)));
        start += n_layer;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_weights_are_all_chosen_and_of_many_each_layer_and_column_has_its_share() {
        let sizes = [2, 3, 1];
        let all: Vec<usize> = fair_sample(&sizes, 13).into_iter().map(|found| found.index(&sizes)).collect();
        assert_eq!(all, (0..13).collect::<Vec<_>>());
        let sizes = [[2].as_slice(), &[256; 16], &[1]].concat();
        let chosen = fair_sample(&sizes, 600);
        let mut places: Vec<usize> = chosen.iter().map(|found| found.index(&sizes)).collect();
        places.dedup();
        assert_eq!(places.len(), chosen.len(), "none is chosen twice");
        assert!((590..=620).contains(&chosen.len()), "{}", chosen.len());
        for layer in 0..17 {
            let n = chosen.iter().filter(|found| found.layer == layer).count();
            let fair = if (1..16).contains(&layer) { 38..=42 } else { 1..=2 };
            assert!(fair.contains(&n), "layer {layer}: {n}");
        }
        for column in 0..4 {
            let is_in = |input: usize| input / 64 == column;
            let n =
                chosen.iter().filter(|found| (1..16).contains(&found.layer) && found.input.is_some_and(is_in)).count();
            assert!((120..=180).contains(&n), "column {column}: {n}");
        }
        let biases: Vec<&Parameter> = chosen.iter().filter(|found| found.input.is_none()).collect();
        assert!((15..=25).contains(&biases.len()), "one of nearly each layer: {}", biases.len());
        assert!(biases.iter().any(|found| found.unit != biases[0].unit), "not always the same");
    }
}
