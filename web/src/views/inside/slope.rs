//! The curve of an activation with its tangent at z: its steepness there is the factor by which δ is multiplied.

use playground::activation_curve;
use playground::insight::shown;
use words::{Inside, Words};
use yew::prelude::*;

/// Which activation, and where.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) name: AttrValue,
    pub(super) z: f64,
    /// Whether f(z) is what is asked for.
    pub(super) hides: bool,
}

const WIDTH: f64 = 180.0;
const HEIGHT: f64 = 96.0;
const N_SAMPLES: usize = 121;
/// How far the tangent reaches to either side, in units of z.
const TANGENT: f64 = 1.2;

/// The drawing.
#[function_component(Slope)]
pub(super) fn drawing(props: &Props) -> Html {
    let (z, reach) = (props.z, (1.2 * props.z.abs()).clamp(4.0, 1e6));
    let xs: Vec<f64> = (0..N_SAMPLES).map(|at| (at as f64 / (N_SAMPLES - 1) as f64 * 2.0 - 1.0) * reach).collect();
    let Some((values, slopes)) = activation_curve(&props.name, &xs) else { return Html::default() };
    let Some((here, slope)) = activation_curve(&props.name, &[z]) else { return Html::default() };
    let (a, slope) = (here[0], slope[0]);
    let all = || values.iter().chain(&slopes).copied().filter(|value| value.is_finite());
    let (low, high) = (all().fold(a.min(-0.2), f64::min), all().fold(a.max(0.2), f64::max));
    let across = |x: f64| (x / reach + 1.0) / 2.0 * WIDTH;
    let down = |y: f64| 6.0 + (high - y.clamp(low, high)) / (high - low) * (HEIGHT - 12.0);
    let path = |values: &[f64]| {
        let mut path = String::new();
        for (at, (x, y)) in xs.iter().zip(values).enumerate() {
            let jumps = at == 0 || (y - values[at - 1]).abs() > (high - low) / 4.0;
            path += &format!("{}{:.1} {:.1}", if jumps { 'M' } else { 'L' }, across(*x), down(*y));
        }
        path
    };
    let reach = TANGENT * reach / 4.0;
    let end = |side: f64| {
        (across(z + side * reach), 6.0 + (high - (a + side * reach * slope)) / (high - low) * (HEIGHT - 12.0))
    };
    let ((x1, y1), (x2, y2)) = (end(-1.0), end(1.0));
    let value = if props.hides { "?".into() } else { shown(a) };
    html! {
        <figure class="inside-slope">
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} aria-hidden="true">
                <path class="axis" d={format!("M0 {0:.1}H{WIDTH}M{1} 0V{HEIGHT}", down(0.0), WIDTH / 2.0)} />
                <path class="of-slope" d={path(&slopes)} />
                <path class="curve" d={path(&values)} />
                <path class="tangent" d={format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}")} />
                <circle cx={across(z).to_string()} cy={down(a).to_string()} r="4" />
            </svg>
            <figcaption>
                <b ~textContent={props.words.activation(&props.name)} />
                <span ~textContent={format!("f({}) = {}, f′ = {}", shown(z), value, shown(slope))} />
                <small ~textContent={Inside::of(props.words.tag).slope_curve} />
            </figcaption>
        </figure>
    }
}
