//! The view: stages, the way from neuron to neuron, and what stands at each place.

use std::rc::Rc;

use playground::insight::{Inside, Section, Stage, Wanted, asked, ledger, matrix_form, shown};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use words::Inside as Texts;
use yew::prelude::*;

use super::attempt::Try;
use super::bars::Bars;
use super::check::Check;
use super::diagram::Diagram;
use super::following::{Kept, Props, Seen, use_looks, use_play, use_point};
use super::ledger::{Ledger, Shown};
use super::place::Place;
use super::slope::Slope;
use crate::components::button::{Button, icon, truth};
use crate::components::radio::Radio;
use crate::components::text::text;
use crate::intent::Intent;

/// The view.
#[function_component(TheInside)]
pub(super) fn the_inside(props: &Props) -> Html {
    let words = props.words;
    let texts = Texts::of(words.tag);
    let kept =
        use_state_eq(|| Kept { place: Place::first(), plays: false, shows_matrix: false, tries: false, solved: None });
    let seen = use_state(|| Seen::Nothing);
    // The edge or line that is pointed at: whether it leads on, and its number.
    let lit = use_state_eq(|| None::<(bool, usize)>);
    let place = use_node_ref();
    // What the step did that was taken last, and how many had been taken then.
    let taken = use_state_eq(|| None::<(AttrValue, u64)>);
    let n_steps = props.status.as_ref().map_or(0, |status| status.step);
    let (inside, config) = match &*seen {
        Seen::Inside(inside, config) => (Some(Rc::clone(inside)), Rc::clone(config)),
        _ => (None, Rc::clone(&props.config)),
    };
    let sections = use_memo((inside.clone().map(Shown), kept.place.stage), |(inside, stage)| {
        inside.as_ref().map_or_else(Vec::new, |inside| ledger(*stage, inside, &config))
    });
    let then = Props { config, ..props.clone() };
    use_looks(props, kept.place.wanted, &seen);
    use_point(props, &kept, &seen);
    let go = |make: fn(Kept, &[usize]) -> Kept| {
        let (kept, sizes) = (kept.clone(), props.config.layer_sizes());
        Callback::from(move |_: MouseEvent| kept.set(make(*kept, &sizes)))
    };
    use_play(&kept, &props.config.layer_sizes());
    let onkeydown = {
        let (kept, ledger, sizes) = (kept.clone(), place.clone(), props.config.layer_sizes());
        Callback::from(move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => -1,
                _ => return,
            };
            // Fields and choices have arrows of their own.
            let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
            if event.ctrl_key()
                || event.meta_key()
                || event.alt_key()
                || target.is_some_and(|it| it.tag_name() == "INPUT")
            {
                return;
            }
            event.prevent_default();
            hold_focus(&ledger);
            kept.set(Kept { place: kept.place.moved(by, &sizes), plays: false, ..*kept });
        })
    };
    let stage = |(stage, word): (Stage, &'static str)| {
        let (is_here, kept) = (kept.place.stage == stage, kept.clone());
        let on_choose = Callback::from(move |()| {
            kept.set(Kept { place: Place { stage, ..kept.place }, plays: false, ..*kept });
        });
        html! { <Radio group="inside-stage" name={word} checked={is_here} {on_choose}>{ text(word) }</Radio> }
    };
    let choose = {
        let (kept, ledger) = (kept.clone(), place.clone());
        Callback::from(move |wanted: Wanted| {
            hold_focus(&ledger);
            // The point stays.
            let wanted = Wanted { point: kept.place.wanted.point, ..wanted };
            kept.set(Kept { place: Place { wanted, ..kept.place }, plays: false, ..*kept });
        })
    };
    let sizes = props.config.layer_sizes();
    let arrow = |name: &'static str, d: &'static str, by: isize, make: fn(Kept, &[usize]) -> Kept| {
        let title = Some(AttrValue::from(name));
        let disabled = kept.place.moved(by, &sizes) == kept.place;
        Button { class: "btn square", face: icon(d), name: title.clone(), title, disabled, ..Button::default() }
            .does(go(make))
    };
    let take = {
        let (act, taken, inside, words, config) =
            (props.act.clone(), taken.setter(), inside.clone(), props.words, Rc::clone(&then.config));
        Callback::from(move |_: MouseEvent| {
            if let Some((inside, step)) = inside.as_ref().and_then(|inside| Some((inside, inside.step.as_ref()?))) {
                let Wanted { layer, unit, input, .. } = inside.wanted;
                let name = words.weight_short(&config, layer, unit, input);
                let [before, after] = [step.before, step.after].map(|value| shown(f64::from(value)));
                taken.set(Some((Texts::of(words.tag).taken.with([&name, &before, &after]).into(), n_steps + 1)));
            }
            act.emit(Intent::TakeStep);
        })
    };
    let flag = |word: &'static str, why: &'static str, is_on: bool, make: fn(Kept, &[usize]) -> Kept| {
        html! {
            <button type="button" class="tog" aria-pressed={truth(is_on)} title={(!why.is_empty()).then_some(why)} onclick={go(make)} ~textContent={word} />
        }
    };
    html! {
        <div class="inside" {onkeydown}>
            <div class="inside-bar">
                <div class="segments" role="radiogroup" aria-label={texts.stage}>
                    { for Stage::ALL.into_iter().zip(texts.stages).map(stage) }
                </div>
                <div class="row">
                    <span class="inside-of" aria-hidden="true" ~textContent={texts.neuron} />
                    { arrow(texts.back, "M10 3 5 8l5 5", -1, |kept, sizes| Kept { place: kept.place.moved(-1, sizes), plays: false, ..kept }) }
                    { arrow(texts.on, "m6 3 5 5-5 5", 1, |kept, sizes| Kept { place: kept.place.moved(1, sizes), plays: false, ..kept }) }
                    { Button::of("btn", if kept.plays { texts.stop } else { texts.play }).does(go(|kept, _| Kept { plays: !kept.plays, ..kept })) }
                    { Button { title: Some(texts.take_why.into()), ..Button::of("btn", texts.take) }.does(take) }
                </div>
            </div>
            if let Some((said, _)) = taken.as_ref().filter(|(_, step)| *step == n_steps) {
                <p class="inside-note" role="status" ~textContent={&**said} />
            }
            { match &*seen {
                _ if props.playing => html! { <p class="inside-note" role="status" ~textContent={texts.running} /> },
                Seen::Nothing => html! { <p role="status" ~textContent={words.common.loading} /> },
                Seen::Refused(why) => html! { <p class="inside-note" role="status" ~textContent={&**why} /> },
                Seen::Inside(inside, _) => html! {
                    <>
                        <div class="inside-bar">
                            { point(&then, &kept, inside) }
                            <div class="row">
                                { flag(texts.try_it, texts.try_why, kept.tries, |kept, _| Kept { tries: !kept.tries, plays: false, ..kept }) }
                                { flag(texts.matrix, "", kept.shows_matrix, |kept, _| Kept { shows_matrix: !kept.shows_matrix, ..kept }) }
                            </div>
                        </div>
                        { work(&then, &kept, (inside, &sections), (&choose, &place), &lit) }
                    </>
                },
            } }
        </div>
    }
}

