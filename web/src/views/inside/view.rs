//! The view: stages, the way from neuron to neuron, and what stands at each place. It asks for what it shows whenever place, run or
//! settings change while training rests.

use std::rc::Rc;

use playground::insight::{Inside, Look, Looked, Stage, Wanted, asked, ledger, matrix_form};
use playground::{Config, Point, Status};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement};
use words::Words;
use yew::prelude::*;

use super::attempt::Try;
use super::bars::Bars;
use super::check::Check;
use super::diagram::Diagram;
use super::ledger::Ledger;
use super::place::Place;
use super::slope::Slope;
use crate::browser::clock::{clear_timeout, set_timeout};
use crate::components::button::{Button, icon, truth};
use crate::components::radio::Radio;
use crate::components::text::text;
use crate::intent::Intent;

/// What the view follows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) playing: bool,
    pub(crate) points: Rc<Vec<Point>>,
    /// The index of the point that is selected on the plot.
    pub(crate) selected: Option<usize>,
    pub(crate) act: Callback<Intent>,
}

/// How long each place stays where they are played.
const PLAY_EVERY_MS: f64 = 1600.0;

/// What came of the last look.
#[derive(Clone)]
enum Seen {
    Nothing,
    Inside(Rc<Inside>),
    Refused(AttrValue),
}

/// What the view itself remembers.
#[derive(Clone, Copy, PartialEq)]
struct Kept {
    place: Place,
    plays: bool,
    shows_matrix: bool,
    tries: bool,
}

