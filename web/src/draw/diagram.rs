//! Where each neuron of the network diagram stands, and how wide an edge of a given weight is.
//! Pure geometry in pixels; columns are features, hidden layers, outputs.

/// The places of all neurons.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// Side of a neuron's square picture.
    pub(crate) side_px: f32,
    /// Centres per column, from top to bottom.
    pub(crate) columns: Vec<Vec<(f32, f32)>>,
}

/// Room above the neurons for the column's heading.
pub(crate) const HEAD_PX: f32 = 66.0;
/// Neurons stand no farther apart than this.
pub(crate) const PITCH_PX: f32 = 92.0;
/// A column may not be narrower than this: the diagram scrolls instead.
pub(crate) const COLUMN_PX: usize = 84;

/// Room on the left for the features' names.
pub(crate) const LABEL_PX: f32 = 40.0;

/// Where the middle of `column` is, as a share of the width that is left beside the names.
pub(crate) fn column_share(column: usize, n_columns: usize) -> f32 {
    (column as f32 + 0.5) / n_columns.max(1) as f32
}

/// Places `counts[column]` neurons in each column.
pub(crate) fn layout(counts: &[usize], width_px: f32, height_px: f32) -> Layout {
    let tallest = counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let room_px = (height_px - HEAD_PX).max(1.0);
    let pitch_px = (room_px / tallest).min(PITCH_PX);
    let side_px = (pitch_px * 0.76).min(width_px / counts.len().max(1) as f32 * 0.42).clamp(5.0, 46.0);
    let middle_px = HEAD_PX + room_px / 2.0;
    let column = |(index, &count): (usize, &usize)| {
        let x = LABEL_PX + column_share(index, counts.len()) * (width_px - LABEL_PX);
        let pitch_px = pitch_px.min(room_px / count.max(1) as f32);
        (0..count).map(|unit| (x, middle_px + (unit as f32 - (count as f32 - 1.0) / 2.0) * pitch_px)).collect()
    };
    Layout { side_px, columns: counts.iter().enumerate().map(column).collect() }
}

/// The width of the edge of a weight: grows with its size, and never fills the diagram.
pub(crate) fn edge_width_px(weight: f32) -> f32 {
    let size = weight.abs();
    if size.is_finite() { 0.5 + 6.0 * size / (1.2 + size) } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neurons_stay_inside_and_do_not_touch() {
        for counts in [vec![2, 4, 2, 1], vec![7, 8, 8, 8, 8, 8, 8, 1], vec![2, 32, 32, 8], vec![11, 1]] {
            for (width, height) in [(640.0, 460.0), (366.0, 400.0)] {
                let placed = layout(&counts, width, height);
                for column in &placed.columns {
                    for pair in column.windows(2) {
                        assert!(pair[1].1 - pair[0].1 > placed.side_px, "{counts:?}");
                    }
                    for (_, y) in column {
                        assert!(
                            *y - placed.side_px / 2.0 >= HEAD_PX - 1.0 && *y + placed.side_px / 2.0 <= height + 1.0,
                            "{counts:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_larger_weight_has_a_wider_edge_up_to_a_limit() {
        assert!(edge_width_px(0.1) < edge_width_px(-1.0));
        assert!(edge_width_px(1e9) <= 6.5);
        assert!(edge_width_px(f32::NAN) > 0.0);
    }
}
