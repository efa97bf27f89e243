//! The network panel: layers to add and take away, the diagram, and what is known of the neuron or weight that is asked about.
//! Decides what is asked about: the focus and a pointer that rests bring a small card, a click the full one, which stays.

mod activation_curve;
mod diagram;
mod fields;
mod inspector;
mod picture;
mod tooltip;
mod weights_table;

use std::rc::Rc;

use playground::{Config, Parameter, object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::Words;
use yew::prelude::*;

use crate::browser::clock::{clear_timeout, set_timeout};
use crate::components::button::Button;
use crate::components::text::text;
use crate::draw::diagram::{Hit, hit, layout};
use crate::intent::Intent;
use crate::view::{Feed, use_view};
use crate::views::network::diagram::{Diagram, Place, Touch, focus};
use crate::views::network::inspector::Inspector;
use crate::views::network::picture::{Asked, Numbers, Picture};
use crate::views::network::tooltip::Tip;
use crate::views::network::weights_table::Weights;

/// The page's own limit; the engine's is larger.
const MOST_LAYERS: usize = 8;
/// More layers' sizes than these would not fit beside the panel's name; the headings say them too.
const MOST_SIZES: usize = 6;
/// A pointer that only passes by opens nothing.
const REST_MS: f64 = 160.0;
/// There is time to move from a neuron to what is said about it.
const LEAVE_MS: f64 = 420.0;
/// The neurons' names follow training once in so many changes of the numbers.
const NAMES_EVERY: u32 = 16;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) playing: bool,
    pub(crate) feed: Feed,
    pub(crate) act: Callback<Intent>,
}

/// What is asked about.
#[derive(Clone, Debug, Default, PartialEq)]
struct Focus {
    /// What the pointer is at.
    pointed: Option<Hit>,
    /// What the small card tells of.
    shown: Option<Hit>,
    /// What it is to tell of soon, or nothing.
    next: Option<Hit>,
    /// Whether the keyboard brought it.
    by_key: bool,
    /// The neuron whose full card is open.
    open: Option<(usize, usize)>,
    /// The weight or bias whose field has the focus, as its place in the list of all.
    parameter: Option<usize>,
    /// The field that gets the focus, and how often that was asked for.
    wish: Option<(Option<usize>, u32)>,
}

impl Focus {
    fn open(&mut self, neuron: (usize, usize), field: Option<Option<usize>>) {
        (self.shown, self.next, self.open) = (None, None, Some(neuron));
        if let Some(field) = field {
            self.wish = Some((field, self.wish.map_or(0, |(_, times)| times.wrapping_add(1))));
        }
    }

    fn close(&mut self) {
        *self = Focus { wish: self.wish, ..Focus::default() };
    }

    /// Forgets what the network no longer has.
    fn fit(&mut self, sizes: &[usize]) {
        let exists = |(column, unit): (usize, usize)| sizes.get(column).is_some_and(|units| unit < *units);
        let is_there = |hit: &Hit| match *hit {
            Hit::Neuron(column, unit) => exists((column, unit)),
            Hit::Edge { column, unit, input } => exists((column, unit)) && exists((column - 1, input)),
        };
        self.open = self.open.filter(|open| exists(*open));
        for hit in [&mut self.pointed, &mut self.shown, &mut self.next] {
            *hit = hit.filter(is_there);
        }
    }

    /// Takes in what somebody did with the diagram of a network with these sizes and parameters.
    fn touch(&mut self, touch: Touch, sizes: &[usize], weights: &[f32]) {
        let hit = |place: Place| {
            let layout = layout(sizes, place.size.0, place.size.1);
            hit(&layout, weights, place.at, place.slack_px)
        };
        match touch {
            Touch::Point(place) => {
                let found = place.and_then(hit);
                if found != self.pointed {
                    self.next = found.filter(|hit| !self.is_open(*hit));
                }
                self.pointed = found;
            }
            Touch::Click(place) => match hit(place) {
                Some(Hit::Edge { column, unit, input }) => {
                    let at = Parameter { layer: column - 1, unit, input: Some(input) };
                    self.open((column, unit), Some(Some(at.index(sizes))));
                }
                Some(Hit::Neuron(column, unit)) => self.open((column, unit), None),
                None => self.close(),
            },
            Touch::Focus(column, unit) => {
                let hit = Some(Hit::Neuron(column, unit)).filter(|hit| !self.is_open(*hit));
                (self.shown, self.next, self.by_key) = (hit, hit, true);
            }
            // Where the keyboard has gone on to is told at once.
            Touch::Blur if self.by_key => (self.shown, self.next) = (None, None),
            Touch::Blur => self.next = None,
            Touch::Press(column, unit, _) if self.open == Some((column, unit)) => self.close(),
            Touch::Press(column, unit, by_key) => self.open((column, unit), by_key.then_some(None)),
            // What is shown last goes first.
            Touch::Leave if self.shown.is_some() && self.open.is_none() => (self.shown, self.next) = (None, None),
            Touch::Leave => self.close(),
        }
    }