/// The view.
#[function_component(TheInside)]
pub(super) fn the_inside(props: &Props) -> Html {
    let words = props.words;
    let kept = use_state_eq(|| Kept { place: Place::first(), plays: false, shows_matrix: false, tries: false });
    let seen = use_state(|| Seen::Nothing);
    // The edge or line that is pointed at: whether it leads on, and its number.
    let lit = use_state_eq(|| None::<(bool, usize)>);
    let ledger = use_node_ref();
    use_looks(props, kept.place.wanted, &seen);
    use_point(props, &kept, &seen);
    let go = |make: fn(Kept, &[usize]) -> Kept| {
        let (kept, sizes) = (kept.clone(), props.config.layer_sizes());
        Callback::from(move |_: MouseEvent| kept.set(make(*kept, &sizes)))
    };
    use_play(&kept, &props.config.layer_sizes());
    let onkeydown = {
        let (kept, ledger, sizes) = (kept.clone(), ledger.clone(), props.config.layer_sizes());
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
        let (kept, ledger) = (kept.clone(), ledger.clone());
        Callback::from(move |wanted: Wanted| {
            hold_focus(&ledger);
            kept.set(Kept { place: Place { wanted, ..kept.place }, plays: false, ..*kept });
        })
    };
    let arrow = |name: &'static str, d: &'static str, make: fn(Kept, &[usize]) -> Kept| {
        let title = Some(AttrValue::from(name));
        Button { class: "btn square", face: icon(d), name: title.clone(), title, ..Button::default() }.does(go(make))
    };
    let flag = |word: &'static str, why: &'static str, is_on: bool, make: fn(Kept, &[usize]) -> Kept| {
        html! {
            <button type="button" class="tog" aria-pressed={truth(is_on)} title={(!why.is_empty()).then_some(why)} onclick={go(make)} ~textContent={word} />
        }
    };
    html! {
        <div class="inside" {onkeydown}>
            <div class="inside-bar">
                <div class="segments" role="radiogroup" aria-label={words.inside.stage}>
                    { for Stage::ALL.into_iter().zip(words.inside.stages).map(stage) }
                </div>
                <div class="row">
                    { arrow(words.inside.back, "M10 3 5 8l5 5", |kept, sizes| Kept { place: kept.place.moved(-1, sizes), plays: false, ..kept }) }
                    { arrow(words.inside.on, "m6 3 5 5-5 5", |kept, sizes| Kept { place: kept.place.moved(1, sizes), plays: false, ..kept }) }
                    { Button::of("btn", if kept.plays { words.inside.stop } else { words.inside.play }).does(go(|kept, _| Kept { plays: !kept.plays, ..kept })) }
                    { Button { title: Some(words.inside.take_why.into()), ..Button::of("btn", words.inside.take) }.wants(Intent::TakeStep, &props.act) }
                </div>
            </div>
            { match &*seen {
                _ if props.playing => html! { <p class="inside-note" role="status" ~textContent={words.inside.running} /> },
                Seen::Nothing => html! { <p role="status" ~textContent={words.common.loading} /> },
                Seen::Refused(why) => html! { <p class="inside-note" role="status" ~textContent={&**why} /> },
                Seen::Inside(inside) => html! {
                    <>
                        <div class="inside-bar">
                            { point(props, &kept, inside) }
                            <div class="row">
                                { flag(words.inside.try_it, words.inside.try_why, kept.tries, |kept, _| Kept { tries: !kept.tries, plays: false, ..kept }) }
                                { flag(words.inside.matrix, "", kept.shows_matrix, |kept, _| Kept { shows_matrix: !kept.shows_matrix, ..kept }) }
                            </div>
                        </div>
                        { work(props, &kept, inside, (&choose, &ledger), &lit) }
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
            { button(words.inside.previous_point, "M10 3 5 8l5 5", (index + n - 1) % n) }
            <span class="inside-point" ~textContent={said} />
            { button(words.inside.next_point, "m6 3 5 5-5 5", (index + 1) % n) }
        </div>
    }
}

/// Pictures and ledger of the place.
fn work(
    props: &Props,
    kept: &UseStateHandle<Kept>,
    inside: &Rc<Inside>,
    (choose, place): (&Callback<Wanted>, &NodeRef),
    lit: &UseStateHandle<Option<(bool, usize)>>,
) -> Html {
    let (words, stage) = (props.words, kept.place.stage);
    let sections = Rc::new(ledger(stage, inside, &props.config));
    let hides = kept.tries && asked(&sections).is_some();
    let wanted = inside.wanted;
    let is_hidden = wanted.layer < props.config.hidden_layers.len();
    let name = match stage {
        Stage::Forward | Stage::Backward => words.neuron(&props.config, wanted.layer + 1, wanted.unit),
        Stage::Loss => words.inside.stages[1].into(),
        Stage::Batch | Stage::Update => words.weight_short(&props.config, wanted.layer, wanted.unit, wanted.input),
    };
    let light = {
        let lit = lit.clone();
        Callback::from(move |edge| lit.set(edge))
    };
    html! {
        <div class="inside-work">
            <div class="inside-pictures">
                <Diagram {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} {stage} {hides} lit={**lit} on_choose={choose.clone()} />
                if is_hidden && matches!(stage, Stage::Forward | Stage::Backward) && !inside.is_off {
                    <Slope {words} name={props.config.activations[wanted.layer].clone()} z={inside.z} />
                }
                if stage == Stage::Batch {
                    <Bars {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} />
                }
            </div>
            <div ref={place} class="ledger" role="group" aria-label={name.clone()} tabindex="0">
                <h3 ~textContent={name} />
                if let Some(why) = inside.refused.as_ref().filter(|_| sections.is_empty()) {
                    <p class="inside-note" ~textContent={words.refusal(why)} />
                }
                <Ledger {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} sections={Rc::clone(&sections)} {hides} on_choose={choose.clone()} on_light={light} />
                if hides {
                    // Another place is another question.
                    <Try key={format!("{:?}{wanted:?}{}", stage, inside.index)} {words} config={Rc::clone(&props.config)} inside={Rc::clone(inside)} {stage} {sections} />
                }
                if kept.shows_matrix {
                    { matrix(props, stage, inside) }
                }
                if matches!(stage, Stage::Backward | Stage::Batch) && !hides {
                    <Check {words} config={Rc::clone(&props.config)} parameter={wanted} run={props.status.clone()} act={props.act.clone()} />
                }
            </div>
        </div>
    }
}

/// The stage in matrices, with their shapes.
fn matrix(props: &Props, stage: Stage, inside: &Inside) -> Html {
    let m = inside.step.as_ref().map_or(1, |step| step.points.len());
    let line = |line: playground::insight::MatrixLine| {
        html! { <tr><th scope="row" ~textContent={line.formula} /><td ~textContent={line.shapes} /></tr> }
    };
    html! {
        <table class="lines">
            <caption ~textContent={props.words.inside.matrix_of.with([&m.to_string()])} />
            <tbody>{ for matrix_form(stage, inside).into_iter().map(line) }</tbody>
        </table>
    }
}

/// Looks whenever there may be something else to see and training rests. One look is on its way at most: of a large network each takes
/// long, and only the last place is wanted.
#[hook]
fn use_looks(props: &Props, wanted: Wanted, seen: &UseStateHandle<Seen>) {
    // How many were wanted, and the number of the one that is on its way.
    let counts = use_mut_ref(|| (0u32, None::<u32>));
    // Grows when one has come that is not the last one wanted.
    let turn = use_state_eq(|| 0u32);
    let run = props.status.as_ref().map(|status| (status.step, status.checksum.clone()));
    let (act, seen) = (props.act.clone(), seen.setter());
    let points = Rc::as_ptr(&props.points) as usize;
    let changes = (wanted, run, Rc::clone(&props.config), points, props.playing, *turn);
    use_effect_with(changes, move |(wanted, _, _, _, playing, _)| {
        if *playing {
            return;
        }
        let number = {
            let mut counts = counts.borrow_mut();
            counts.0 += 1;
            if counts.1.is_some() {
                return;
            }
            counts.1 = Some(counts.0);
            counts.0
        };
        let tell = Callback::from(move |outcome: Result<Looked, AttrValue>| {
            counts.borrow_mut().1 = None;
            if number != counts.borrow().0 {
                return turn.set(number);
            }
            match outcome.map(|looked| looked.inside()) {
                Ok(Some(inside)) => seen.set(Seen::Inside(Rc::new(inside))),
                Ok(None) => {}
                Err(why) => seen.set(Seen::Refused(why)),
            }
        });
        act.emit(Intent::Look(Look::Inside(*wanted), tell));
    });
}

/// Pauses when it opens. The point that is looked at is the one that is selected on the plot, whoever chose it.
#[hook]
fn use_point(props: &Props, kept: &UseStateHandle<Kept>, seen: &UseStateHandle<Seen>) {
    let shown = if let Seen::Inside(inside) = &**seen { Some(inside.index) } else { None };
    {
        let (act, playing) = (props.act.clone(), props.playing);
        use_effect_with((), move |()| {
            if playing {
                act.emit(Intent::TogglePlay);
            }
            move || act.emit(Intent::Select(None))
        });
    }
    {
        let act = props.act.clone();
        use_effect_with(shown, move |shown| {
            if shown.is_some() {
                act.emit(Intent::Select(*shown));
            }
        });
    }
    let kept = kept.clone();
    use_effect_with(props.selected, move |selected| {
        if let Some(index) = selected.filter(|index| Some(*index) != shown) {
            let wanted = Wanted { point: Some(index), ..kept.place.wanted };
            kept.set(Kept { place: Place { wanted, ..kept.place }, ..*kept });
        }
    });
}

/// Goes on by itself while it is played, up to the end.
#[hook]
fn use_play(kept: &UseStateHandle<Kept>, sizes: &[usize]) {
    let (state, sizes) = (kept.clone(), sizes.to_vec());
    use_effect_with((kept.plays, kept.place), move |(plays, _)| {
        let timer = plays.then(|| {
            let go_on = Closure::once_into_js(move || {
                let next = state.place.moved(1, &sizes);
                state.set(Kept { place: next, plays: next != state.place, ..*state });
            });
            set_timeout(go_on.unchecked_ref(), PLAY_EVERY_MS)
        });
        move || {
            if let Some(timer) = timer {
                clear_timeout(&timer);
            }
        }
    });
}
