//! Lines of equal value on a lattice, by marching squares.

/// A piece of a line of equal value, from (x, y) to (x, y) in steps of the lattice.
pub type Piece = [f64; 4];

/// The pieces of the line where `values` (rows of equal length) are `level`. Squares with a corner that is not finite have none.
pub fn contour(values: &[Vec<f64>], level: f64) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (y, pair) in values.windows(2).enumerate() {
        for x in 0..pair[0].len().saturating_sub(1) {
            // Corners in turn, and where between two of them the level is crossed.
            let corners = [(0, 0), (1, 0), (1, 1), (0, 1)];
            let heights = corners.map(|(dx, dy): (usize, usize)| pair[dy][x + dx] - level);
            if heights.iter().any(|height| !height.is_finite()) {
                continue;
            }
            let mut crossings = Vec::with_capacity(4);
            for k in 0..4 {
                let (a, b) = (heights[k], heights[(k + 1) % 4]);
                if (a < 0.0) != (b < 0.0) {
                    let ((ax, ay), (bx, by), t) = (corners[k], corners[(k + 1) % 4], a / (a - b));
                    let between = |from: usize, to: usize| from as f64 + t * (to as f64 - from as f64);
                    crossings.push((x as f64 + between(ax, bx), y as f64 + between(ay, by)));
                }
            }
            pieces.extend(crossings.chunks_exact(2).map(|ends| [ends[0].0, ends[0].1, ends[1].0, ends[1].1]));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_found_where_it_is() {
        let values: Vec<Vec<f64>> =
            (0..41).map(|y| (0..41).map(|x| f64::from(x - 20).powi(2) + f64::from(y - 20).powi(2)).collect()).collect();
        let pieces = contour(&values, 100.0);
        assert!(pieces.len() > 40);
        for [ax, ay, bx, by] in pieces {
            for (x, y) in [(ax, ay), (bx, by)] {
                let radius = ((x - 20.0).powi(2) + (y - 20.0).powi(2)).sqrt();
                assert!((radius - 10.0).abs() < 0.05, "{radius}");
            }
        }
        assert!(contour(&values, -1.0).is_empty() && contour(&[vec![f64::NAN; 3], vec![0.0; 3]], 0.0).is_empty());
    }
}