    /// Whether the full card tells of this already.
    fn is_open(&self, hit: Hit) -> bool {
        self.open.is_some_and(|(column, unit)| hit == Hit::Neuron(column, unit))
    }

    /// What the picture has to know.
    fn asked(&self, sizes: &[usize]) -> Asked {
        let pointed = self.pointed.or(self.shown);
        let edge = pointed.and_then(|hit| match hit {
            Hit::Edge { column, unit, input } => Some(Parameter { layer: column - 1, unit, input: Some(input) }),
            Hit::Neuron(..) => None,
        });
        Asked { pointed, shown: self.open, parameter: edge.map(|at| at.index(sizes)).or(self.parameter) }
    }
}

/// The panel.
#[function_component(Network)]
pub(crate) fn network(props: &Props) -> Html {
    let (words, config) = (props.words, &props.config);
    let sizes = config.layer_sizes();
    let numbers = use_state_eq(Numbers::default);
    let picture = {
        let setter = numbers.setter();
        use_view(&props.feed, |state| {
            Picture::new(state, props.feed.clone(), Callback::from(move |numbers| setter.set(numbers)))
        })
    };
    let weights = &numbers.weights;
    let focused = use_mut_ref(Focus::default);
    let latest = use_mut_ref(|| (sizes.clone(), Rc::clone(weights)));
    let update = use_force_update();
    *latest.borrow_mut() = (sizes.clone(), Rc::clone(weights));
    focused.borrow_mut().fit(&sizes);
    let now = focused.borrow().clone();
    let on_touch = {
        let (focused, latest, update) = (Rc::clone(&focused), latest, update.clone());
        use_callback((), move |touch: Touch, ()| {
            let before = focused.borrow().clone();
            let (sizes, weights) = &*latest.borrow();
            focused.borrow_mut().touch(touch, sizes, weights);
            if *focused.borrow() != before {
                update.force_update();
            }
        })
    };
    let on_field = {
        let (focused, update) = (Rc::clone(&focused), update.clone());
        use_callback((), move |parameter: Option<usize>, ()| {
            if focused.borrow().parameter != parameter {
                focused.borrow_mut().parameter = parameter;
                update.force_update();
            }
        })
    };
    let on_close = {
        let (focused, update) = (Rc::clone(&focused), update.clone());
        use_callback((), move |(), ()| {
            let open = focused.borrow().open;
            focused.borrow_mut().close();
            open.into_iter().for_each(focus);
            update.force_update();
        })
    };
    use_rest(&focused, &now, update);
    {
        let picture = picture.clone();
        use_effect_with(now.asked(&sizes), move |asked| picture.ask(*asked));
    }
    let names = use_humane(weights, props.playing);
    let gradient = numbers.gradient;
    let tables = use_state(|| false);
    let toggle_tables = {
        let tables = tables.clone();
        Callback::from(move |_: MouseEvent| tables.set(!*tables))
    };
    let note = match numbers.silent {
        Some(silent) => words.silent(silent.layer, silent.is_zero),
        None => words.linear_model(config).unwrap_or_default().into(),
    };
    html! {
        <section class="panel network" aria-labelledby="network-title">
            { head(props, &sizes) }
            <div class="net-wrap">
                <Diagram {words} config={Rc::clone(config)} weights={names} open={now.open} told={now.shown.and_then(neuron_of)} {on_touch} picture={picture.clone()} act={props.act.clone()} />
                <Tip {words} config={Rc::clone(config)} weights={Rc::clone(weights)} range={numbers.range} {gradient} hit={now.shown} by_key={now.by_key} />
            </div>
            <p class="note" role="status" ~textContent={note} />
            <div class="net-foot">
                { legend(words) }
                { Button { expanded: Some(*tables), ..Button::of("chip", words.network.weights) }.does(toggle_tables) }
            </div>
            <div class="net-tables">
                if *tables { <Weights {words} config={Rc::clone(config)} weights={Rc::clone(weights)} {gradient} on_field={on_field.clone()} act={props.act.clone()} /> }
            </div>
            <Inspector {words} config={Rc::clone(config)} weights={Rc::clone(weights)} {gradient} open={now.open} wish={now.wish} {on_field} {on_close} picture={picture.clone()} act={props.act.clone()} />
        </section>
    }
}

/// The neuron, if it is one.
fn neuron_of(hit: Hit) -> Option<(usize, usize)> {
    match hit {
        Hit::Neuron(column, unit) => Some((column, unit)),
        Hit::Edge { .. } => None,
    }
}

/// Tells of the next thing when the pointer has rested on it, and of none when it has been away.
#[hook]
fn use_rest(focused: &Rc<std::cell::RefCell<Focus>>, now: &Focus, update: UseForceUpdateHandle) {
    let focused = Rc::clone(focused);
    use_effect_with((now.next, now.shown), move |&(next, shown)| {
        let wait_ms = if next.is_some() { REST_MS } else { LEAVE_MS };
        let late = (next != shown).then(|| {
            Closure::once(move || {
                {
                    let mut focused = focused.borrow_mut();
                    (focused.shown, focused.by_key) = (next, false);
                }
                update.force_update();
            })
        });
        let timer = late.as_ref().map(|late| set_timeout(late.as_ref().unchecked_ref(), wait_ms));
        move || {
            timer.iter().for_each(clear_timeout);
            drop(late);
        }
    });
}

