//! Where each neuron of the network diagram stands, how its edges run, and what lies under a pointer.
//! Pure geometry in pixels; columns are features, hidden layers, outputs.

use super::selection::{Edge, Edges};

/// The places of all neurons.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// Side of a neuron's square picture.
    pub(crate) side_px: f32,
    /// How far apart the neurons of a column stand; features may stand farther apart.
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

/// Room above the neurons.
pub(crate) const HEAD_PX: f32 = 8.0;
/// Room below the neurons for the bars of their biases.
pub(crate) const FOOT_PX: f32 = 12.0;
/// Neurons stand no farther apart than this.
const PITCH_PX: f32 = 92.0;
/// Neurons stand no closer than this: the diagram grows instead, and scrolls.
const LEAST_PITCH_PX: f32 = 6.0;
/// Features stand no closer than this while there is room, because each has its name beside it.
pub(crate) const NAME_PX: f32 = 17.0;
/// How far hidden layers stand apart at least, so that each has its controls above it: for a pointer, for a finger.
const LEAST_COLUMN_PX: (f32, f32) = (78.0, 120.0);
/// Where columns are narrower than this, their names take two lines.
const WIDE_COLUMN_PX: f32 = 104.0;
/// Features and outputs have no controls above them and stand nearer to the hidden layers, by this share.
const END_SHARE: f32 = 0.62;

/// Left of the middle of the features: half a picture, and room for their names.
const LEFT_PX: f32 = 62.0;
/// Right of the middle of the outputs.
const RIGHT_PX: f32 = 27.0;

/// How many widths of a column the whole diagram has.
fn n_columns_wide(n_columns: usize) -> f32 {
    match n_columns {
        0..=2 => 1.0,
        n => 2.0 * END_SHARE + (n - 3) as f32,
    }
}

/// Where the middle of `column` is, as a share of the way from the features to the outputs.
fn column_share(column: usize, n_columns: usize) -> f32 {
    match column {
        0 => 0.0,
        _ if column + 1 == n_columns => 1.0,
        _ => (END_SHARE + (column - 1) as f32) / n_columns_wide(n_columns),
    }
}

/// Where the middle of `column` is, in the style sheet's terms.
pub(crate) fn column_left(column: usize, n_columns: usize) -> String {
    let share = column_share(column, n_columns);
    format!("calc({LEFT_PX}px + {share} * (100% - {}px))", LEFT_PX + RIGHT_PX)
}

/// How far the hidden layers of a diagram of this width stand apart.
fn column_px(n_columns: usize, width_px: f32) -> f32 {
    (width_px - LEFT_PX - RIGHT_PX) / n_columns_wide(n_columns)
}

/// Whether the names above the layers of a diagram of this width need two lines.
pub(crate) fn is_narrow(n_columns: usize, width_px: f32) -> bool {
    column_px(n_columns, width_px) < WIDE_COLUMN_PX
}

/// Width and height that a diagram needs at least; where there is less room it scrolls.
pub(crate) fn least_size_px(counts: &[usize], by_finger: bool) -> (f32, f32) {
    let tallest = counts.iter().copied().max().unwrap_or(1) as f32;
    let column = if by_finger { LEAST_COLUMN_PX.1 } else { LEAST_COLUMN_PX.0 };
    (LEFT_PX + RIGHT_PX + column * n_columns_wide(counts.len()), tallest * LEAST_PITCH_PX + HEAD_PX + FOOT_PX)
}

/// Places `counts[column]` neurons in each column.
pub(crate) fn layout(counts: &[usize], width_px: f32, height_px: f32) -> Layout {
    let tallest = counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let room_px = (height_px - HEAD_PX - FOOT_PX).max(1.0);
    let pitch_px = (room_px / tallest).min(PITCH_PX);
    let side_px = (pitch_px * 0.76).min(column_px(counts.len(), width_px) * 0.42).clamp(4.0, 46.0);
    let middle_px = HEAD_PX + room_px / 2.0;
    let column = |(index, &count): (usize, &usize)| {
        let x = LEFT_PX + column_share(index, counts.len()) * (width_px - LEFT_PX - RIGHT_PX);
        let pitch_px = if index == 0 { pitch_px.max(NAME_PX.min(room_px / count.max(1) as f32)) } else { pitch_px };
        (0..count).map(|unit| (x, middle_px + (unit as f32 - (count as f32 - 1.0) / 2.0) * pitch_px)).collect()
    };
    Layout { side_px, pitch_px, columns: counts.iter().enumerate().map(column).collect() }
}

impl Layout {
    /// The same, moved: what is left and above of the window on a diagram that is scrolled has negative places.
    pub(crate) fn moved(mut self, (right_px, down_px): (f32, f32)) -> Layout {
        for (x, y) in self.columns.iter_mut().flatten() {
            (*x, *y) = (*x + right_px, *y + down_px);
        }
        self
    }
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
    let crowding = (pitch_px / 40.0).clamp(0.25, 1.0);
    0.5 + 6.0 * crowding * grown(weight, 1.2)
}

