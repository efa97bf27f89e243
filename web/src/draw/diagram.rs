//! Where each neuron of the network diagram stands, how its edges run, and what lies under a pointer.
//! Pure geometry in pixels; columns are features, hidden layers, outputs.

/// The places of all neurons.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// Side of a neuron's square picture.
    pub(crate) side_px: f32,
    /// How far apart the neurons of a column stand.
    pub(crate) pitch_px: f32,
    /// Centres per column, from top to bottom.
    pub(crate) columns: Vec<Vec<(f32, f32)>>,
}

/// Something in the diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    /// A neuron of a column.
    Neuron(usize, usize),
    /// The edge into a neuron of a column from one of the column before.
    Edge { column: usize, unit: usize, input: usize },
}

impl Hit {
    /// The neuron itself, or the one that the edge leads to.
    pub(crate) fn neuron(self) -> (usize, usize) {
        match self {
            Hit::Neuron(column, unit) | Hit::Edge { column, unit, .. } => (column, unit),
        }
    }
}

/// Room above the neurons for the layers' numbers.
pub(crate) const HEAD_PX: f32 = 16.0;
/// Room below the neurons for the marks at their corners.
pub(crate) const FOOT_PX: f32 = 8.0;
/// Neurons stand no farther apart than this.
const PITCH_PX: f32 = 92.0;
/// Neurons stand no closer than this: the diagram grows instead.
pub(crate) const LEAST_PITCH_PX: usize = 8;
/// Where columns are narrower than a layer's controls are for a pointer, or for a finger, the controls stand in a row of their own.
const CONTROLS_PX: (f32, f32) = (74.0, 118.0);

/// Room on the left for the features' names.
pub(crate) const LABEL_PX: f32 = 40.0;

/// Where the middle of `column` is, as a share of the width that is left beside the names.
pub(crate) fn column_share(column: usize, n_columns: usize) -> f32 {
    (column as f32 + 0.5) / n_columns.max(1) as f32
}

/// Whether the columns of a diagram of this width leave no room for the layers' controls above them.
pub(crate) fn is_narrow(n_columns: usize, width_px: f32, by_finger: bool) -> bool {
    let needed_px = if by_finger { CONTROLS_PX.1 } else { CONTROLS_PX.0 };
    (width_px - LABEL_PX) / (n_columns.max(1) as f32) < needed_px
}

/// Places `counts[column]` neurons in each column.
pub(crate) fn layout(counts: &[usize], width_px: f32, height_px: f32) -> Layout {
    let tallest = counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let room_px = (height_px - HEAD_PX - FOOT_PX).max(1.0);
    let pitch_px = (room_px / tallest).min(PITCH_PX);
    let side_px = (pitch_px * 0.76).min(width_px / counts.len().max(1) as f32 * 0.42).clamp(5.0, 46.0);
    let middle_px = HEAD_PX + room_px / 2.0;
    let column = |(index, &count): (usize, &usize)| {
        let x = LABEL_PX + column_share(index, counts.len()) * (width_px - LABEL_PX);
        (0..count).map(|unit| (x, middle_px + (unit as f32 - (count as f32 - 1.0) / 2.0) * pitch_px)).collect()
    };
    Layout { side_px, pitch_px, columns: counts.iter().enumerate().map(column).collect() }
}

/// How many pixels per style-sheet pixel a diagram of so many edges is drawn with at most: thousands of edges at a phone's three
/// by three would hold the page up for a tenth of a second each time, and clicks with it.
pub(crate) fn finest_scale(n_edges: usize) -> f64 {
    (FINE_WORK / n_edges.max(1) as f64).sqrt()
}

/// So many edges are drawn within a few milliseconds at one pixel per style-sheet pixel.
const FINE_WORK: f64 = 1.2e4;

/// The width of the edge of a weight: grows with its size, and never fills the diagram, however close its neurons stand.
pub(crate) fn edge_width_px(weight: f32, pitch_px: f32) -> f32 {
    let size = weight.abs();
    let crowding = (pitch_px / 40.0).clamp(0.25, 1.0);
    if size.is_finite() { 0.5 + 6.0 * crowding * size / (1.2 + size) } else { 0.5 }
}