/// The parameters at a rate at which names may change.
#[hook]
fn use_humane(weights: &Rc<[f32]>, playing: bool) -> Rc<[f32]> {
    let names = use_mut_ref(|| (Rc::clone(weights), 0u32));
    let mut names = names.borrow_mut();
    names.1 = names.1.wrapping_add(1);
    if !playing || names.0.len() != weights.len() || names.1.is_multiple_of(NAMES_EVERY) {
        names.0 = Rc::clone(weights);
    }
    Rc::clone(&names.0)
}

fn head(props: &Props, sizes: &[usize]) -> Html {
    let (words, config) = (props.words, &props.config);
    let n_hidden = config.hidden_layers.len();
    let resize = |short: &'static str, name: &'static str, disabled: bool, layers: Vec<usize>| {
        Button { name: Some(name.into()), disabled, ..Button::of("chip", short) }
            .wants(Intent::Configure(object! { "hiddenLayers": layers }), &props.act)
    };
    let with_one_more =
        [config.hidden_layers.as_slice(), &[config.hidden_layers.last().copied().unwrap_or(4).min(4)]].concat();
    let with_one_less = config.hidden_layers[..n_hidden.saturating_sub(1)].to_vec();
    html! {
        <div class="net-head">
            <h2 id="network-title" ~textContent={words.common.network} />
            <small>
                <span class="net-shape" hidden={sizes.len() > MOST_SIZES} ~textContent={words.shape(sizes) + " · "} />
                <output aria-label={words.network.parameters} aria-live="off" data-value={config.n_parameters().to_string()} ~textContent={words.count(config.n_parameters() as u64)} />
                { text(words.network.parameters_behind) }
            </small>
            <div class="chips">
                { resize(words.network.remove_layer_short, words.network.remove_layer, n_hidden == 0, with_one_less) }
                { resize(words.network.add_layer_short, words.network.add_layer, n_hidden >= MOST_LAYERS, with_one_more) }
            </div>
        </div>
    }
}

/// How to read the diagram.
fn legend(words: &Words) -> Html {
    let words = &words.network;
    html! {
        <p class="net-legend" title={words.legend_how}>
            <span><i class="edge neg" />{ text(words.legend_negative) }</span>
            <span><i class="edge pos" />{ text(words.legend_positive) }</span>
            <span><i class="disc" />{ text(words.legend_bias) }</span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [usize; 3] = [2, 3, 1];

    fn after(touches: &[Touch]) -> Focus {
        let mut focus = Focus::default();
        touches.iter().for_each(|touch| focus.touch(*touch, &SIZES, &[1.0; 13]));
        focus
    }

    #[test]
    fn what_was_opened_stays_while_a_pointer_passes() {
        let focus = after(&[Touch::Press(1, 2, false), Touch::Focus(1, 0), Touch::Point(None), Touch::Blur]);
        assert_eq!((focus.shown, focus.open), (None, Some((1, 2))));
        assert_eq!(after(&[Touch::Press(1, 2, false), Touch::Press(1, 2, false)]).open, None);
        assert_eq!(after(&[Touch::Press(1, 2, true), Touch::Leave]).open, None);
    }

    #[test]
    fn the_focus_brings_the_small_card_at_once_and_never_the_full_one() {
        let focus = after(&[Touch::Focus(1, 0)]);
        assert_eq!((focus.shown, focus.open), (Some(Hit::Neuron(1, 0)), None));
        assert_eq!(after(&[Touch::Focus(1, 0), Touch::Leave]).shown, None);
        // What the full card tells of is not told twice.
        assert_eq!(after(&[Touch::Press(1, 0, false), Touch::Focus(1, 0)]).shown, None);
    }

    #[test]
    fn a_key_that_opens_a_neuron_asks_for_its_first_field() {
        assert_eq!(after(&[Touch::Press(1, 2, true)]).wish, Some((None, 0)));
        assert_eq!(after(&[Touch::Press(1, 2, false)]).wish, None);
    }

    #[test]
    fn a_click_on_an_edge_opens_its_weight() {
        let size = (640.0, 460.0);
        let layout = layout(&SIZES, size.0, size.1);
        let (from, to) = (layout.columns[1][2], layout.columns[2][0]);
        let at = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        let focus = after(&[Touch::Click(Place { at, size, slack_px: 5.0 })]);
        assert_eq!((focus.open, focus.wish), (Some((2, 0)), Some((Some(11), 0))));
        let pointed = after(&[Touch::Point(Some(Place { at, size, slack_px: 5.0 }))]);
        assert_eq!(pointed.asked(&SIZES).parameter, Some(11));
    }

    #[test]
    fn a_neuron_that_is_gone_is_no_longer_asked_about() {
        let mut focus = after(&[Touch::Press(1, 2, false)]);
        focus.fit(&[2, 2, 1]);
        assert_eq!((focus.shown, focus.open), (None, None));
    }
}