/// A line that has the focus may go with the place that is left: the ledger keeps it, or the next key would be one of the whole page.
fn hold_focus(ledger: &NodeRef) {
    let Some(ledger) = ledger.cast::<HtmlElement>() else { return };
    let holds = |element: Element| ledger.contains(Some(&element));
    if ledger.owner_document().and_then(|document| document.active_element()).is_some_and(holds) {
        // Fails only for elements that cannot be focused.
        ledger.focus().ok();
    }
}

/// The picker of points.
fn point(props: &Props, kept: &UseStateHandle<Kept>, inside: &Rc<Inside>) -> Html {
    let words = props.words;
    let texts = Texts::of(words.tag);
    let to = |index: usize| {
        let kept = kept.clone();
        Callback::from(move |_| {
            let wanted = Wanted { point: Some(index), ..kept.place.wanted };
            kept.set(Kept { place: Place { wanted, ..kept.place }, ..*kept });
        })
    };
    let (index, n) = (inside.index, inside.n_points.max(1));
    let button = |name: &'static str, d: &'static str, index: usize| {
        let title = Some(AttrValue::from(name));
        Button { class: "btn square", face: icon(d), name: title.clone(), title, ..Button::default() }.does(to(index))
    };
    let said = words.point_said(&props.config, index, n, &inside.point);
    html! {
        <div class="row inside-picker">
            <span class="inside-of" aria-hidden="true" ~textContent={texts.point} />
            { button(texts.previous_point, "M10 3 5 8l5 5", (index + n - 1) % n) }
            <span class="inside-point" ~textContent={said} />
            { button(texts.next_point, "m6 3 5 5-5 5", (index + 1) % n) }
        </div>
    }
}