/// How strongly an edge is drawn where `n_edges` share the way: among a thousand opaque ones only the last would be seen.
pub(crate) fn edge_alpha(n_edges: usize) -> f32 {
    0.78 * (80.0 / n_edges.max(1) as f32).sqrt().min(1.0)
}

/// The length of the bar of a bias beneath a neuron: 0 for none, at most half of its picture's side, to the right where it is positive.
pub(crate) fn bias_bar_px(bias: f32, side_px: f32) -> f32 {
    let least = if bias == 0.0 { 0.0 } else { 1.5 };
    (side_px * 0.5 * grown(bias, 0.8)).max(least).copysign(bias)
}

/// A share that grows with the size of a number and is a half at `middle`.
fn grown(value: f32, middle: f32) -> f32 {
    let size = value.abs();
    if size.is_nan() {
        0.0
    } else if size > 1e6 {
        // Here the quotient is 1, and the sizes of f32 end not far beyond.
        1.0
    } else {
        size / (middle + size)
    }
}

/// What lies under a place, within `slack_px`; of several drawn edges the one whose rim is nearest: wider edges are easier to hit.
pub(crate) fn hit(layout: &Layout, edges: &Edges, (x, y): (f32, f32), slack_px: f32) -> Option<Hit> {
    let half = layout.side_px / 2.0 + 2.0;
    for (column, places) in layout.columns.iter().enumerate() {
        let under = |&(nx, ny): &(f32, f32)| (nx - x).abs() <= half && (ny - y).abs() <= half;
        if let Some(unit) = places.iter().position(under) {
            return Some(Hit::Neuron(column, unit));
        }
    }
    for (layer, pair) in layout.columns.windows(2).enumerate() {
        let (from, to) = (&pair[0], &pair[1]);
        let (Some(&(left, _)), Some(&(right, _))) = (from.first(), to.first()) else { return None };
        let (left, right) = (left + layout.side_px / 2.0, right - layout.side_px / 2.0);
        if x >= left && x <= right && right > left {
            let (rise, steepness) = bend((x - left) / (right - left));
            let near = |edge: &Edge| {
                let (unit, input) = (edge.unit as usize, edge.input as usize);
                let (start, end) = (from.get(input)?.1, to.get(unit)?.1);
                let slope = steepness * (end - start) / (right - left);
                let away = (start + rise * (end - start) - y).abs() / (1.0 + slope * slope).sqrt();
                let rim = away - edge_width_px(edge.weight, layout.pitch_px) / 2.0;
                Some((rim, Hit::Edge { column: layer + 1, unit, input }))
            };
            let near = edges.of_layer(layer).iter().filter_map(near).filter(|(away, _)| *away <= slack_px);
            return near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, hit)| hit);
        }
    }
    None
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

    /// The largest network there can be.
    fn largest() -> Vec<usize> {
        [[2].as_slice(), &[256; 16], &[8]].concat()
    }

    /// All edges of a network without biases to speak of.
    fn edges(counts: &[usize], weight: f32) -> Edges {
        Edges::largest(counts, &vec![weight; counts.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()])
    }

    #[test]
    fn every_layer_has_room_for_its_controls_however_many_there_are() {
        for n_hidden in 0..=16 {
            let counts = [vec![2], vec![4; n_hidden], vec![1]].concat();
            for (by_finger, least) in [(false, LEAST_COLUMN_PX.0), (true, LEAST_COLUMN_PX.1)] {
                let (width, height) = least_size_px(&counts, by_finger);
                let placed = layout(&counts, width, height.max(200.0));
                let middles: Vec<f32> = placed.columns.iter().map(|column| column[0].0).collect();
                for pair in middles[1..counts.len() - 1].windows(2) {
                    assert!(pair[1] - pair[0] > least - 0.1, "{n_hidden}");
                }
                assert!(middles[0] >= LEFT_PX && middles[counts.len() - 1] <= width - RIGHT_PX + 0.1);
                if n_hidden > 0 {
                    assert!(middles[1] >= least / 2.0, "the first layer's controls are cut off");
                }
            }
        }
        // The default network fits a phone, and the page beside a plot.
        assert!(least_size_px(&[2, 4, 2, 1], true).0 < 366.0 && least_size_px(&[2, 4, 4, 4, 4, 4, 1], false).0 < 520.0);
    }

    #[test]
    fn neurons_stay_inside_and_do_not_touch() {
        for counts in [vec![2, 4, 2, 1], vec![7, 8, 8, 8, 8, 8, 8, 1], vec![2, 32, 32, 8], vec![11, 1], largest()] {
            let (least_width, least_height) = least_size_px(&counts, false);
            for (width, height) in [(640.0f32, 586.0f32), (366.0, 586.0), (332.0, 280.0)] {
                let (width, height) = (width.max(least_width), height.max(least_height));
                let placed = layout(&counts, width, height);
                for column in &placed.columns {
                    for pair in column.windows(2) {
                        assert!(pair[1].1 - pair[0].1 > placed.side_px, "{counts:?}");
                    }
                    for (x, y) in column {
                        let half = placed.side_px / 2.0;
                        assert!(*y - half >= HEAD_PX - 1.0 && *y + half <= height - FOOT_PX + 1.0, "{counts:?}");
                        assert!(*x - half >= 0.0 && *x + half <= width, "{counts:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_larger_weight_has_a_wider_edge_up_to_a_limit() {
        assert!(edge_width_px(0.1, 60.0) < edge_width_px(-1.0, 60.0));
        for huge in [1e9, 1e38, f32::MAX, -f32::MAX, f32::INFINITY] {
            assert!((6.0..=6.5).contains(&edge_width_px(huge, 60.0)), "{huge}");
            assert!((1.0..3.0).contains(&edge_width_px(huge, 14.0)), "{huge}");
        }
        assert!(edge_width_px(f32::NAN, 60.0) > 0.0);
    }

    #[test]
    fn a_larger_bias_has_a_longer_bar_towards_its_sign_and_none_has_none() {
        assert_eq!(bias_bar_px(0.0, 46.0), 0.0);
        assert!(bias_bar_px(0.1, 46.0) > 0.0 && bias_bar_px(2.0, 46.0) > bias_bar_px(0.1, 46.0));
        assert_eq!(bias_bar_px(-2.0, 46.0), -bias_bar_px(2.0, 46.0));
        assert!(bias_bar_px(-1e-6, 46.0) < -1.0, "the smallest one is seen");
        assert!(bias_bar_px(f32::MAX, 46.0) <= 23.0);
    }

    #[test]
    fn a_pointer_finds_neurons_and_the_edges_between_them() {
        let counts = [2, 3, 1];
        let (placed, drawn) = (layout(&counts, 640.0, 460.0), edges(&counts, 0.5));
        for (column, units) in placed.columns.iter().enumerate() {
            for (unit, place) in units.iter().enumerate() {
                assert_eq!(hit(&placed, &drawn, *place, 4.0), Some(Hit::Neuron(column, unit)));
            }
        }
        // From one neuron to several no edges cross: each is half-way up when it is half-way across.
        let fan = layout(&[1, 4], 640.0, 460.0);
        for (unit, to) in fan.columns[1].iter().enumerate() {
            let from = fan.columns[0][0];
            let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
            assert_eq!(hit(&fan, &edges(&[1, 4], 1.0), middle, 4.0), Some(Hit::Edge { column: 1, unit, input: 0 }));
        }
        let (from, to) = (placed.columns[1][0], placed.columns[2][0]);
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        assert_eq!(hit(&placed, &drawn, middle, 4.0), Some(Hit::Edge { column: 2, unit: 0, input: 0 }));
        assert_eq!(hit(&placed, &drawn, (5.0, 5.0), 4.0), None);
        // What is scrolled away is found where it would be.
        let moved = placed.clone().moved((-100.0, -40.0));
        assert_eq!(hit(&moved, &drawn, (middle.0 - 100.0, middle.1 - 40.0), 4.0), hit(&placed, &drawn, middle, 4.0));
    }

    #[test]
    fn names_of_features_stand_apart_beside_a_large_layer() {
        let placed = layout(&[2, 32, 1], 640.0, 180.0);
        assert_eq!(placed.columns[0][1].1 - placed.columns[0][0].1, NAME_PX);
        assert_eq!(placed.columns[1][1].1 - placed.columns[1][0].1, placed.pitch_px);
        let many = layout(&[20, 32, 1], 640.0, 180.0);
        let (first, last) = (many.columns[0][0].1, many.columns[0][19].1);
        assert!(first > HEAD_PX && last < 180.0 - FOOT_PX, "all stay in the diagram: {first} to {last}");
    }

    #[test]
    fn a_wider_edge_is_hit_before_a_thin_one_that_is_as_near() {
        let placed = layout(&[2, 1], 400.0, 400.0);
        let middle = |column: usize| {
            placed.columns[column].iter().map(|place| place.0).sum::<f32>() / placed.columns[column].len() as f32
        };
        let place = ((middle(0) + middle(1)) / 2.0, placed.columns[1][0].1);
        let wide = |weights: [f32; 3]| hit(&placed, &Edges::largest(&[2, 1], &weights), place, 40.0);
        assert_eq!(wide([0.1, 5.0, 0.0]), Some(Hit::Edge { column: 1, unit: 0, input: 1 }));
        assert_eq!(wide([5.0, 0.1, 0.0]), Some(Hit::Edge { column: 1, unit: 0, input: 0 }));
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
