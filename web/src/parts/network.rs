//! The network panel: layers and neurons to add and take away, above the diagram that the stage draws.

use std::rc::Rc;

use playground::{Config, features};
use serde_json::json;
use yew::prelude::*;

use super::choice::Choice;
use super::layer::LayerCanvas;
use crate::app::intent::Intent;
use crate::app::menus;
use crate::app::stage::Layer;
use crate::draw::diagram;
use crate::words;

/// The page's own limits; the engine's are larger.
const MOST_LAYERS: usize = 8;
const MOST_NEURONS: usize = 32;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) config: Rc<Config>,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(Network)]
pub(crate) fn network(props: &Props) -> Html {
    let config = &props.config;
    let sizes = config.layer_sizes();
    let n_hidden = config.hidden_layers.len();
    let resize = |layers: Vec<usize>| {
        props.act.reform(move |_: MouseEvent| Intent::Configure(json!({ "hiddenLayers": layers })))
    };
    let with_one_more =
        [config.hidden_layers.as_slice(), &[config.hidden_layers.last().copied().unwrap_or(4).min(4)]].concat();
    let with_one_less = config.hidden_layers[..n_hidden.saturating_sub(1)].to_vec();
    html! {
        <section class="panel" aria-labelledby="network-title">
            <div class="net-head">
                <h2 id="network-title">{ words::NETWORK }</h2>
                <small>
                    { words::shape(&sizes) }{ " · " }
                    <output aria-label={words::PARAMETERS} aria-live="off" data-value={config.n_parameters().to_string()}>{ words::count(config.n_parameters() as u64) }</output>
                    { words::PARAMETERS_BEHIND }
                </small>
                <div class="chips">
                    <button type="button" class="chip" disabled={n_hidden == 0} onclick={resize(with_one_less)} aria-label={words::REMOVE_LAYER}>{ words::REMOVE_LAYER_SHORT }</button>
                    <button type="button" class="chip" disabled={n_hidden >= MOST_LAYERS} onclick={resize(with_one_more)} aria-label={words::ADD_LAYER}>{ words::ADD_LAYER_SHORT }</button>
                </div>
            </div>
            <div class="net-scroll" tabindex={(sizes.len() > 4).then_some("0")}>
                <div class="net" ~style={format!("min-width:{}px", sizes.len() * diagram::COLUMN_PX + diagram::LABEL_PX as usize)}>
                    <LayerCanvas layer={Layer::Network} act={props.act.clone()} />
                    { heading(0, sizes.len(), words::FEATURES_COLUMN) }
                    { for (0..n_hidden).map(|layer| layer_controls(props, layer)) }
                    { heading(sizes.len() - 1, sizes.len(), words::OUTPUT_COLUMN) }
                    { feature_labels(config, &sizes) }
                </div>
            </div>
            <p class="note">{ if n_hidden == 0 { words::linear_model(config) } else { "" } }</p>
        </section>
    }
}

/// Where a column's middle is, in the style sheet's terms.
fn across(column: usize, n_columns: usize) -> String {
    format!(
        "calc({}px + {} * (100% - {}px))",
        diagram::LABEL_PX,
        diagram::column_share(column, n_columns),
        diagram::LABEL_PX
    )
}

fn place(column: usize, n_columns: usize) -> String {
    format!("left:{}", across(column, n_columns))
}

fn heading(column: usize, n_columns: usize, text: &'static str) -> Html {
    html! { <div class="column" key={text} ~style={place(column, n_columns)}><span class="column-name">{ text }</span></div> }
}

fn layer_controls(props: &Props, layer: usize) -> Html {
    let config = &props.config;
    let n_units = config.hidden_layers[layer];
    let resize = |n_units: usize| {
        let mut layers = config.hidden_layers.clone();
        layers[layer] = n_units;
        props.act.reform(move |_: MouseEvent| Intent::Configure(json!({ "hiddenLayers": layers })))
    };
    let on_activation = {
        let activations = config.activations.clone();
        props.act.reform(move |word: String| {
            let mut after = activations.clone();
            after[layer] = word;
            Intent::Configure(json!({ "activations": after }))
        })
    };
    let shown = layer + 1;
    html! {
        <div class="column" key={format!("layer-{shown}")} ~style={place(shown, config.hidden_layers.len() + 2)}>
            <div class="stepper">
                <button type="button" class="round" disabled={n_units <= 1} aria-label={words::remove_neuron(shown)} onclick={resize(n_units.saturating_sub(1))}>{ "−" }</button>
                <b>{ n_units }</b>
                <button type="button" class="round" disabled={n_units >= MOST_NEURONS} aria-label={words::add_neuron(shown)} onclick={resize(n_units + 1)}>{ "+" }</button>
            </div>
            <Choice name={words::activation_of_layer(shown)} entries={menus::activations()} value={config.activations[layer].clone()} on_choose={on_activation} />
        </div>
    }
}

/// Each feature's name to the left of its neuron. Heights are shares of the room, as the diagram places its neurons.
fn feature_labels(config: &Config, sizes: &[usize]) -> Html {
    let label = |(index, name): (usize, &String)| {
        let known = features::KNOWN.iter().find(|known| known.name == name).map_or(name.as_str(), |known| known.label);
        html! { <span class="neuron-label" key={name.clone()} data-row={index.to_string()} ~style={label_place(index, sizes)}>{ known }</span> }
    };
    html! { <div class="neuron-labels" aria-hidden="true">{ for config.features.iter().enumerate().map(label) }</div> }
}

/// The diagram's height is known to the style sheet only, so the place is said in its terms.
fn label_place(row: usize, sizes: &[usize]) -> String {
    let tallest = sizes.iter().copied().max().unwrap_or(1).max(1);
    let offset = row as f32 - (sizes[0] as f32 - 1.0) / 2.0;
    let room = format!("(var(--net-height) - {}px)", diagram::HEAD_PX);
    let pitch = format!("min({room} / {tallest}, {}px)", diagram::PITCH_PX);
    format!("left:{};top:calc({}px + {room} / 2 + {offset} * {pitch})", across(0, sizes.len()), diagram::HEAD_PX,)
}
