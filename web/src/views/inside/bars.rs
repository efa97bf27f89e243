//! The gradient by the chosen weight, a bar for each point of the batch, with the mean. The ledger has the same numbers.

use std::rc::Rc;

use playground::Config;
use playground::insight::shown;
use words::{Inside, Words};
use yew::prelude::*;

use super::ledger::Shown;
use crate::components::text::text;

/// Bars that are drawn at most.
const MOST: usize = 64;
const HEIGHT: f64 = 110.0;
const WIDTH: f64 = 420.0;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) config: Rc<Config>,
    pub(super) inside: Shown,
}

/// The bars.
#[function_component(Bars)]
pub(super) fn bars(props: &Props) -> Html {
    let Props { words, config, inside } = props;
    let Some(step) = &inside.step else { return Html::default() };
    let wanted = inside.wanted;
    let shares = &step.shares[..step.shares.len().min(MOST)];
    let mean = step.shares.iter().sum::<f64>() / step.shares.len().max(1) as f64;
    let all = || shares.iter().copied().chain([mean, 0.0]);
    let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let spread = if high - low > 0.0 { high - low } else { 1.0 };
    let down = |value: f64| (high - value) / spread * (HEIGHT - 4.0) + 2.0;
    let width = WIDTH / shares.len().max(1) as f64;
    let bar = |(at, (share, point)): (usize, (&f64, &usize))| {
        let (top, bottom) = (down(share.max(0.0)), down(share.min(0.0)));
        let class = (*point == inside.index).then_some("this");
        let x = at as f64 * width + width * 0.12;
        html! {
            <rect {class} x={x.to_string()} y={top.to_string()} width={(width * 0.76).min(40.0).to_string()} height={(bottom - top).max(0.5).to_string()} />
        }
    };
    let weight = words.weight_short(config, wanted.layer, wanted.unit, wanted.input);
    html! {
        <figure class="inside-bars">
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
                { for shares.iter().zip(&step.points).enumerate().map(bar) }
                <path class="axis" d={format!("M0 {:.1}H{WIDTH}", down(0.0))} />
                <path class="mean" d={format!("M0 {:.1}H{WIDTH}", down(mean))} />
            </svg>
            <figcaption>
                { text(&Inside::of(words.tag).bars.with([&weight, &shown(mean)])) }
            </figcaption>
            if step.shares.len() > MOST {
                <p class="inside-angle" ~textContent={Inside::of(words.tag).bars_of_first.with([&MOST.to_string()])} />
            }
            if let Some(angle) = step.angle {
                <p class="inside-angle" data-degrees={format!("{angle:.1}")} ~textContent={Inside::of(words.tag).angle.with([&format!("{angle:.1}")])} />
            }
        </figure>
    }
}
