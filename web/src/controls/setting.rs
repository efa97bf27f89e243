//! One row of the table of controls as a menu, field, slider or switch; and the parameters of what was chosen.

use std::rc::Rc;

use playground::catalog::{Param, activation, loss};
use playground::{Config, Shown};
use serde_json::Value;
use words::{Label, Words};
use yew::prelude::*;

use crate::components::number::{Number, value_of};
use crate::components::select::Choice;
use crate::components::slider::Slider;
use crate::components::switch::Switch;
use crate::controls::table::{self, Control, Form};
use crate::intent::Intent;

/// What controls show and act on.
pub(crate) struct Scene {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    /// The same as JSON.
    pub(crate) values: Value,
    pub(crate) act: Callback<Intent>,
}

impl Scene {
    /// The scene of a configuration.
    pub(crate) fn new(words: &'static Words, config: &Rc<Config>, act: &Callback<Intent>) -> Scene {
        Scene { words, config: Rc::clone(config), values: config.to_json(), act: act.clone() }
    }

    /// The value at `path` as text; nothing where there is none.
    fn text(&self, path: &str) -> AttrValue {
        match table::value_at(&self.values, path) {
            Value::Null => AttrValue::default(),
            Value::String(text) => text.clone().into(),
            other => Shown(other).to_string().into(),
        }
    }

    fn partial(&self, path: AttrValue) -> Callback<Value, Value> {
        let config = Rc::clone(&self.config);
        Callback::from(move |value| table::partial(&config, &path, value))
    }
}

/// The control of `control`.
pub(crate) fn setting(control: &Control, scene: &Scene) -> Html {
    let Control { path, form, refusal } = *control;
    let (words, name) = (scene.words, scene.words.key_label(path));
    let refusal = refusal(words, &scene.config);
    let mut why = AttrValue::from(refusal.unwrap_or(words.key_doc(path)));
    if let Some(formula) = formula(path, scene) {
        why = [why.trim_end_matches(['.', '。']), words.common.full_stop, &formula].concat().into();
    }
    let disabled = refusal.is_some();
    let partial = scene.partial(path.into());
    let (act, id) = (scene.act.clone(), path.replace('.', "-"));
    match form {
        Form::Menu(entries) => {
            let on_choose = move |word: String| {
                let value = if word.parse::<u32>().is_ok() { value_of(&word, false) } else { word.into() };
                act.emit(Intent::Configure(partial.emit(value)));
            };
            let value = if path == "activation" { common_activation(&scene.config) } else { scene.text(path) };
            let mixed = if disabled { words.common.nothing } else { words.settings.per_layer };
            html! { <Choice key={path} {words} {id} {name} {why} {disabled} entries={entries(words, &scene.config)} {value} otherwise={Some(AttrValue::from(mixed))} {on_choose} /> }
        }
        Form::Slider(step) => {
            let (min, max) = table::bounds(path);
            let unit = table::key(path).map_or("", |key| key.unit);
            let on_slide = {
                let act = act.clone();
                move |number: f64| act.emit(Intent::ConfigureDuring(partial.emit(tidy(number))))
            };
            let on_release = move |()| act.emit(Intent::EndGesture);
            let value = table::value_at(&scene.values, path).as_f64().unwrap_or_default();
            html! { <Slider key={path} {id} {name} {why} {disabled} {min} {max} {step} {value} written={move |value| words.amount(value, unit)} {on_slide} {on_release} /> }
        }
        Form::Switch => {
            let on = table::value_at(&scene.values, path) == true;
            let on_switch = move |on: bool| act.emit(Intent::Configure(partial.emit(on.into())));
            html! { <Switch key={path} {id} {name} {why} {disabled} {on} {on_switch} /> }
        }
        Form::Number(suggestions) | Form::Formula(suggestions) => {
            let is_formula = matches!(form, Form::Formula(_));
            html! { <Number key={path} {words} {id} {name} {why} {disabled} {suggestions} {is_formula} keyboard={table::keyboard(path)} value={scene.text(path)} placeholder={if path.starts_with("stop") { words.settings.never } else { words.settings.none }} config={Rc::clone(&scene.config)} {partial} {act} /> }
        }
    }
}

/// The parameters of the optimiser or schedule `chosen`, which stand in the configuration's `owner`; `docs` say what they do.
pub(crate) fn parameters(
    owner: &'static str,
    (chosen, params): (&str, &'static [Param]),
    docs: &[Label],
    scene: &Scene,
) -> Html {
    let words = scene.words;
    let field = |param: &'static Param| {
        let path = format!("{owner}.{}", param.name);
        let given = scene.text(&path);
        let value = if given.is_empty() { param.default.to_string().into() } else { given };
        let id = path.replace('.', "-");
        html! { <Number key={path.clone()} {words} {id} name={param.name} why={words.parameter(docs, chosen, param)} suggestions={&[][..]} {value} config={Rc::clone(&scene.config)} partial={scene.partial(path.clone().into())} act={scene.act.clone()} /> }
    };
    html! { <>{ for params.iter().map(field) }</> }
}

/// What the chosen optimiser, activation or loss computes.
fn formula(path: &str, scene: &Scene) -> Option<String> {
    let (words, config) = (scene.words, &scene.config);
    match path {
        "optimiser" => Some(words.each_step(&config.optimiser)),
        "activation" => {
            let entry = activation::find(&common_activation(config))?;
            Some(words.settings.activation_formula.with([entry.formula]))
        }
        "loss" => {
            let words = &words.settings;
            let template =
                if config.pairing().output == "tanh" { &words.loss_formula_tanh } else { &words.loss_formula };
            loss::find(&config.loss).map(|entry| template.with([entry.formula]))
        }
        _ => None,
    }
}

/// The activation of all hidden layers, if they have one.
fn common_activation(config: &Config) -> AttrValue {
    match config.activations.split_first() {
        Some((first, others)) if others.iter().all(|other| other == first) => first.clone().into(),
        _ => AttrValue::default(),
    }
}

/// A slider's number without the dust of binary fractions; whole ones as whole ones.
fn tidy(number: f64) -> Value {
    let rounded = (number * 1000.0).round() / 1000.0;
    if rounded.fract() == 0.0 { (rounded as i64).into() } else { rounded.into() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_slider_sends_short_numbers() {
        assert_eq!(tidy(0.150_000_000_000_000_02), json!(0.15));
        assert_eq!(tidy(300.0), json!(300));
    }
}
