//! The line where a grid of numbers passes through zero, by marching squares with linear interpolation.
//! The grid is `side × side`, row by row from the top; the result is in grid units, not in pixels.

/// A piece of the line: x₁, y₁, x₂, y₂, each from 0 to `side − 1`, y downwards.
pub(crate) type Piece = [f32; 4];

/// Appends the pieces of the zero line of `grid` to `pieces`.
pub(crate) fn zero_line(grid: &[f32], side: usize, pieces: &mut Vec<Piece>) {
    for row in 0..side.saturating_sub(1) {
        for column in 0..side - 1 {
            let at = row * side + column;
            let corners = [grid[at], grid[at + 1], grid[at + side + 1], grid[at + side]];
            cell(corners, column as f32, row as f32, pieces);
        }
    }
}

/// How far `class` is ahead of the best other one: its zero line is where a tie of the largest score is.
pub(crate) fn lead(planes: &[f32], cells: usize, class: usize, out: &mut Vec<f32>) {
    out.clear();
    let n_classes = planes.len() / cells.max(1);
    out.extend((0..cells).map(|cell| {
        let others = (0..n_classes).filter(|&other| other != class).map(|other| planes[other * cells + cell]);
        planes[class * cells + cell] - others.fold(f32::NEG_INFINITY, f32::max)
    }));
}

/// Appends the graph of `row`, values from `−reach` to `reach` over one row of the grid, to `pieces`; it may leave the grid.
pub(crate) fn graph(row: &[f32], reach: f32, pieces: &mut Vec<Piece>) {
    let last = row.len().saturating_sub(1) as f32;
    // Far outside is far enough: canvases lose themselves in huge coordinates.
    let height = |value: f32| ((reach - value) / (2.0 * reach)).clamp(-9.0, 9.0) * last;
    for (column, pair) in row.windows(2).enumerate() {
        if pair.iter().all(|value| value.is_finite()) {
            pieces.push([column as f32, height(pair[0]), column as f32 + 1.0, height(pair[1])]);
        }
    }
}

/// The pieces inside one cell, whose corners are given clockwise from the upper left. Zero counts as above.
fn cell(corners: [f32; 4], x: f32, y: f32, pieces: &mut Vec<Piece>) {
    // Most cells lie on one side: that is asked first.
    let above = corners.map(|value| value >= 0.0);
    if above == [true; 4] || above == [false; 4] || corners.iter().any(|value| !value.is_finite()) {
        return;
    }
    let ends = [(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)];
    let mut crossings = [(0.0, 0.0); 4];
    let mut n_crossings = 0;
    for side in 0..4 {
        let next = (side + 1) % 4;
        if above[side] != above[next] {
            let share = corners[side] / (corners[side] - corners[next]);
            crossings[n_crossings] = (
                ends[side].0 + (ends[next].0 - ends[side].0) * share,
                ends[side].1 + (ends[next].1 - ends[side].1) * share,
            );
            n_crossings += 1;
        }
    }
    let mut join =
        |from: usize, to: usize| pieces.push([crossings[from].0, crossings[from].1, crossings[to].0, crossings[to].1]);
    if n_crossings == 2 {
        join(0, 1);
    } else {
        // A saddle: the middle value says which pair of corners belongs together.
        let middle_is_above = corners.iter().sum::<f32>() >= 0.0;
        if middle_is_above == above[0] {
            join(0, 1);
            join(2, 3);
        } else {
            join(3, 0);
            join(1, 2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(side: usize, f: impl Fn(f32, f32) -> f32) -> Vec<f32> {
        (0..side * side).map(|cell| f((cell % side) as f32, (cell / side) as f32)).collect()
    }

    #[test]
    fn a_straight_line_is_found_where_it_is() {
        let mut pieces = Vec::new();
        zero_line(&grid(5, |x, _| x - 1.25), 5, &mut pieces);
        assert_eq!(pieces.len(), 4);
        assert!(pieces.iter().all(|piece| piece[0] == 1.25 && piece[2] == 1.25));
    }

    #[test]
    fn a_circle_has_its_length() {
        let mut pieces = Vec::new();
        zero_line(&grid(65, |x, y| (x - 32.0).hypot(y - 32.0) - 20.0), 65, &mut pieces);
        let length: f32 = pieces.iter().map(|piece| (piece[2] - piece[0]).hypot(piece[3] - piece[1])).sum();
        assert!((length - 40.0 * std::f32::consts::PI).abs() < 0.5, "{length}");
    }

    #[test]
    fn a_saddle_does_not_cross_itself() {
        for sign in [1.0, -1.0] {
            let mut pieces = Vec::new();
            zero_line(&[sign, -sign * 0.5, -sign * 0.5, sign], 2, &mut pieces);
            assert_eq!(pieces.len(), 2);
        }
    }

    #[test]
    fn a_tie_of_three_classes_is_the_zero_line_of_the_lead() {
        let mut lead_of_first = Vec::new();
        lead(&[1.0, 5.0, 2.0, 4.0, 3.0, 0.0], 2, 0, &mut lead_of_first);
        assert_eq!(lead_of_first, [-2.0, 1.0]);
    }

    #[test]
    fn a_graph_has_its_heights_and_a_gap_where_there_is_no_number() {
        let mut pieces = Vec::new();
        graph(&[6.0, 0.0, -6.0, f32::NAN, 0.0], 6.0, &mut pieces);
        assert_eq!(pieces, [[0.0, 0.0, 1.0, 2.0], [1.0, 2.0, 2.0, 4.0]]);
    }

    #[test]
    fn what_is_no_number_is_not_drawn() {
        let mut pieces = Vec::new();
        zero_line(&[f32::NAN, 1.0, -1.0, 1.0], 2, &mut pieces);
        assert!(pieces.is_empty());
    }
}
