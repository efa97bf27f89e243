//! Four ways to a derivative side by side: by hand, by differences, as a formula, automatically. One table compares values, errors
//! and work.

use playground::insight::lab::{Difference, Growth, LONGEST_DERIVATIVE, Program, growth};
use playground::problem::DefinitionError;
use playground::typed_number;
use web_sys::HtmlInputElement;
use words::{Lab, Words};
use yew::prelude::*;

use super::notation::{long, number};
use super::worked::{Shared, Worked};

/// Derivatives by so many variables stand side by side; of more only the chosen one.
const MOST_COLUMNS: usize = 3;

/// Points at which a derivative by hand is compared, beside the present one.
const N_POINTS: usize = 20;

/// What the table shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) lab: &'static Lab,
    pub(super) worked: Shared<Worked>,
    /// The step of differences.
    pub(super) h: f64,
}

/// The table.
#[function_component(Ways)]
pub(super) fn ways(props: &Props) -> Html {
    let Props { words, lab, worked, h } = props;
    let structure = &worked.structure;
    let by_hand = use_state(Vec::<(String, String)>::new);
    let columns: Vec<usize> = match worked.at.len() {
        n if n <= MOST_COLUMNS => (0..n).collect(),
        _ => vec![worked.along],
    };
    let names: Vec<String> = columns.iter().map(|variable| structure.derivative_name(*variable)).collect();
    let tape = structure.program.tape_of(structure.output);
    let differences: Vec<Difference> = columns
        .iter()
        .map(|variable| Difference::of(&tape, &worked.at, *variable, *h, worked.gradient[*variable]))
        .collect();
    let typed = |name: &String| by_hand.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    let judged: Vec<Option<Judged>> = columns
        .iter()
        .zip(&names)
        .map(|(variable, name)| judge(words, lab, worked, *variable, &typed(name)?))
        .collect();
    let field = |(idx, name): (usize, &String)| {
        let oninput = {
            let (by_hand, name) = (by_hand.clone(), name.clone());
            move |event: InputEvent| {
                let text = event.target_unchecked_into::<HtmlInputElement>().value();
                let mut all: Vec<(String, String)> =
                    by_hand.iter().filter(|(known, _)| *known != name).cloned().collect();
                all.push((name.clone(), text));
                by_hand.set(all);
            }
        };
        let wrong = judged[idx].as_ref().is_some_and(|judged| judged.is_wrong);
        html! {
            <td key={name.clone()}><input type="text" class="mono" aria-label={lab.yours.with([name])} aria-invalid={wrong.then_some("true")} placeholder={lab.hint} value={typed(name).unwrap_or_default()} spellcheck="false" autocomplete="off" autocapitalize="off" {oninput} /></td>
        }
    };
    let cell = |text: String| html! { <td ~textContent={text} /> };
    let worst = |error: fn(&Difference) -> f64| cell(number(differences.iter().map(error).fold(0.0, f64::max), 2));
    // Of all variables, also where one column stands for them.
    let n = worked.at.len();
    let count = |n: usize| lab.evaluations.with([&n.to_string()]);
    let symbolic: Vec<Option<f64>> = columns
        .iter()
        .map(|variable| structure.written[*variable].text.as_ref().and_then(|text| value_of(text, worked, &worked.at)))
        .collect();
    let symbolic_error = columns
        .iter()
        .zip(&symbolic)
        .map(|(variable, value)| value.map_or(f64::NAN, |value| (value - worked.gradient[*variable]).abs()));
    let sizes: Option<u64> = columns
        .iter()
        .map(|variable| structure.written[*variable].size.filter(|size| *size <= LONGEST_DERIVATIVE))
        .sum();
    let verdict = match judged.iter().flatten().max_by_key(|judged| (judged.is_wrong, judged.said.is_some())) {
        Some(judged) if judged.is_wrong => lab.differs,
        Some(judged) if judged.said.is_some() => lab.equal_here,
        Some(_) => lab.equal,
        None => "",
    };
    let n_outputs = structure.program.outputs.len();
    let saving = match n_outputs < n {
        true => lab.reverse_saves.with([&n.to_string(), &n_outputs.to_string(), &(n - n_outputs).to_string()]),
        false => lab.modes_equal.into(),
    };
    html! {
        <section class="panel lab-ways" aria-labelledby="lab-ways">
            <div class="head"><h2 id="lab-ways" ~textContent={lab.ways} /></div>
            <div class="lab-scroll" tabindex="0">
                <table class="lab-table ways">
                    <thead><tr>
                        <th scope="col" ~textContent={lab.way} />
                        { for names.iter().map(|name| html! { <th scope="col" key={name.clone()} ~textContent={name.clone()} /> }) }
                        <th scope="col" ~textContent={lab.error} /><th scope="col" ~textContent={lab.work} />
                    </tr></thead>
                    <tbody>
                        <tr>
                            <th scope="row" ~textContent={lab.by_hand} />
                            { for names.iter().enumerate().map(field) }
                            <td class={if verdict == lab.differs { "bad" } else { "good" }} ~textContent={verdict} />
                            <td class="muted" ~textContent={lab.your_work} />
                        </tr>
                        <tr>
                            <th scope="row" ~textContent={lab.numerical_forward} />
                            { for differences.iter().map(|one| cell(long(one.forward))) }
                            { worst(|one| one.error_forward) }{ cell(count(n + 1)) }
                        </tr>
                        <tr>
                            <th scope="row" ~textContent={lab.numerical_central} />
                            { for differences.iter().map(|one| cell(long(one.central))) }
                            { worst(|one| one.error_central) }{ cell(count(2 * n)) }
                        </tr>
                        <tr>
                            <th scope="row" ~textContent={lab.symbolic} />
                            { for symbolic.iter().map(|value| cell(value.map_or("–".into(), long))) }
                            { cell(if symbolic.iter().all(Option::is_some) { number(symbolic_error.fold(0.0, f64::max), 2) } else { "–".into() }) }
                            { cell(sizes.map_or("–".into(), |size| lab.operations.with(size as f64, &size.to_string()))) }
                        </tr>
                        <tr>
                            <th scope="row" ~textContent={lab.automatic} />
                            { for columns.iter().map(|variable| cell(long(worked.gradient[*variable]))) }
                            { cell("0".into()) }
                            { cell(lab.reverse_work.with([&lab.operations.with(structure.operations.1 as f64, &structure.operations.1.to_string())])) }
                        </tr>
                    </tbody>
                </table>
            </div>
            <div role="status">
                { for judged.iter().flatten().filter_map(|judged| judged.said.clone()).map(|said| html! { <p class="note" ~textContent={said} /> }) }
            </div>
            <dl class="lab-passes">
                <dt ~textContent={lab.passes_forward} /><dd ~textContent={worked.at.len().to_string()} />
                <dt ~textContent={lab.passes_reverse} /><dd ~textContent={structure.program.outputs.len().to_string()} />
            </dl>
            <p class="small" ~textContent={saving} />
            <Grows {lab} />
        </section>
    }
}

