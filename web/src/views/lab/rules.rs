//! The table of primitive operations with their derivatives, as `autodiff` has it; what the definitions use is lit.

use playground::insight::lab::{Rule, rules};
use words::Lab;
use yew::prelude::*;

use super::notation::pretty;
use super::worked::{Shared, Worked};

/// What the table shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) lab: &'static Lab,
    pub(super) worked: Shared<Worked>,
}

/// The table.
#[function_component(Rules)]
pub(super) fn table(Props { lab, worked }: &Props) -> Html {
    let all = use_memo((), |()| rules());
    let is_used = |rule: &Rule| worked.structure.program.nodes.iter().any(|node| node.op == rule.op);
    let row = |rule: &Rule| {
        let used = is_used(rule);
        let partials: Vec<String> =
            rule.partials.iter().map(|partial| partial.as_deref().map_or("–".into(), pretty)).collect();
        html! {
            <tr key={rule.formula.clone()} class={used.then_some("is-used")}>
                <th scope="row" class="mono" ~textContent={format!("{}{}", if used { "● " } else { "" }, pretty(&rule.formula))} />
                <td class="mono" ~textContent={partials.join(", ")} />
            </tr>
        }
    };
    html! {
        <section class="panel lab-rules" aria-label={lab.rules}>
            <details class="lab-more">
                <summary ~textContent={lab.rules} />
                <p class="muted small" ~textContent={lab.rules_why} />
                <table class="lab-table">
                    <thead><tr><th scope="col" ~textContent={lab.operation} /><th scope="col" class="mono" ~textContent={"∂/∂a, ∂/∂b, ∂/∂c"} /></tr></thead>
                    <tbody>{ for all.iter().map(row) }</tbody>
                </table>
            </details>
        </section>
    }
}