/// Pictures and ledger of the place.
fn work(
    props: &Props,
    kept: &UseStateHandle<Kept>,
    (inside, sections): (&Rc<Inside>, &Rc<Vec<Section>>),
    (choose, place): (&Callback<Wanted>, &NodeRef),
    lit: &UseStateHandle<Option<(bool, usize)>>,
) -> Html {
    let (words, stage) = (props.words, kept.place.stage);
    let texts = Texts::of(words.tag);
    let here = (kept.place, inside.index, props.status.as_ref().map_or(0, |status| status.step));
    let tries = kept.tries && asked(sections).is_some();
    let hides = tries && kept.solved != Some(here);
    let wanted = inside.wanted;
    let name = match stage {
        Stage::Forward | Stage::Backward => words.neuron(&props.config, wanted.layer + 1, wanted.unit),
        Stage::Loss => texts.stages[1].into(),
        Stage::Batch | Stage::Update => words.weight_short(&props.config, wanted.layer, wanted.unit, wanted.input),
    };
    let light = {
        let lit = lit.clone();
        Callback::from(move |edge| lit.set(edge))
    };
    let on_end = {
        let kept = kept.clone();
        Callback::from(move |()| kept.set(Kept { solved: Some(here), ..*kept }))
    };
    let shows_slope = !inside.is_output() && matches!(stage, Stage::Forward | Stage::Backward) && !inside.is_off;
    html! {
        <div class="inside-work">
            <div class="inside-pictures">
                <Diagram {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} {stage} {hides} lit={**lit} on_choose={choose.clone()} on_light={light.clone()} />
                if shows_slope {
                    <Slope {words} name={props.config.activations.get(wanted.layer).cloned().unwrap_or_default()} z={inside.z} hides={hides && stage == Stage::Forward} />
                }
                if stage == Stage::Batch {
                    <Bars {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} />
                }
            </div>
            <div ref={place} class="ledger" role="group" aria-label={name.clone()} tabindex="0">
                <h3 ~textContent={name} />
                <p class="inside-note" ~textContent={texts.whys[stage as usize]} />
                if stage == Stage::Backward {
                    { backward(props, inside, hides, choose) }
                }
                if let Some(why) = inside.refused.as_ref().filter(|_| sections.is_empty()) {
                    <p class="inside-note" ~textContent={words.refusal(why)} />
                }
                <Ledger {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} sections={Rc::clone(sections)} {hides} lit={**lit} on_choose={choose.clone()} on_light={light} />
                if tries {
                    // Another place is another question.
                    <Try key={format!("{here:?}")} {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} {stage} sections={Rc::clone(sections)} {on_end} />
                }
                if kept.shows_matrix {
                    { matrix(props, stage, inside) }
                }
                if !hides && !matches!(stage, Stage::Forward | Stage::Loss) {
                    { steepest(props, inside, choose) }
                }
                if matches!(stage, Stage::Backward | Stage::Batch) && !hides {
                    <Check {words} config={Rc::clone(&props.config)} parameter={wanted} on_choose={choose.clone()} run={props.status.clone()} act={props.act.clone()} />
                }
            </div>
        </div>
    }
}

/// What δ of this neuron means, where the way back begins, and what it saves.
fn backward(props: &Props, inside: &Rc<Inside>, hides: bool, choose: &Callback<Wanted>) -> Html {
    let words = props.words;
    let texts = Texts::of(words.tag);
    let means = if inside.delta < 0.0 { &texts.delta_falls } else { &texts.delta_rises };
    let output =
        Wanted { layer: inside.sizes.len() - 2, unit: inside.sizes.last().map_or(0, |n| n - 1), ..inside.wanted };
    html! {
        <>
            if !hides && inside.delta != 0.0 {
                <p class="inside-note" ~textContent={means.with([&shown(inside.delta), &shown(0.01 * inside.delta.abs())])} />
            }
            if !inside.is_output() {
                <p>{ Button::of("chip", texts.from_output).does(choose.reform(move |_: MouseEvent| output)) }</p>
            }
            <p class="inside-note" ~textContent={texts.saves.with([&words.count(props.config.n_parameters() as u64)])} />
        </>
    }
}

/// The way to the weight with the largest gradient.
fn steepest(props: &Props, inside: &Rc<Inside>, choose: &Callback<Wanted>) -> Html {
    let Some(step) = &inside.step else { return Html::default() };
    let (layer, unit, input) = step.steepest;
    let to = Wanted { layer, unit, input, ..inside.wanted };
    if to == inside.wanted {
        return Html::default();
    }
    let name = props.words.weight_short(&props.config, layer, unit, input);
    let said = Texts::of(props.words.tag).steepest.with([&name]);
    html! { <p>{ Button::of("chip", said).does(choose.reform(move |_: MouseEvent| to)) }</p> }
}

/// The stage in matrices, with their shapes.
fn matrix(props: &Props, stage: Stage, inside: &Inside) -> Html {
    let m = inside.step.as_ref().map_or(1, |step| step.points.len());
    let line = |line: playground::insight::MatrixLine| {
        html! { <tr><th scope="row" ~textContent={line.formula} /><td ~textContent={line.shapes} /></tr> }
    };
    html! {
        <table class="lines">
            <caption ~textContent={Texts::of(props.words.tag).matrix_of.with([&m.to_string()])} />
            <tbody>{ for matrix_form(stage, inside).into_iter().map(line) }</tbody>
        </table>
    }
}
