//! The derivatives themselves: by which variable and of which output, written out, all of them, and those of second order.

use playground::insight::lab::LONGEST_DERIVATIVE;
use web_sys::HtmlSelectElement;
use words::Lab;
use yew::prelude::*;

use super::notation::{pretty, short};
use super::worked::{Shared, Worked};
use crate::components::radio::Radio;
use crate::components::text::text;

/// Of more variables or outputs one chooses from a list, and only the chosen derivative is written out.
const MOST_SIDE_BY_SIDE: usize = 5;

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) lab: &'static Lab,
    pub(super) worked: Shared<Worked>,
    pub(super) on_along: Callback<usize>,
    pub(super) on_output: Callback<usize>,
}

/// The panel.
#[function_component(Derivatives)]
pub(super) fn derivatives(props: &Props) -> Html {
    let Props { lab, worked, on_along, on_output } = props;
    let structure = &worked.structure;
    let variables = &structure.program.variables;
    let outputs: Vec<String> = structure.program.outputs.iter().map(|(name, _)| name.clone()).collect();
    let shown: Vec<usize> = if variables.len() <= MOST_SIDE_BY_SIDE { structure.all() } else { vec![worked.along] };
    let line = |variable: &usize| {
        let written = &structure.written[*variable];
        let formula =
            written.text.as_deref().map_or_else(|| lab.too_long.with([&LONGEST_DERIVATIVE.to_string()]), pretty);
        html! {
            <>
                <dt ~textContent={structure.derivative_name(*variable)} />
                <dd class="mono" ~textContent={format!("{formula} = {}", short(worked.gradient[*variable]))} />
            </>
        }
    };
    let total: Option<u64> = structure.written.iter().map(|written| written.size).sum();
    html! {
        <section class="panel lab-derivatives" aria-label={lab.written_out}>
            { choice("lab-output", lab.output, &outputs, structure.output, on_output) }
            { choice("lab-along", lab.by, variables, worked.along, on_along) }
            if !shown.is_empty() {
                <h3 ~textContent={lab.written_out} />
                <dl class="lab-written">{ for shown.iter().map(line) }</dl>
            }
            if let Some(total) = total.filter(|_| structure.written.iter().all(|written| written.text.is_some()) && !variables.is_empty()) {
                <p class="muted small" ~textContent={lab.sizes.with([&total.to_string(), &structure.program.size(structure.output).to_string()])} />
            }
            if outputs.len() > 1 && variables.len() <= MOST_SIDE_BY_SIDE {
                <h3 ~textContent={lab.jacobian} />
                { matrix(&outputs, variables, &worked.jacobian, lab.jacobian) }
            }
            if let Some(hessian) = &worked.hessian {
                <h3 ~textContent={lab.second} />
                { matrix(variables, variables, hessian, lab.second) }
            }
        </section>
    }
}

/// One of several names.
fn choice(
    group: &'static str,
    label: &'static str,
    names: &[String],
    chosen: usize,
    on_choose: &Callback<usize>,
) -> Html {
    if names.len() < 2 {
        return html! {};
    }
    let face = if names.len() <= MOST_SIDE_BY_SIDE {
        let piece = |(idx, name): (usize, &String)| {
            html! {
                <Radio key={name.clone()} {group} name={name.clone()} checked={idx == chosen} on_choose={on_choose.reform(move |()| idx)}>{ text(name) }</Radio>
            }
        };
        html! { <div class="segments" role="radiogroup" aria-label={label}>{ for names.iter().enumerate().map(piece) }</div> }
    } else {
        let onchange = on_choose
            .reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize);
        html! {
            <span class="split"><select aria-label={label} {onchange}>
                { for names.iter().enumerate().map(|(idx, name)| html! { <option key={name.clone()} selected={idx == chosen} ~textContent={name.clone()} /> }) }
            </select></span>
        }
    };
    html! { <div class="lab-row"><span class="muted small" ~textContent={label} />{ face }</div> }
}

fn matrix(rows: &[String], columns: &[String], values: &[Vec<f64>], label: &'static str) -> Html {
    let row = |(name, row): (&String, &Vec<f64>)| {
        html! {
            <tr key={name.clone()}>
                <th scope="row" ~textContent={name.clone()} />
                { for row.iter().map(|value| html! { <td ~textContent={short(*value)} /> }) }
            </tr>
        }
    };
    html! {
        <div class="lab-scroll" tabindex="0" role="region" aria-label={label}>
            <table class="lab-table">
                <thead><tr><td />{ for columns.iter().map(|name| html! { <th scope="col" key={name.clone()} ~textContent={name.clone()} /> }) }</tr></thead>
                <tbody>{ for rows.iter().zip(values).map(row) }</tbody>
            </table>
        </div>
    }
}
