//! The error of differences against their step, both axes logarithmic: rounding on the left, truncation on the right.

use playground::insight::lab::Difference;
use words::Lab;
use yew::prelude::*;

use super::notation::{power_of_ten, short};
use super::worked::{Shared, Worked};
use crate::components::slider::Slider;

/// The picture's size and margins, in its own units.
const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 26.0;

/// Exponents of the smallest and the largest step, and steps for each power of ten.
const FIRST: f64 = -16.0;
const LAST: f64 = 0.0;
const PER_DECADE: usize = 4;

/// Errors below this are drawn at it: a logarithm has no 0.
const FLOOR: f64 = -16.0;
const CEILING: f64 = 2.0;

/// What the chart shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) lab: &'static Lab,
    pub(super) worked: Shared<Worked>,
    pub(super) h: f64,
    pub(super) on_h: Callback<f64>,
}

/// The chart.
#[function_component(Errors)]
pub(super) fn errors(props: &Props) -> Html {
    let Props { lab, worked, h, on_h } = props;
    let structure = &worked.structure;
    let variable = worked.along;
    let exact = worked.gradient.get(variable).copied().unwrap_or(f64::NAN);
    let tape = structure.program.tape_of(structure.output);
    let n = ((LAST - FIRST) as usize) * PER_DECADE;
    let exponents: Vec<f64> = (0..=n).map(|k| FIRST + k as f64 / PER_DECADE as f64).collect();
    let differences: Vec<Difference> = exponents
        .iter()
        .filter(|_| !worked.at.is_empty())
        .map(|exponent| Difference::of(&tape, &worked.at, variable, 10f64.powf(*exponent), exact))
        .collect();
    let degree = use_memo((worked.clone(), variable), |(worked, variable)| {
        let structure = &worked.structure;
        (!worked.at.is_empty()).then(|| structure.program.degree(structure.output, *variable)).flatten()
    });
    // Differences without truncation are best at the largest step, which says nothing.
    let (is_linear, is_quadratic) = (degree.is_some_and(|degree| degree < 2), degree.is_some());
    let name = structure.program.variables.get(variable).cloned().unwrap_or_default();
    let x = |exponent: f64| LEFT + (WIDTH - LEFT - RIGHT) * (exponent - FIRST) / (LAST - FIRST);
    let y = |exponent: f64| TOP + (HEIGHT - TOP - BOTTOM) * (CEILING - exponent) / (CEILING - FLOOR);
    let path = |error: fn(&Difference) -> f64| {
        let mut path = String::new();
        let mut is_down = false;
        for (exponent, one) in exponents.iter().zip(&differences) {
            let height = error(one).log10();
            // A difference that is exact by chance is a gap, as is one without a value.
            if height.is_finite() && height > FLOOR {
                let letter = if is_down { 'L' } else { 'M' };
                path += &format!("{letter}{:.1} {:.1}", x(*exponent), y(height.min(CEILING)));
                is_down = true;
            }
        }
        path
    };
    // Where the error is smallest, but for what jumps from step to step.
    let best = |error: fn(&Difference) -> f64| {
        let of = |k: usize| {
            let mut near: Vec<f64> =
                differences[k.saturating_sub(2)..(k + 3).min(differences.len())].iter().map(error).collect();
            near.sort_by(f64::total_cmp);
            near.get(near.len() / 2).copied().unwrap_or(f64::INFINITY)
        };
        (0..differences.len()).min_by(|a, b| of(*a).total_cmp(&of(*b))).map(|k| exponents[k])
    };
    let (forward, central) = (best(|one| one.error_forward), best(|one| one.error_central));
    let mark = |exponent: Option<f64>, class: &'static str, error: fn(&Difference) -> f64| {
        let place = exponent.and_then(|exponent| {
            let at = exponents.iter().position(|other| *other == exponent)?;
            Some((x(exponent), y(error(&differences[at]).log10().clamp(FLOOR, CEILING))))
        });
        place.map(|(x, y)| html! { <circle {class} cx={x.to_string()} cy={y.to_string()} r="4.5" /> })
    };
    let power = |exponent: Option<f64>| exponent.map_or("–".into(), |exponent| power_of_ten(exponent.round() as i32));
    let across = |exponent: i32| {
        html! {
            <>
                <path class="grid" d={format!("M{LEFT} {0}H{1}", y(exponent.into()), WIDTH - RIGHT)} />
                <text x={(LEFT - 6.0).to_string()} y={(y(exponent.into()) + 4.0).to_string()} text-anchor="end" ~textContent={power_of_ten(exponent)} />
            </>
        }
    };
    let below = |exponent: i32| {
        html! {
            <text x={x(exponent.into()).to_string()} y={(HEIGHT - 8.0).to_string()} text-anchor={if exponent == 0 { "end" } else { "middle" }} ~textContent={power_of_ten(exponent)} />
        }
    };
    let note = |at: f64, height: f64, anchor: &'static str, text: &'static str| {
        html! {
            <text class="note" x={x(at).to_string()} y={y(height).to_string()} text-anchor={anchor} ~textContent={text} />
        }
    };
    let said = match (is_linear, is_quadratic) {
        (true, _) => lab.linear.with([&name]),
        (_, true) => lab.best_forward.with([&power(forward)]),
        _ => lab.best.with([&power(forward), &power(central)]),
    };
    let exponent = h.log10();
    html! {
        <section class="panel lab-errors" aria-labelledby="lab-errors">
            <div class="head">
                <h2 id="lab-errors" ~textContent={lab.errors} />
                <span class="muted small" ~textContent={lab.errors_why.with([&structure.derivative_name_of(&name)])} />
                <span class="grow" />
                <span class="lab-key"><i class="forward" /><span ~textContent={lab.forward_short} /></span>
                <span class="lab-key"><i class="central" /><span ~textContent={lab.central_short} /></span>
            </div>
            <svg class="lab-chart" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={format!("{}: {said}", lab.errors)}>
                { for [0, -4, -8, -12, -16].map(across) }{ for [-16, -12, -8, -4, 0].map(below) }
                <path class="now" d={format!("M{0} {TOP}V{1}", x(exponent), HEIGHT - BOTTOM)} />
                <path class="central" d={path(|one| one.error_central)} /><path class="forward" d={path(|one| one.error_forward)} />
                { for mark(forward.filter(|_| !is_linear), "forward", |one| one.error_forward) }{ for mark(central.filter(|_| !is_quadratic), "central", |one| one.error_central) }
                { note(-15.7, -7.2, "start", lab.rounding) }
                if !is_linear { { note(-0.1, -3.4, "end", lab.truncation) } }
                if !is_quadratic { { note(-0.1, -7.4, "end", lab.truncation_central) } }
            </svg>
            <p class="small" role="status" ~textContent={said} />
            <p class="muted small" ~textContent={lab.errors_how} />
            if is_quadratic && !is_linear { <p class="small note" ~textContent={lab.quadratic.with([&name])} /> }
            <Slider id="lab-h" name={lab.step_h} min={FIRST} max={LAST} step={0.25} value={exponent} written={Callback::from(|exponent: f64| short(10f64.powf(exponent)))} on_slide={on_h.reform(|exponent: f64| 10f64.powf(exponent))} />
        </section>
    }
}
