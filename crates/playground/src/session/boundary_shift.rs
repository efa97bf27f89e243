//! Boundary push: where on the plane the predicted class changes, and where the next update will move that place. With f the
//! score, or the difference of the two largest, and Δθ the update, a point of `f = 0` moves by `−(∂f/∂θ · Δθ) ∇f ⁄ ‖∇f‖²`:
//! along the normal, exact to first order in Δθ. It knows no optimiser: the update is an argument.

use nn::loss::Learns;
use nn::network::Network;
use nn::probe::{Probe, Probing};

use crate::config::Config;
use crate::data::DOMAIN;
use crate::features::FeatureSet;
use crate::task::winner;

/// Points per side of the lattice on which the boundary is searched.
const LATTICE: usize = 41;

/// Steps of refinement: more than enough for 24 bits where the score is smooth.
const REFINEMENTS: usize = 10;

/// How near to 0 the score must come, relative to its values at the ends of the edge: it does not where it jumps.
const NEAR_ZERO: f32 = 1e-3;

/// Points that are outputs at together.
const BLOCK: usize = 256;

/// What is computed once for the arrows.
#[derive(Debug, Default)]
pub(super) struct BoundaryShift {
    lattice_features: Option<Vec<f32>>,
    scores: Option<Probe>,
    pushes: Option<Probe>,
}

/// An edge of the lattice on which the boundary lies, narrowed down to a bracket of it.
#[derive(Debug, Clone)]
struct Crossing {
    from: [f32; 2],
    to: [f32; 2],
    /// The classes on both sides, as outputs; the same one twice if there is a single score.
    classes: [usize; 2],
    /// Shares of the way, and f there.
    low: (f32, f32),
    high: (f32, f32),
    /// The larger |f| of both ends.
    scale: f32,
    /// Where f was nearest to 0.
    best: (f32, f32),
}

impl Crossing {
    fn new(from: [f32; 2], to: [f32; 2], classes: [usize; 2], f: [f32; 2]) -> Crossing {
        let best = if f[0].abs() < f[1].abs() { (0.0, f[0]) } else { (1.0, f[1]) };
        let scale = f[0].abs().max(f[1].abs());
        Crossing { from, to, classes, low: (0.0, f[0]), high: (1.0, f[1]), scale, best }
    }

    fn at(&self, share: f32) -> [f32; 2] {
        [0, 1].map(|axis| self.from[axis] + share * (self.to[axis] - self.from[axis]))
    }

    /// Where the straight line between both ends is 0.
    fn guess(&self) -> f32 {
        let ((low, f_low), (high, f_high)) = (self.low, self.high);
        let share = low + (high - low) * f_low / (f_low - f_high);
        if share.is_finite() { share.clamp(low, high) } else { 0.5 * (low + high) }
    }

    /// Narrows the bracket by f at a share of the way. The value at an end that stays is halved, so that both ends move.
    fn narrow(&mut self, share: f32, f: f32) {
        if f.abs() <= self.best.1.abs() {
            self.best = (share, f);
        }
        if (f >= 0.0) == (self.low.1 >= 0.0) {
            (self.low, self.high.1) = ((share, f), 0.5 * self.high.1);
        } else {
            (self.high, self.low.1) = ((share, f), 0.5 * self.low.1);
        }
    }

    /// f from the scores of all outputs at one place.
    fn f(&self, score: impl Fn(usize) -> f32) -> f32 {
        let [a, b] = self.classes;
        if a == b { score(a) } else { score(a) - score(b) }
    }
}

impl BoundaryShift {
    /// After a change of network or loss.
    pub(super) fn forget_plans(&mut self) {
        (self.scores, self.pushes) = (None, None);
    }

    /// x, y, dx, dy of at most `most` points of the boundary when the parameters change by `change`.
    pub(super) fn arrows(
        &mut self,
        config: &Config,
        network: &Network,
        (parameters, change): (&[f32], &[f32]),
        features: &FeatureSet,
        most: usize,
    ) -> Vec<f32> {
        if config.pairing().learns == Learns::Number {
            return Vec::new();
        }
        let scores = self.scores.get_or_insert_with(|| Probe::compile(network, Probing::Scores, BLOCK));
        scores.set_parameters(parameters);
        let on_lattice = self.lattice_features.get_or_insert_with(|| features.values(&lattice()));
        let values = scores.evaluate(on_lattice, &[]).remove(0);
        let mut crossings = thinned(crossings(&values, config.n_outputs()), most);
        refine(&mut crossings, scores, features);
        let places: Vec<[f32; 2]> = crossings.iter().map(|crossing| crossing.at(crossing.best.0)).collect();
        let (n, n_outputs) = (places.len(), config.n_outputs());
        let mut directions = vec![0.0; n_outputs * n];
        for (at, Crossing { classes: [a, b], .. }) in crossings.iter().enumerate() {
            directions[a * n + at] = 1.0;
            if a != b {
                directions[b * n + at] = -1.0;
            }
        }
        let probe = self.pushes.get_or_insert_with(|| Probe::compile(network, Probing::ScoreChange, BLOCK));
        probe.set_parameters(parameters);
        probe.set_change(change);
        let outputs = probe.evaluate(&features.values(&places), &directions);
        let (by_feature, by_change) = (&outputs[0], &outputs[1]);
        let slopes = features.slopes(&places);
        let arrow = |(at, [x, y]): (usize, &[f32; 2])| {
            let [gx, gy] = slopes.chained(by_feature, at, n);
            let shift = -by_change[at] / (gx * gx + gy * gy);
            [*x, *y, shift * gx, shift * gy]
        };
        let arrows: Vec<f32> = places.iter().enumerate().flat_map(arrow).collect();
        // Where the score is flat, the boundary has no normal.
        let is_finite = |arrow: &&[f32]| arrow.iter().all(|value| value.is_finite());
        arrows.chunks(4).filter(is_finite).flatten().copied().collect()
    }
}

