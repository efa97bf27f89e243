//! An activation's curve with its slope's, as a small drawing. Both come from the catalog's expression.

use playground::activation_curve;
use words::Words;
use yew::prelude::*;

use crate::components::text::text;

/// Which activation this is.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) name: AttrValue,
}

/// Inputs from −4 to 4; values from −1.5 to 2.5 are seen.
const REACH: f64 = 4.0;
const LOW: f64 = -1.5;
const HIGH: f64 = 2.5;
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 90.0;
const N_SAMPLES: usize = 97;

/// The drawing.
#[function_component(ActivationCurve)]
pub(crate) fn drawing(props: &Props) -> Html {
    let paths = use_memo(props.name.clone(), |name| {
        let at = |index: usize| (index as f64 / (N_SAMPLES - 1) as f64 * 2.0 - 1.0) * REACH;
        let xs: Vec<f64> = (0..N_SAMPLES).map(at).collect();
        activation_curve(name, &xs).map(|(values, slopes)| [path(&values), path(&slopes)]).unwrap_or_default()
    });
    let (zero_x, zero_y) = (WIDTH / 2.0, down(0.0));
    html! {
        <figure class="activation">
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
                <path class="axis" d={format!("M0 {zero_y:.1}H{WIDTH}M{zero_x} 0V{HEIGHT}")} />
                <path class="slope" d={paths[1].clone()} />
                <path class="value" d={paths[0].clone()} />
            </svg>
            <figcaption>
                <b ~textContent={props.words.activation(&props.name)} />
                { text(" · ") }
                <span ~textContent={props.words.network.its_slope} />
            </figcaption>
        </figure>
    }
}

fn down(value: f64) -> f64 {
    (HIGH - value.clamp(LOW - 1.0, HIGH + 1.0)) / (HIGH - LOW) * HEIGHT
}

/// A line through the values; a jump between two of them is left open.
fn path(values: &[f64]) -> AttrValue {
    let mut text = String::new();
    for (index, value) in values.iter().enumerate() {
        let jumps = index == 0 || (value - values[index - 1]).abs() > (HIGH - LOW) / 5.0;
        let across = index as f64 / (values.len() - 1).max(1) as f64 * WIDTH;
        text += &format!("{}{across:.1} {:.1}", if jumps { 'M' } else { 'L' }, down(*value));
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_no_steep_line() {
        assert_eq!(path(&[0.0, 0.0, 1.0]).matches('M').count(), 2);
        assert_eq!(path(&[0.0, 0.1, 0.2]).matches('M').count(), 1);
    }
}