/// What is thought of a derivative by hand.
struct Judged {
    /// Why it is wrong, or right in one place only; nothing if it is right.
    said: Option<String>,
    is_wrong: bool,
}

/// Compares what was typed with the derivative, here and at other points; nothing while the field is empty.
fn judge(words: &Words, lab: &Lab, worked: &Worked, variable: usize, text: &str) -> Option<Judged> {
    if text.trim().is_empty() {
        return None;
    }
    let structure = &worked.structure;
    let name = structure.derivative_name(variable);
    let mut seed = 1_u64;
    let mut near = |value: &f64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // With two decimals, so that who computes it again gets the same.
        ((value + (seed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0) * 100.0).round() / 100.0
    };
    let others = (0..N_POINTS).map(|_| worked.at.iter().map(&mut near).collect::<Vec<f64>>());
    for at in std::iter::once(worked.at.clone()).chain(others) {
        let expected =
            structure.program.reverse(&at, structure.output).derivatives[structure.program.node_of(variable)];
        let yours = match mine(text, worked, &at) {
            Ok(yours) => yours,
            Err(error) => return Some(Judged { said: Some(words.definition_error(&error)), is_wrong: true }),
        };
        // Where the function itself has no value nothing can be compared.
        let is_equal = !expected.is_finite() || (yours - expected).abs() <= 1e-9 * expected.abs().max(1.0);
        if !is_equal {
            let place: Vec<String> = at.iter().map(|value| number(*value, 6)).collect();
            // The number that all other rows show is right where they are.
            if let (Some(_), true) = (typed_number(text), at != worked.at) {
                let here: Vec<String> = worked.at.iter().map(|value| number(*value, 6)).collect();
                let said = [name.as_str(), &number(yours, 6), &format!("({})", here.join(", "))];
                return Some(Judged { said: Some(lab.only_here.with(said)), is_wrong: false });
            }
            let said = [name.as_str(), &format!("({})", place.join(", ")), &number(yours, 6), &number(expected, 6)];
            return Some(Judged { said: Some(lab.differs_at.with(said)), is_wrong: true });
        }
    }
    Some(Judged { said: None, is_wrong: false })
}

