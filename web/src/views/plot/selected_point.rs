//! The bar of the selected point: relabel it, use it for training or test, erase it.
//! It stands at the edge of the plot that is farther from the point, on a phone above the plot in the place of the tools, so that
//! it never covers what it describes.

use std::rc::Rc;

use playground::{Config, Task};
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, icon};
use crate::components::radio::Radio;
use crate::components::text::text;
use crate::store::state::Selected;
use crate::views::plot::input::Change;
use crate::views::plot::tools::Labels;

/// What the bar shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) selected: Option<Selected>,
    /// How far values reach.
    pub(crate) reach: f32,
    pub(crate) on_change: Callback<Change>,
}

/// The bar; an empty element while no point is selected.
#[function_component(Chosen)]
pub(crate) fn chosen(props: &Props) -> Html {
    let words = props.words;
    let bar = props.selected.map(|Selected { index, point }| {
        let act = props.on_change.clone();
        let is_class = props.config.task == Task::Classification;
        let on_label = Callback::from(move |label| {
            act.emit(Change::Label(label));
            if is_class {
                act.emit(Change::Done);
            }
        });
        let split = |test: bool, word: &'static str| {
            let act = props.on_change.clone();
            let on_choose = Callback::from(move |()| {
                act.emit(Change::Test(test));
                act.emit(Change::Done);
            });
            html! { <Radio group="split" name={word} checked={point.test == test} {on_choose}>{ text(word) }</Radio> }
        };
        let button = |name: &'static str, d: &'static str, what: Change| {
            let title = Some(AttrValue::from(name));
            Button { class: "chip", face: icon(d), name: title.clone(), title, ..Button::default() }
                .does(props.on_change.reform(move |_| what))
        };
        html! {
            <div
                key={index}
                class={if point.y > 0.0 { "chosen-bar low" } else { "chosen-bar high" }}
                role="group" aria-label={words.plot.selected}
            >
                <Labels
                    {words}
                    id="chosen" name={if is_class { words.plot.class_of_point } else { words.plot.value_of_point }}
                    config={Rc::clone(&props.config)} label={point.label} reach={props.reach} {on_label} on_release={props.on_change.reform(|()| Change::Done)}
                />
                <div class="segments" role="radiogroup" aria-label={words.plot.used_for}>
                    { split(false, words.plot.for_training) }
                    { split(true, words.plot.for_test) }
                </div>
                { button(words.plot.erase_point, "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5", Change::Erase) }
                { button(words.plot.deselect, "M4 4l8 8M12 4l-8 8", Change::Deselect) }
            </div>
        }
    });
    html! { <div class="chosen-place">{ for bar }</div> }
}