/// The lattice, row by row from the top.
fn lattice() -> Vec<[f32; 2]> {
    (0..LATTICE * LATTICE).map(|at| place(at / LATTICE, at % LATTICE)).collect()
}

fn place(row: usize, col: usize) -> [f32; 2] {
    let half = DOMAIN as f32;
    let at = |k: usize| -half + 2.0 * half * k as f32 / (LATTICE - 1) as f32;
    [at(col), -at(row)]
}

/// The edges of the lattice whose ends are of different classes.
fn crossings(scores: &[f32], n_outputs: usize) -> Vec<Crossing> {
    let score = |at: usize, output: usize| scores[output * LATTICE * LATTICE + at];
    let top = |at: usize| winner(n_outputs, |output| score(at, output));
    let mut found = Vec::new();
    for (row, col) in (0..LATTICE * LATTICE).map(|at| (at / LATTICE, at % LATTICE)) {
        for (next_row, next_col) in [(row, col + 1), (row + 1, col)] {
            if next_row == LATTICE || next_col == LATTICE {
                continue;
            }
            let [here, there] = [row * LATTICE + col, next_row * LATTICE + next_col];
            let classes = [top(here), top(there)];
            let [a, b] = classes;
            let f = [here, there].map(|at| if n_outputs == 1 { score(at, 0) } else { score(at, a) - score(at, b) });
            let differ = if n_outputs == 1 { (f[0] >= 0.0) != (f[1] >= 0.0) } else { a != b };
            if differ {
                found.push(Crossing::new(place(row, col), place(next_row, next_col), classes, f));
            }
        }
    }
    found
}

/// At most `most` of them, about equally far from each other.
fn thinned(crossings: Vec<Crossing>, most: usize) -> Vec<Crossing> {
    if crossings.len() <= most {
        return crossings;
    }
    let places: Vec<[f32; 2]> = crossings.iter().map(|crossing| crossing.at(crossing.guess())).collect();
    let apart = |least: f32| {
        let mut chosen: Vec<usize> = Vec::new();
        for (idx, [x, y]) in places.iter().enumerate() {
            let is_far = |other: &usize| (places[*other][0] - x).hypot(places[*other][1] - y) >= least;
            if chosen.len() <= most && chosen.iter().all(is_far) {
                chosen.push(idx);
            }
        }
        chosen
    };
    let (mut low, mut high) = (0.0, 4.0 * DOMAIN as f32);
    for _ in 0..12 {
        let middle = 0.5 * (low + high);
        if apart(middle).len() <= most { high = middle } else { low = middle }
    }
    let mut chosen = apart(high);
    chosen.truncate(most);
    chosen.into_iter().map(|idx| crossings[idx].clone()).collect()
}

/// Finds f = 0 on each edge; those on which it jumps, or on which a third class is ahead, go.
fn refine(crossings: &mut Vec<Crossing>, probe: &mut Probe, features: &FeatureSet) {
    let evaluate = |probe: &mut Probe, places: &[[f32; 2]]| probe.evaluate(&features.values(places), &[]).remove(0);
    let n = crossings.len();
    for _ in 0..REFINEMENTS {
        let shares: Vec<f32> = crossings.iter().map(Crossing::guess).collect();
        let places: Vec<[f32; 2]> =
            crossings.iter().zip(&shares).map(|(crossing, share)| crossing.at(*share)).collect();
        let scores = evaluate(probe, &places);
        for (at, crossing) in crossings.iter_mut().enumerate() {
            let f = crossing.f(|output| scores[output * n + at]);
            crossing.narrow(shares[at], f);
        }
    }
    let places: Vec<[f32; 2]> = crossings.iter().map(|crossing| crossing.at(crossing.best.0)).collect();
    let scores = evaluate(probe, &places);
    let n_outputs = scores.len().checked_div(n).unwrap_or(0);
    let mut at = 0;
    crossings.retain(|crossing| {
        let score = |output: usize| scores[output * n + at];
        let margin = NEAR_ZERO * crossing.scale;
        let ahead = score(crossing.classes[0]).max(score(crossing.classes[1])) + margin;
        let stays = crossing.f(score).abs() <= margin && (0..n_outputs).all(|output| score(output) <= ahead);
        at += 1;
        stays
    });
}