/// The value of a formula in the variables, or what is wrong with it.
fn mine(text: &str, worked: &Worked, at: &[f64]) -> Result<f64, DefinitionError> {
    let variables = &worked.structure.program.variables;
    let program = Program::of(text, variables)
        .or_else(|error| Program::of(&multiplied(text, variables), variables).map_err(|_| error))?;
    let node = program.outputs.last().map_or(0, |(_, node)| *node);
    Ok(program.values(at).get(node).copied().unwrap_or(f64::NAN))
}

/// The text with products of variables of one letter written out: `2xy` as `2x*y`.
fn multiplied(text: &str, variables: &[String]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let start = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let len = if first.is_ascii_digit() { start } else { end.max(first.len_utf8()) };
        let (token, next) = rest.split_at(len);
        let letters: Vec<String> = token.chars().map(String::from).collect();
        let is_product = letters.len() > 1 && letters.iter().all(|letter| variables.contains(letter));
        out += &if is_product { letters.join("*") } else { token.to_owned() };
        rest = next;
    }
    out
}

fn value_of(text: &str, worked: &Worked, at: &[f64]) -> Option<f64> {
    mine(text, worked, at).ok()
}

#[derive(Clone, PartialEq, Properties)]
struct GrowsProps {
    lab: &'static Lab,
}

/// How a derivative that is written out grows, and one in a graph does not.
#[function_component(Grows)]
fn grows(GrowsProps { lab }: &GrowsProps) -> Html {
    let rows = use_memo((), |()| growth());
    let row = |row: &Growth| {
        html! {
            <tr key={row.repetitions}>
                <th scope="row" ~textContent={row.repetitions.to_string()} />
                <td ~textContent={row.symbolic.to_string()} /><td ~textContent={row.automatic.to_string()} />
            </tr>
        }
    };
    html! {
        <details class="lab-more">
            <summary ~textContent={lab.growth} />
            <p class="muted small" ~textContent={lab.growth_why} />
            <table class="lab-table">
                <thead><tr>{ for [lab.repetitions, lab.symbolic, lab.automatic].map(|head| html! { <th scope="col" ~textContent={head} /> }) }</tr></thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_side_by_side_are_a_product() {
        let variables = ["x", "y", "w1"].map(String::from);
        for (typed, meant) in
            [("2xy", "2x*y"), ("xx + 3yx^2", "x*x + 3y*x^2"), ("exp(xy)", "exp(x*y)"), ("w1*x", "w1*x")]
        {
            assert_eq!(multiplied(typed, &variables), meant);
        }
    }
}
