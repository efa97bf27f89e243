//! A Taylor polynomial over the plot, beside the fit of a curve, with its name. It lies on the plot and is no part of it: it knows the
//! polynomial, and where the plane ends.

use playground::lesson::Taylor;
use web_sys::Element;
use yew::prelude::*;

use super::hints::Said;

/// The plane's half side.
const PLANE: f64 = 6.0;
/// Places at which it is computed.
const SAMPLES: u32 = 240;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) said: Said,
    pub(super) polynomial: Taylor,
    /// The function whose polynomial it is.
    pub(super) formula: AttrValue,
}

/// The polynomial, as soon as there is a plot.
#[function_component(Polynomial)]
pub(super) fn polynomial(props: &Props) -> Html {
    let host = use_state_eq(|| None::<Element>);
    {
        let host = host.clone();
        use_effect_with((), move |()| {
            host.set(web_sys::window().and_then(|window| window.document()?.query_selector(".plot").ok().flatten()));
        });
    }
    let Some(host) = (*host).clone() else { return Html::default() };
    let Taylor { centre, .. } = props.polynomial;
    let degree = props.polynomial.degree().to_string();
    let name = props.said.0.taylor.with([&props.formula, &degree, &centre.to_string().replace('-', "−")]);
    let drawn = html! {
        <div class="lesson-taylor" key="taylor">
            <svg viewBox={format!("{0} {0} {1} {1}", -PLANE, 2.0 * PLANE)} preserveAspectRatio="none" aria-hidden="true">
                <path d={path(&props.polynomial)} />
            </svg>
            <span ~textContent={name} />
        </div>
    };
    create_portal(drawn, host)
}

/// The curve with y upwards; what is far outside of the plane is cut off, so that no number is too large to draw.
fn path(polynomial: &Taylor) -> String {
    let place = |at: u32| {
        let x = -PLANE + 2.0 * PLANE * f64::from(at) / f64::from(SAMPLES);
        let y = polynomial.at(x).clamp(-10.0 * PLANE, 10.0 * PLANE);
        format!("{x:.3} {:.3}", -y)
    };
    let places: Vec<String> = (0..=SAMPLES).map(place).collect();
    format!("M{}", places.join("L"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_goes_through_its_values() {
        let line = path(&Taylor { centre: 0.0, coefficients: vec![1.0, 0.5] });
        assert!(
            line.starts_with("M-6.000 2.000L") && line.contains("L0.000 -1.000L") && line.ends_with("L6.000 -4.000")
        );
        // Far outside it stays a number that can be drawn.
        assert!(path(&Taylor { centre: 0.0, coefficients: vec![0.0, 1e300] }).contains("L6.000 -60.000"));
    }
}