/// How strongly an edge is drawn where `n_edges` share the way: among a thousand opaque ones only the last would be seen.
pub(crate) fn edge_alpha(n_edges: usize) -> f32 {
    0.78 * (80.0 / n_edges.max(1) as f32).sqrt().min(1.0)
}

/// The radius of the mark of a bias: 0 for none, and at most a fifth of its neuron's picture.
pub(crate) fn bias_radius_px(bias: f32, side_px: f32) -> f32 {
    let largest = bias_room_px(side_px);
    let size = bias.abs();
    if size.is_finite() && size > 0.0 { largest * (0.25 + 0.75 * size / (0.6 + size)) } else { 0.0 }
}

/// The radius of the largest mark of a bias.
pub(crate) fn bias_room_px(side_px: f32) -> f32 {
    (side_px * 0.15).clamp(1.5, 6.0)
}

/// What lies under a place, within `slack_px`; of several edges the one whose rim is nearest. `weights` are the network's
/// parameters, per layer weights row by row and then biases: wider edges are easier to hit.
pub(crate) fn hit(layout: &Layout, weights: &[f32], (x, y): (f32, f32), slack_px: f32) -> Option<Hit> {
    let half = layout.side_px / 2.0 + 2.0;
    for (column, places) in layout.columns.iter().enumerate() {
        let under = |&(nx, ny): &(f32, f32)| (nx - x).abs() <= half && (ny - y).abs() <= half;
        if let Some(unit) = places.iter().position(under) {
            return Some(Hit::Neuron(column, unit));
        }
    }
    let (mut start, mut best) = (0, None);
    for (column, pair) in layout.columns.windows(2).enumerate() {
        let (from, to) = (&pair[0], &pair[1]);
        let n_weights = from.len() * to.len();
        let (Some(&(left, _)), Some(&(right, _))) = (from.first(), to.first()) else { return None };
        let (left, right) = (left + layout.side_px / 2.0, right - layout.side_px / 2.0);
        if x >= left && x <= right && right > left {
            let (rise, steepness) = bend((x - left) / (right - left));
            let near = |(index, &weight): (usize, &f32)| {
                let (unit, input) = (index / from.len(), index % from.len());
                let height = to[unit].1 - from[input].1;
                let slope = steepness * height / (right - left);
                let away = (from[input].1 + rise * height - y).abs() / (1.0 + slope * slope).sqrt();
                (away - edge_width_px(weight, layout.pitch_px) / 2.0, Hit::Edge { column: column + 1, unit, input })
            };
            let edges = weights.get(start..start + n_weights)?.iter().enumerate().map(near);
            best = edges.filter(|(away, _)| *away <= slack_px).min_by(|a, b| a.0.total_cmp(&b.0));
            break;
        }
        start += n_weights + to.len();
    }
    best.map(|(_, hit)| hit)
}

/// How far an edge has risen, and how steep it is, at a share of its way across: all edges are the same curve, whose control
/// points stand half-way.
pub(crate) fn bend(across: f32) -> (f32, f32) {
    // Across is 1.5 t (1 − t) + t³ and always grows with t.
    let (mut low, mut high) = (0.0f32, 1.0f32);
    for _ in 0..20 {
        let t = (low + high) / 2.0;
        if 1.5 * t * (1.0 - t) + t * t * t < across { low = t } else { high = t }
    }
    let t = (low + high) / 2.0;
    (t * t * (3.0 - 2.0 * t), 6.0 * t * (1.0 - t) / (1.5 - 3.0 * t + 3.0 * t * t))
}

