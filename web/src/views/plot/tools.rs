//! What a press on the plot does, and of which class or value the next point is.

use std::rc::Rc;

use playground::data::shortest_f64;
use playground::{Axis, Config, Task};
use words::Words;
use yew::prelude::*;

use crate::components::button::icon;
use crate::components::radio::Radio;
use crate::components::slider::Slider;
use crate::components::text::text;
use crate::draw::shape;
use crate::intent::Intent;
use crate::store::state::Tool;
use crate::tint::reach_of;

/// What the tools show.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) tool: Tool,
    /// Of the next point.
    pub(crate) label: f32,
    /// How far values reach.
    pub(crate) reach: f32,
    pub(crate) act: Callback<Intent>,
}

/// Each tool with its picture.
const TOOLS: [(Tool, &str); 3] = [
    (Tool::Place, "M8 14s4.5-4.6 4.5-7.8a4.5 4.5 0 0 0-9 0C3.5 9.4 8 14 8 14ZM8 4.6v3.4M6.3 6.3h3.4"),
    (
        Tool::Brush,
        "M3 13.5c2.200.4 4-.2 4.200-2.200.1-1.200-.7-1.900-1.700-1.900C3.600 9.400 4.400 12 3 13.500ZM7 9.700 13 2.500M8 10.700 14 4",
    ),
    (Tool::Erase, "M6 13.5h8M3 10.5l6-7 4 3.600-5.500 6.400H5.5Z"),
];

/// What a tool is called, and what it does.
fn named(words: &Words, tool: Tool) -> (&'static str, &'static str) {
    match tool {
        Tool::Place => (words.plot.place, words.plot.place_why),
        Tool::Brush => (words.plot.brush, words.plot.brush_why),
        Tool::Erase => (words.plot.erase, words.plot.erase_why),
    }
}

/// The tools.
#[function_component(Tools)]
pub(crate) fn tools(props: &Props) -> Html {
    let words = props.words;
    let tool = |&(tool, path): &(Tool, &'static str)| {
        let (name, why) = named(words, tool);
        html! {
            <Radio key={tool as usize} group="tool" {name} title={why} checked={props.tool == tool} on_choose={props.act.reform(move |()| Intent::Tool(tool))}>
                { icon(path) }<span class="word" ~textContent={name} />
            </Radio>
        }
    };
    html! {
        <div class="tools">
            <div class="segments" role="radiogroup" aria-label={words.plot.tool}>{ for TOOLS.iter().map(tool) }</div>
            <Labels {words} id="next" name={words.plot.place_points_of} config={Rc::clone(&props.config)} label={props.label} reach={props.reach} on_label={props.act.reform(Intent::Label)} />
        </div>
    }
}

/// What a choice of class or value shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LabelsProps {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) label: f32,
    pub(crate) reach: f32,
    pub(crate) on_label: Callback<f32>,
    #[prop_or_default]
    pub(crate) on_release: Callback<()>,
}

/// A choice among the classes, or of a value; nothing on a curve, where the height is the value.
#[function_component(Labels)]
pub(crate) fn labels(props: &LabelsProps) -> Html {
    let (words, config) = (props.words, &props.config);
    let inside = match config.task {
        Task::Classification => {
            let choice = |class: usize| {
                let on_choose = props.on_label.reform(move |()| class as f32);
                // Where there are more, shape, colour and digit have to do.
                let has_room = props.id == "next" && config.classes <= if config.class_names.is_some() { 3 } else { 2 };
                let word = if has_room { words.class_short(config, class) } else { class.to_string() };
                let name = if props.id == "next" { words.class(config, class) } else { words.relabel(config, class) };
                let title = config.class_names.is_some().then(|| AttrValue::from(name.clone()));
                html! {
                    <Radio key={class} group={props.id} {name} {title} checked={props.label == class as f32} {on_choose}>
                        <svg viewBox="0 0 16 16" aria-hidden="true"><path class={format!("class-{class}")} d={shape::svg_path(class)} /></svg>{ text(&word) }
                    </Radio>
                }
            };
            // Three names, or long ones, need the room of the tools' words.
            let is_long =
                |names: &Vec<String>| config.classes == 3 || names.iter().any(|name| name.chars().count() > 7);
            let are_long =
                props.id == "next" && config.classes <= 3 && config.class_names.as_ref().is_some_and(is_long);
            html! { <div class={classes!("segments", "classes", are_long.then_some("named"))} role="radiogroup" aria-label={props.name}>{ for (1..=config.classes).map(choice) }</div> }
        }
        Task::Regression => {
            // A value that a program or a link has set is in the slider's range too.
            let reach = reach_of(config.task, [props.reach, props.label].into_iter());
            let max = shortest_f64(reach);
            html! {
            <Slider
                id={props.id} class="field value" name={words.value_named(config)} min={-max} {max} step={max / 20.0} value={f64::from(props.label)}
                written={Callback::from({ let config = Rc::clone(config); move |value: f64| words.measured(&config, Axis::Value, value as f32) })}
                on_slide={props.on_label.reform(|value: f64| value as f32)} on_release={props.on_release.clone()}
            />
            }
        }
        Task::Curve => html! {},
    };
    html! { <div class="labels">{ inside }</div> }
}
