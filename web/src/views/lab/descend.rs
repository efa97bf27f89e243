//! Going down on the function: its curve or a map of it, and three ways from the same start.

use playground::insight::lab::{Descent, Stop, contour, descend, largest_curvature};
use web_sys::HtmlSelectElement;
use words::Lab;
use yew::prelude::*;

use super::notation::short;
use super::worked::{Shared, Worked};
use crate::components::slider::Slider;

/// The side of the picture and its margins, in its own units.
const SIDE: f64 = 300.0;
const EDGE: f64 = 30.0;
const INSIDE: f64 = SIDE - 2.0 * EDGE;

/// The length of the arrow against the gradient.
const ARROW: f64 = 34.0;

/// Points of the lattice along each axis, and lines of equal value.
const LATTICE: usize = 41;
const N_LINES: usize = 14;

/// The rates and numbers of steps that sliders offer.
const RATES: (f64, f64) = (-3.0, 0.6);
const MOST_STEPS: f64 = 60.0;

/// The rate at first, as a power of ten: small enough for a steep example.
const FIRST_RATE: f64 = -1.7;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) lab: &'static Lab,
    pub(super) worked: Shared<Worked>,
}

/// The panel.
#[function_component(Descend)]
pub(super) fn panel(props: &Props) -> Html {
    let Props { lab, worked } = props;
    let rate = use_state_eq(|| FIRST_RATE);
    let steps = use_state_eq(|| 15.0_f64);
    let chosen = use_state_eq(|| (0usize, 1usize));
    let structure = &worked.structure;
    let n = worked.at.len();
    let moving: Vec<usize> = match n {
        0 => Vec::new(),
        1 => vec![0],
        _ => {
            let first = chosen.0.min(n - 1);
            let second = if chosen.1 < n && chosen.1 != first { chosen.1 } else { usize::from(first == 0) };
            vec![first, second]
        }
    };
    let eta = 10f64.powf(*rate);
    let ways: Vec<Vec<Stop>> = match moving.is_empty() {
        true => Vec::new(),
        false => Descent::ALL
            .iter()
            .map(|way| descend(&structure.program, structure.output, &worked.at, &moving, *way, eta, *steps as usize))
            .collect(),
    };
    let pick = |place: usize, now: usize| {
        let chosen = chosen.clone();
        let onchange = move |event: Event| {
            let picked = event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize;
            chosen.set(if place == 0 { (picked, chosen.1) } else { (chosen.0, picked) });
        };
        html! {
            <select aria-label={format!("{} {}", lab.moving, place + 1)} {onchange}>
                { for structure.program.variables.iter().enumerate().map(|(idx, name)| html! { <option key={name.clone()} selected={idx == now} ~textContent={name.clone()} /> }) }
            </select>
        }
    };
    let names = [lab.gradient_descent, lab.adam, lab.newton];
    let classes = ["gradient", "adam", "newton"];
    let row = |(idx, stops): (usize, &Vec<Stop>)| {
        html! {
            <tr key={idx}>
                <th scope="row"><span class="lab-key"><i class={classes[idx]} /><span ~textContent={names[idx]} /></span></th>
                <td ~textContent={(stops.len() - 1).to_string()} />
                <td ~textContent={stops.last().map_or(String::new(), |stop| format!("({})", stop.at.iter().map(|value| short(*value)).collect::<Vec<_>>().join(", ")))} />
                <td ~textContent={stops.last().map_or(String::new(), |stop| short(stop.value))} />
            </tr>
        }
    };
    html! {
        <section class="panel lab-descend" aria-labelledby="lab-descend">
            <div class="head"><h2 id="lab-descend" ~textContent={lab.descend} /><span class="muted small" ~textContent={lab.descend_why} /></div>
            if moving.is_empty() {
                <p class="muted" ~textContent={lab.nothing_to_descend} />
            } else {
                <div class="lab-descent">
                    { picture(lab, worked, &moving, &ways, &classes) }
                    <div class="lab-side">
                        if n > 2 { <div class="field split">{ pick(0, moving[0]) }{ pick(1, moving[1]) }</div> }
                        <Slider id="lab-rate" name={lab.rate} min={RATES.0} max={RATES.1} step={0.05} value={*rate} written={Callback::from(|rate: f64| short(10f64.powf(rate)))} on_slide={let rate = rate.clone(); Callback::from(move |to| rate.set(to))} />
                        <Slider id="lab-steps" name={lab.steps} min={0.0} max={MOST_STEPS} step={1.0} value={*steps} written={Callback::from(|steps: f64| steps.to_string())} on_slide={let steps = steps.clone(); Callback::from(move |to| steps.set(to))} />
                        <table class="lab-table">
                            <thead><tr>{ for [lab.way, lab.steps, lab.end, lab.value].map(|head| html! { <th scope="col" ~textContent={head} /> }) }</tr></thead>
                            <tbody>{ for ways.iter().enumerate().map(row) }</tbody>
                        </table>
                        <div class="small" role="status">{ for said(lab, worked, &moving, &ways[0], eta).into_iter().map(|said| html! { <p ~textContent={said} /> }) }</div>
                    </div>
                </div>
            }
        </section>
    }
}