/// The neuron that an arrow key leads to from one of `counts`; sideways to the one at about the same height.
pub(crate) fn neighbour(counts: &[usize], (column, unit): (usize, usize), key: &str) -> Option<(usize, usize)> {
    let last = counts.len().checked_sub(1)?;
    let level = |to: usize| {
        let share = (unit as f32 + 0.5) / counts[column].max(1) as f32;
        (to, ((share * counts[to] as f32) as usize).min(counts[to].saturating_sub(1)))
    };
    match key {
        "ArrowUp" => Some((column, unit.saturating_sub(1))),
        "ArrowDown" => Some((column, (unit + 1).min(counts[column].saturating_sub(1)))),
        "ArrowLeft" => Some(level(column.saturating_sub(1))),
        "ArrowRight" => Some(level((column + 1).min(last))),
        "Home" => Some((0, 0)),
        "End" => Some((last, counts[last].saturating_sub(1))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest network of the page.
    const WHOLE: [usize; 10] = [2, 32, 32, 32, 32, 32, 32, 32, 32, 1];

    #[test]
    fn controls_stand_above_their_columns_where_there_is_room() {
        assert!(!is_narrow(4, 520.0, false) && is_narrow(10, 520.0, false));
        assert!(is_narrow(4, 366.0, true) && !is_narrow(4, 520.0, true));
    }

    #[test]
    fn neurons_stay_inside_and_do_not_touch() {
        for counts in [vec![2, 4, 2, 1], vec![7, 8, 8, 8, 8, 8, 8, 1], vec![2, 32, 32, 8], vec![11, 1], WHOLE.to_vec()]
        {
            for (width, height) in [(640.0, 586.0), (366.0, 586.0), (332.0, 280.0)] {
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
        assert!(edge_width_px(0.1, 60.0) < edge_width_px(-1.0, 60.0));
        assert!(edge_width_px(1e9, 60.0) <= 6.5);
        assert!(edge_width_px(1e9, 14.0) < 3.0);
        assert!(edge_width_px(f32::NAN, 60.0) > 0.0);
    }

    #[test]
    fn a_larger_bias_has_a_larger_mark_and_none_has_none() {
        assert_eq!(bias_radius_px(0.0, 46.0), 0.0);
        assert!(bias_radius_px(0.1, 46.0) < bias_radius_px(-2.0, 46.0));
        assert!(bias_radius_px(1e9, 46.0) <= bias_room_px(46.0));
    }

    #[test]
    fn a_pointer_finds_neurons_and_the_edges_between_them() {
        let counts = [2, 3, 1];
        let placed = layout(&counts, 640.0, 460.0);
        let weights = vec![0.5; 2 * 3 + 3 + 3 + 1];
        for (column, units) in placed.columns.iter().enumerate() {
            for (unit, place) in units.iter().enumerate() {
                assert_eq!(hit(&placed, &weights, *place, 4.0), Some(Hit::Neuron(column, unit)));
            }
        }
        // From one neuron to several no edges cross: each is half-way up when it is half-way across.
        let fan = layout(&[1, 4], 640.0, 460.0);
        for (unit, to) in fan.columns[1].iter().enumerate() {
            let from = fan.columns[0][0];
            let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
            assert_eq!(hit(&fan, &[1.0; 8], middle, 4.0), Some(Hit::Edge { column: 1, unit, input: 0 }));
        }
        let (from, to) = (placed.columns[1][0], placed.columns[2][0]);
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        assert_eq!(hit(&placed, &weights, middle, 4.0), Some(Hit::Edge { column: 2, unit: 0, input: 0 }));
        assert_eq!(hit(&placed, &weights, (5.0, 5.0), 4.0), None);
    }

    #[test]
    fn a_wider_edge_is_hit_before_a_thin_one_that_is_as_near() {
        let placed = layout(&[2, 1], 400.0, 400.0);
        let (x, y) = (LABEL_PX + 180.0, HEAD_PX + 188.0);
        let wide = |weights: [f32; 3]| hit(&placed, &weights, (x, y), 40.0);
        assert_eq!(wide([0.0, 5.0, 0.0]), Some(Hit::Edge { column: 1, unit: 0, input: 1 }));
        assert_eq!(wide([5.0, 0.0, 0.0]), Some(Hit::Edge { column: 1, unit: 0, input: 0 }));
    }

    #[test]
    fn arrow_keys_reach_every_neuron_and_never_leave() {
        let counts = [2, 4, 1];
        assert_eq!(neighbour(&counts, (0, 0), "ArrowRight"), Some((1, 1)));
        assert_eq!(neighbour(&counts, (1, 3), "ArrowLeft"), Some((0, 1)));
        assert_eq!(neighbour(&counts, (1, 3), "ArrowDown"), Some((1, 3)));
        assert_eq!(neighbour(&counts, (2, 0), "ArrowRight"), Some((2, 0)));
        assert_eq!(neighbour(&counts, (1, 0), "a"), None);
    }
}
