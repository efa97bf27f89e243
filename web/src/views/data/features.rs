//! The features panel: what the network sees of a point.

use std::rc::Rc;

use playground::{Config, Task, features, object};
use serde_json::Value;
use words::Words;
use yew::prelude::*;

use crate::components::button::wants;
use crate::components::number::Number;
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::controls::menus;
use crate::intent::Intent;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(Features)]
pub(crate) fn feature_panel(props: &Props) -> Html {
    let words = props.words;
    let chosen = &props.config.features;
    let toggle = |name: &str, label: &str| {
        let is_on = chosen.iter().any(|other| other == name);
        let is_last = is_on && chosen.len() == 1;
        let change = {
            let name = name.to_owned();
            Intent::change(move |config| object! { "features": toggled(&config.features, &name, !is_on) })
        };
        let is_off_curve = props.config.task == Task::Curve && !is_on && formula_of(name).contains("x2");
        let title =
            if is_off_curve { Some(words.data.not_on_a_curve) } else { is_last.then_some(words.data.last_feature) };
        let title = title.map(String::from).or_else(|| words.feature_meaning(&props.config, name)).map(AttrValue::from);
        html! {
            <Toggle key={name.to_owned()} pressed={is_on} disabled={is_last || is_off_curve} {title} on_press={wants(change, &props.act)}>
                { text(label) }
            </Toggle>
        }
    };
    let typed = chosen.iter().filter(|name| features::KNOWN.iter().all(|known| known.name != **name));
    let partial = {
        let chosen = chosen.clone();
        move |text: Value| object! { "features": chosen.iter().map(|name| Value::from(name.as_str())).chain([text]).collect::<Value>() }
    };
    html! {
        <section class="panel features" aria-labelledby="features-title">
            <h2 id="features-title" ~textContent={words.key_label("features")} />
            <div class="chips">
                { for features::KNOWN.iter().map(|known| toggle(known.name, known.label)) }
                { for typed.map(|formula| toggle(formula, formula)) }
            </div>
            <Number
                id="typed-feature" name={words.data.own_feature} why={words.data.own_feature_why} {words} value="" is_formula=true keyboard="text" adds=true
                suggestions={&menus::FEATURES[..]} placeholder="x1*sin(x2)" config={Rc::clone(&props.config)} {partial} act={props.act.clone()}
            />
        </section>
    }
}

fn formula_of(name: &str) -> &str {
    features::KNOWN.iter().find(|known| known.name == name).map_or(name, |known| known.formula)
}

/// The features with or without one; known ones keep the menu's order, so that the same set is always the same network.
fn toggled(chosen: &[String], name: &str, on: bool) -> Vec<String> {
    let mut after: Vec<String> = chosen.iter().filter(|other| *other != name).cloned().collect();
    if on {
        after.push(name.into());
    }
    let place =
        |name: &String| features::KNOWN.iter().position(|known| known.name == name).unwrap_or(features::KNOWN.len());
    // Sixteen at most: each goes before the first that comes after it.
    let mut sorted: Vec<String> = Vec::with_capacity(after.len());
    for name in after {
        let at = sorted.iter().position(|other| place(other) > place(&name)).unwrap_or(sorted.len());
        sorted.insert(at, name);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switching_keeps_the_menus_order() {
        let chosen: Vec<String> = ["x2", "sin(x1)"].map(String::from).to_vec();
        assert_eq!(toggled(&chosen, "x1", true), ["x1", "x2", "sin(x1)"]);
        assert_eq!(toggled(&chosen, "x2", false), ["sin(x1)"]);
        assert_eq!(toggled(&chosen, "x2", true), ["x2", "sin(x1)"]);
    }
}
