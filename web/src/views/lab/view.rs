//! The lab as a whole: what is defined, and the panels that show its derivatives.

use std::rc::Rc;

use playground::insight::lab::{Definitions, EXAMPLES, MOST_NODES, network_loss};
use playground::{Config, ViewSettings};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::{Lab, Words};
use yew::prelude::*;

use super::definitions::Panel;
use super::derivatives::Derivatives;
use super::descend::Descend;
use super::errors::Errors;
use super::graph::Graph;
use super::rules::Rules;
use super::ways::Ways;
use super::worked::{Shared, Structure, Worked};
use crate::browser::clock::{clear_timeout, set_timeout};
use crate::intent::{Intent, Weights};

/// The link follows what is typed after so long without another change.
const KEPT_AFTER_MS: f64 = 400.0;

/// The step of differences at first.
const FIRST_STEP: f64 = 1e-5;

/// What the lab shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) view_settings: ViewSettings,
    pub(crate) act: Callback<Intent>,
}

/// The lab.
#[function_component(TheLab)]
pub(super) fn the_lab(props: &Props) -> Html {
    let lab = Lab::of(props.words.tag);
    let made = use_state_eq(|| read(&props.view_settings.lab));
    let (along, output, h) = (use_state_eq(|| 0usize), use_state_eq(|| 0usize), use_state_eq(|| FIRST_STEP));
    let said = use_state_eq(AttrValue::default);
    use_link(props, &made);
    let variables: Vec<String> = made.at.iter().map(|(name, _)| name.clone()).collect();
    let structure = use_memo((made.text.clone(), variables, *output), |(text, variables, output)| {
        let made = Definitions { text: text.clone(), at: variables.iter().map(|name| (name.clone(), 0.0)).collect() };
        Structure::of(&made, *output).map(Rc::new)
    });
    let values: Vec<f64> = made.at.iter().map(|(_, value)| *value).collect();
    // What was last understood stays in sight while something is being typed.
    let last = use_mut_ref(|| None::<Shared<Worked>>);
    let worked = {
        let bits: Vec<u64> = values.iter().map(|value| value.to_bits()).collect();
        let structure_id = structure.as_ref().as_ref().map(|structure| Rc::as_ptr(structure) as usize).ok();
        let (structure, last) = (structure.clone(), Rc::clone(&last));
        use_memo((structure_id, bits, *along), move |(_, _, along)| {
            if let Ok(structure) = &*structure {
                let worked = Worked::of(Rc::clone(structure), &values, *along);
                *last.borrow_mut() = Some(Shared(Rc::new(worked)));
            }
            last.borrow().clone()
        })
    };
    let change = {
        let (made, said) = (made.clone(), said.clone());
        Callback::from(move |to: Definitions| {
            said.set(AttrValue::default());
            made.set(to.settled());
        })
    };
    let example = {
        let (change, act, config, said) = (change.clone(), props.act.clone(), Rc::clone(&props.config), said.clone());
        let (along, output) = (along.clone(), output.clone());
        Callback::from(move |number: usize| {
            along.set(0);
            output.set(0);
            match EXAMPLES.get(number).and_then(|example| Definitions::example(example.name)) {
                Some(example) => change.emit(example),
                None => act.emit(Intent::TellWeights(told(lab, &config, &change, &said))),
            }
        })
    };
    let error = structure.as_ref().as_ref().err().map(|error| AttrValue::from(props.words.definition_error(error)));
    html! {
        <div class="lab-page">
            <div class="lab-left">
                <Panel {lab} made={(*made).clone()} {error} said={(*said).clone()} on_change={change} on_example={example} />
                if let Some(worked) = &*worked {
                    <Derivatives {lab} worked={worked.clone()} on_along={let along = along.clone(); Callback::from(move |to| along.set(to))} on_output={let output = output.clone(); Callback::from(move |to| output.set(to))} />
                    <Rules {lab} worked={worked.clone()} />
                }
            </div>
            if let Some(worked) = &*worked {
                <Graph key={worked.structure.program.nodes.len()} {lab} worked={worked.clone()} from_start={!props.view_settings.lesson.is_empty()} />
                <Ways words={props.words} {lab} worked={worked.clone()} h={*h} />
                <Errors {lab} worked={worked.clone()} h={*h} on_h={let h = h.clone(); Callback::from(move |to| h.set(to))} />
                <Descend {lab} worked={worked.clone()} />
            }
        </div>
    }
}

fn read(lab: &str) -> Definitions {
    Definitions::read(if lab.is_empty() { EXAMPLES[0].name } else { lab })
}

/// What a link says of the lab; nothing of what it begins with.
fn written(made: &Definitions) -> String {
    match made.example_name() {
        Some(name) if name == EXAMPLES[0].name => String::new(),
        _ => made.write(),
    }
}

/// Lets the link follow what is made, and what is made follow a link.
#[hook]
fn use_link(props: &Props, made: &UseStateHandle<Definitions>) {
    // What was told to the page and may still come back.
    let sent = use_mut_ref(Vec::<String>::new);
    {
        let (made, sent) = (made.clone(), Rc::clone(&sent));
        use_effect_with(props.view_settings.lab.clone(), move |lab| {
            let mut sent = sent.borrow_mut();
            match sent.iter().position(|text| text == lab) {
                Some(own) => drop(sent.drain(..=own)),
                None if *lab != written(&made) => made.set(read(lab)),
                None => {}
            }
        });
    }
    let (lab, act) = (props.view_settings.lab.clone(), props.act.clone());
    use_effect_with(((**made).clone(), lab), move |(made, lab)| {
        let text = written(made);
        let tell = (text != *lab).then(|| {
            Closure::once(move || {
                sent.borrow_mut().push(text.clone());
                act.emit(Intent::view(move |view| view.lab.clone_from(&text)));
            })
        });
        let timer = tell.as_ref().map(|tell| set_timeout(tell.as_ref().unchecked_ref(), KEPT_AFTER_MS));
        move || {
            timer.iter().for_each(clear_timeout);
            drop(tell);
        }
    });
}

/// Takes the network's weights and makes definitions of its loss.
fn told(
    lab: &'static Lab,
    config: &Rc<Config>,
    change: &Callback<Definitions>,
    said: &UseStateHandle<AttrValue>,
) -> Callback<Weights> {
    let (config, change, said) = (Rc::clone(config), change.clone(), said.clone());
    Callback::from(move |weights: Weights| {
        let Some(point) = weights.point else { return said.set(lab.no_point.into()) };
        match network_loss(&config, &weights.parameters, &point) {
            Ok(made) => change.emit(made),
            Err(n) => said.set(lab.too_large.with([&MOST_NODES.to_string(), &n.to_string()]).into()),
        }
    })
}