/// What the first step does, and which rate would be too large.
fn said(lab: &Lab, worked: &Worked, moving: &[usize], gradient: &[Stop], eta: f64) -> Vec<String> {
    let mut said = Vec::new();
    if let [start, first, ..] = gradient {
        let template = if first.value > start.value { &lab.rises } else { &lab.falls };
        said.push(template.with([&short(eta), &short(start.value), &short(first.value)]));
    }
    let structure = &worked.structure;
    let curvature =
        structure.program.hessian(structure.output, moving, &worked.at).map(|hessian| largest_curvature(&hessian));
    match curvature {
        Some(curvature) if curvature > 0.0 => {
            said.push(lab.curvature.with([&short(curvature), &short(2.0 / curvature)]))
        }
        Some(curvature) if curvature.is_finite() => said.push(lab.not_curved.into()),
        _ => {}
    }
    said
}

/// The curve, or the map, with the ways and the arrow against the gradient.
fn picture(
    lab: &'static Lab,
    worked: &Worked,
    moving: &[usize],
    ways: &[Vec<Stop>],
    classes: &[&'static str; 3],
) -> Html {
    let map = Map::of(worked, moving);
    let names: Vec<&str> =
        moving.iter().map(|variable| worked.structure.program.variables[*variable].as_str()).collect();
    let label = match names[..] {
        [one] => lab.curve.with([one]),
        [one, other, ..] => lab.plane.with([one, other]),
        [] => String::new(),
    };
    let way = |(idx, stops): (usize, &Vec<Stop>)| {
        let points: Vec<(f64, f64)> = stops.iter().map(|stop| map.place(stop)).collect();
        let path: String = points.iter().enumerate().map(|(k, point)| to(k == 0, *point)).collect();
        html! {
            <g key={idx} class={classes!("way", classes[idx])}>
                <path d={path} />
                { for points.iter().skip(1).map(|(x, y)| html! { <circle cx={x.to_string()} cy={y.to_string()} r="2.2" /> }) }
            </g>
        }
    };
    let (x, y) = map.place(&ways[0][0]);
    let slopes: Vec<f64> = moving.iter().map(|variable| worked.gradient[*variable]).collect();
    let length = slopes.iter().map(|slope| slope * slope).sum::<f64>().sqrt();
    let along = |axis: usize| slopes.get(axis).map_or(0.0, |slope| -ARROW * slope / length);
    let arrow = (length > 0.0 && length.is_finite()).then(|| html! {
        <path class="against" marker-end="url(#lab-against)" d={format!("M{x:.1} {y:.1}l{:.1} {:.1}", along(0), -along(1))} />
    });
    let (edge, side) = (EDGE.to_string(), INSIDE.to_string());
    html! {
        <svg class="lab-map" viewBox={format!("0 0 {SIDE} {SIDE}")} role="img" aria-label={label}>
            <defs>
                <marker id="lab-against" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z" /></marker>
                <clipPath id="lab-inside"><rect x={edge.clone()} y={edge.clone()} width={side.clone()} height={side.clone()} /></clipPath>
            </defs>
            <rect class="frame" x={edge.clone()} y={edge} width={side.clone()} height={side} />
            <g clip-path="url(#lab-inside)">
                { if moving.len() == 1 { map.curve() } else { map.levels() } }
                { for ways.iter().enumerate().rev().map(way) }
                { for arrow }
                <circle class="start" cx={x.to_string()} cy={y.to_string()} r="4.5" />
            </g>
            { for (0..moving.len()).map(|axis| map.axis(axis, names[axis])) }
        </svg>
    }
}

/// A piece of a path: to this place, the first without a line.
fn to(is_first: bool, (x, y): (f64, f64)) -> String {
    format!("{}{x:.1} {y:.1}", if is_first { 'M' } else { 'L' })
}

/// The function over one or two variables: of one a row of values, of two a lattice.
struct Map {
    /// How far each variable goes to both sides of 0.
    reach: Vec<f64>,
    rows: Vec<Vec<f64>>,
    /// The values at the lower and upper edge of a curve.
    bounds: (f64, f64),
}

impl Map {
    fn of(worked: &Worked, moving: &[usize]) -> Map {
        let tape = worked.structure.program.tape_of(worked.structure.output);
        let reach: Vec<f64> = moving.iter().map(|variable| range_of(worked.at[*variable])).collect();
        let (across, up) = if reach.len() == 1 { (4 * LATTICE, 1) } else { (LATTICE, LATTICE) };
        let mut at = worked.at.clone();
        let mut value = |x: usize, y: usize| {
            for (axis, (k, n)) in [(x, across), (y, up)].into_iter().enumerate().take(moving.len()) {
                at[moving[axis]] = reach[axis] * (2.0 * k as f64 / (n - 1) as f64 - 1.0);
            }
            tape.values(&at).last().copied().unwrap_or(f64::NAN)
        };
        let rows: Vec<Vec<f64>> = (0..up).map(|y| (0..across).map(|x| value(x, y)).collect()).collect();
        Map { bounds: bounds(&rows[0]), reach, rows }
    }

    /// Where a value of the variable lies along the axis, from the lower end.
    fn along(&self, axis: usize, value: f64) -> f64 {
        INSIDE * (value / self.reach[axis] + 1.0) / 2.0
    }

    fn height(&self, value: f64) -> f64 {
        let (low, high) = self.bounds;
        INSIDE * (value - low) / (high - low)
    }

    fn place(&self, stop: &Stop) -> (f64, f64) {
        let up = if self.reach.len() == 1 { self.height(stop.value) } else { self.along(1, stop.at[1]) };
        // What leaves the picture by far has no place in it.
        let (x, y) = (EDGE + self.along(0, stop.at[0]), SIDE - EDGE - up);
        (x.clamp(-SIDE, 2.0 * SIDE), y.clamp(-SIDE, 2.0 * SIDE))
    }

    fn curve(&self) -> Html {
        let values = &self.rows[0];
        let step = INSIDE / (values.len() - 1) as f64;
        let mut is_first = true;
        let mut path = String::new();
        for (k, value) in values.iter().enumerate() {
            if value.is_finite() {
                path += &to(is_first, (EDGE + k as f64 * step, SIDE - EDGE - self.height(*value)));
            }
            is_first = !value.is_finite();
        }
        html! { <path class="curve" d={path} /> }
    }

    fn levels(&self) -> Html {
        let mut all: Vec<f64> = self.rows.iter().flatten().copied().filter(|value| value.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        let step = INSIDE / (LATTICE - 1) as f64;
        let line = |k: usize| {
            // Lines at shares of the plane and not at equal heights, so that a steep function leaves no part empty.
            let level = all.get(all.len() * (2 * k + 1) / (2 * N_LINES)).copied().unwrap_or(f64::NAN);
            let place = |x: f64, y: f64| (EDGE + x * step, SIDE - EDGE - y * step);
            let pieces = contour(&self.rows, level);
            let path: String = pieces
                .iter()
                .flat_map(|[ax, ay, bx, by]| [to(true, place(*ax, *ay)), to(false, place(*bx, *by))])
                .collect();
            html! { <path key={k} class="level" d={path} style={format!("--k:{}", k as f64 / N_LINES as f64)} /> }
        };
        (0..N_LINES).map(line).collect()
    }

    /// The ends and the middle of an axis, and the name of its variable.
    fn axis(&self, axis: usize, name: &str) -> Html {
        let tick = |share: f64| {
            let value = share * self.reach[axis];
            let (x, y, anchor) = match axis {
                0 => (EDGE + self.along(0, value), SIDE - EDGE + 14.0, "middle"),
                _ => (EDGE - 4.0, SIDE - EDGE - self.along(1, value) + 4.0, "end"),
            };
            html! { <text x={x.to_string()} y={y.to_string()} text-anchor={anchor} ~textContent={short(value)} /> }
        };
        let (x, y) = if axis == 0 { (SIDE - EDGE, SIDE - 2.0) } else { (EDGE, EDGE - 8.0) };
        html! {
            <>
                { for [-1.0, 0.0, 1.0].map(tick) }
                <text class="note" x={x.to_string()} y={y.to_string()} text-anchor={if axis == 0 { "end" } else { "start" }} ~textContent={name.to_owned()} />
            </>
        }
    }
}

/// How far a slider or a map goes for a variable with this value: 6, or twice the value.
pub(super) fn range_of(value: f64) -> f64 {
    if value.abs() <= 6.0 { 6.0 } else { 2.0 * value.abs() }
}

/// The smallest and the largest finite value, apart.
fn bounds(values: &[f64]) -> (f64, f64) {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    if low < high { (low, high) } else { (low - 1.0, low + 1.0) }
}
