//! What the view remembers, and what it does by itself: it asks for what it shows whenever place, run or settings change while training
//! rests, keeps to the point that is selected on the plot, and goes from place to place while it is played.

use std::rc::Rc;

use playground::insight::{Inside, Look, Looked, Wanted};
use playground::{Config, Point, Status};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::Words;
use yew::prelude::*;

use super::place::Place;
use crate::browser::clock::{clear_timeout, set_timeout};
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
pub(super) enum Seen {
    Nothing,
    /// With the settings of that moment: newer ones may belong to another network.
    Inside(Rc<Inside>, Rc<Config>),
    Refused(AttrValue),
}

/// What the view itself remembers.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Kept {
    pub(super) place: Place,
    pub(super) plays: bool,
    pub(super) shows_matrix: bool,
    pub(super) tries: bool,
    /// The place whose result is found out or shown, with its point and step.
    pub(super) solved: Option<(Place, usize, u64)>,
}

/// Looks whenever there may be something else to see and training rests. One look is on its way at most: of a large network each takes
/// long, and only the last place is wanted.
#[hook]
pub(super) fn use_looks(props: &Props, wanted: Wanted, seen: &UseStateHandle<Seen>) {
    // How many were wanted, and the number of the one that is on its way.
    let counts = use_mut_ref(|| (0u32, None::<u32>));
    // Grows when one has come that is not the last one wanted.
    let turn = use_state_eq(|| 0u32);
    let run = props.status.as_ref().map(|status| (status.step, status.checksum.clone()));
    let (act, seen, config) = (props.act.clone(), seen.setter(), Rc::clone(&props.config));
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
                Ok(Some(inside)) => seen.set(Seen::Inside(Rc::new(inside), Rc::clone(&config))),
                Ok(None) => {}
                Err(why) => seen.set(Seen::Refused(why)),
            }
        });
        act.emit(Intent::Look(Look::Inside(*wanted), tell));
    });
}

/// Pauses when it opens. The point that is looked at is the one that is selected on the plot, whoever chose it.
#[hook]
pub(super) fn use_point(props: &Props, kept: &UseStateHandle<Kept>, seen: &UseStateHandle<Seen>) {
    let shown = if let Seen::Inside(inside, _) = &**seen { Some(inside.index) } else { None };
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
pub(super) fn use_play(kept: &UseStateHandle<Kept>, sizes: &[usize]) {
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
