//! What the line follows, and when it asks again: soon after a change while the run rests, every now and then while it goes on. What is
//! said while a run goes on is said calmly: another verdict counts when it was found twice.

use std::cell::RefCell;
use std::rc::Rc;

use playground::insight::doctor::{Explanation, Verdict};
use playground::insight::{Look, Looked};
use playground::{Config, Point, Status};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::Words;
use words::doctor::is_too_early;
use yew::prelude::*;

use crate::browser::clock::{clear_timeout, now_ms, set_timeout};
use crate::intent::Intent;

/// What the line follows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) playing: bool,
    pub(crate) points: Rc<Vec<Point>>,
    /// How many changes of the run there were.
    pub(crate) n_changes: u32,
    pub(crate) can_undo: bool,
    /// Whether a person has changed or trained the run.
    pub(crate) by_person: bool,
    pub(crate) act: Callback<Intent>,
}

/// After a change the doctor is asked so soon: a slider that is held asks once.
const SOON_MS: f64 = 250.0;
/// While a run goes on it is asked this often, at most; and soon as long as it was too early to say.
const EVERY_MS: f64 = 1500.0;
/// Of a large network an answer takes long: of the engine's time no more than a share of one to this is taken.
const SPARE: f64 = 20.0;

/// What is known of the run.
#[derive(Clone, PartialEq)]
pub(super) enum Told {
    Nothing,
    Unknown,
    /// With the settings of that moment: newer ones may belong to another network.
    Found(Rc<Explanation>, Rc<Config>),
}

/// What is asked, by whom it was answered last, and what was found.
#[derive(Default)]
struct Asking {
    /// The number of the question that is on its way.
    number: u32,
    is_open: bool,
    asked_ms: f64,
    took_ms: f64,
    /// What was found once while the run goes on, and not shown yet.
    doubted: Option<Verdict>,
}

/// Asks whenever there may be something else to say. One question is on its way at most.
#[hook]
pub(super) fn use_diagnosis(props: &Props) -> Told {
    let told = use_state(|| Told::Nothing);
    let asking = use_mut_ref(Asking::default);
    // Grows when it is time to ask again.
    let turn = use_state_eq(|| 0u32);
    let run = props.status.as_ref().map(|status| (status.step, status.checksum.clone())).filter(|_| !props.playing);
    let points = Rc::as_ptr(&props.points) as usize;
    let changes = (run, Rc::clone(&props.config), points, props.n_changes, props.playing, *turn);
    let (act, playing) = (props.act.clone(), props.playing);
    let every_ms = if is_early(&told) { SOON_MS } else { EVERY_MS };
    {
        let (told, config) = (told.clone(), Rc::clone(&props.config));
        use_effect_with(changes, move |_| {
            let since = now_ms() - asking.borrow().asked_ms;
            let pause = if playing { every_ms.max(SPARE * asking.borrow().took_ms) - since } else { SOON_MS };
            let ask = Closure::once_into_js(move || ask(&act, &asking, told, config, playing, turn));
            let timer = set_timeout(ask.unchecked_ref(), pause.max(0.0));
            move || clear_timeout(&timer)
        });
    }
    (*told).clone()
}

/// Asks, unless a question is on its way: then it is asked again when that is answered.
fn ask(
    act: &Callback<Intent>,
    asking: &Rc<RefCell<Asking>>,
    told: UseStateHandle<Told>,
    config: Rc<Config>,
    playing: bool,
    turn: UseStateHandle<u32>,
) {
    let number = {
        let mut asking = asking.borrow_mut();
        asking.number = asking.number.wrapping_add(1);
        if asking.is_open {
            return;
        }
        (asking.is_open, asking.asked_ms) = (true, now_ms());
        asking.number
    };
    let asking = Rc::clone(asking);
    let tell = Callback::from(move |outcome: Result<Looked, AttrValue>| {
        let mut asking = asking.borrow_mut();
        (asking.is_open, asking.took_ms) = (false, now_ms() - asking.asked_ms);
        let is_last = asking.number == number;
        match outcome.ok().and_then(|looked| looked.diagnosed()) {
            None => told.set(Told::Unknown),
            Some(found) => {
                let shown = if let Told::Found(shown, _) = &*told { Some(shown.verdict) } else { None };
                let is_news = shown.is_some_and(|shown| shown != found.verdict);
                let is_doubtful = playing && is_news && !is_early(&told) && !is_serious(found.verdict);
                if is_doubtful && asking.doubted != Some(found.verdict) {
                    asking.doubted = Some(found.verdict);
                } else {
                    asking.doubted = None;
                    told.set(Told::Found(Rc::new(found), Rc::clone(&config)));
                }
            }
        }
        if playing || !is_last {
            turn.set(turn.wrapping_add(1));
        }
    });
    act.emit(Intent::Look(Look::Diagnose, tell));
}

/// Whether what is said is that nothing can be said yet: whatever is found next is better.
fn is_early(told: &Told) -> bool {
    matches!(told, Told::Found(found, _) if is_too_early(found))
}

/// Whether it is said at once, and aloud while a run goes on.
pub(super) fn is_serious(verdict: Verdict) -> bool {
    verdict == Verdict::Diverged
}
