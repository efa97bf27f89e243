//! Frames, paced to the screen: one on its way at most, drawn when the browser draws, and none when nothing changed. Each asks what
//! the attached views need, every query once, and brings each view its answers.
//! Invariant: what was answered, said or edited since a frame was made is never undone by it; it is drawn all the same, so
//! that a slider that moves fast does not freeze the plot. Knows no command and no view by name.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use playground::{Answer, Query};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use crate::browser::clock::now_ms;
use crate::browser::debounce::Debounce;
use crate::client::session::SessionClient;
use crate::protocol::message::Head;
use crate::store::Store;
use crate::store::action::Action;
use crate::store::state::State;
use crate::view::{Frame, Frames, View};

/// Text follows training this often at most.
const TEXT_EVERY_MS: f64 = 100.0;
/// A frame is drawn about so long after it was asked for.
const FRAME_MS: f64 = 1000.0 / 60.0;
/// What has not changed for so long is drawn as finely as the screen can show.
const REST_MS: f64 = 150.0;
/// What the first frame brings, which is asked for before there is any view: a coarse plane is seen a moment earlier.
const OPENING: [Query; 1] = [Query::Scores { side: 37 }];

/// Who wants which answers of a frame: a view, and the numbers of its queries.
type Plan = Vec<(Rc<dyn View>, Vec<usize>)>;

/// A frame that has come and waits to be drawn.
struct Arrived {
    head: Box<Head>,
    answers: Vec<Answer>,
    queries: Vec<Query>,
    plan: Plan,
    /// Whether its points hold: nothing was edited since it was asked for.
    has_points: bool,
}

/// The frames of one session.
pub(crate) struct FrameLoop {
    client: Rc<SessionClient>,
    store: Rc<Store>,
    views: RefCell<Vec<Rc<dyn View>>>,
    /// What the frame on its way was asked, and for whom.
    asked: RefCell<(Vec<Query>, Plan)>,
    arrived: RefCell<Option<Arrived>>,
    /// Whether the numbers of the last frame are older than others that were answered since.
    is_outdated: Cell<bool>,
    /// Whether something was changed since it was made.
    is_from_before: Cell<bool>,
    is_in_flight: Cell<bool>,
    /// Whether the frame on its way was asked for behind the last change, and so knows of it.
    is_behind_change: Cell<bool>,
    is_stale: Cell<bool>,
    is_still: Cell<bool>,
    is_due: Cell<bool>,
    /// When text last followed.
    text_ms: Cell<f64>,
    /// Some scores of the last frame, and whether they were far from those before.
    scores: RefCell<Vec<f32>>,
    leaps: Cell<bool>,
    rest: Debounce,
    tick: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl FrameLoop {
    /// Brings frames from `client`; no view is attached yet.
    pub(crate) fn new(client: &Rc<SessionClient>, store: &Rc<Store>) -> Rc<FrameLoop> {
        let frames = Rc::new(FrameLoop {
            client: Rc::clone(client),
            store: Rc::clone(store),
            views: RefCell::default(),
            asked: RefCell::default(),
            arrived: RefCell::default(),
            is_outdated: Cell::new(false),
            is_from_before: Cell::new(false),
            is_in_flight: Cell::new(false),
            is_behind_change: Cell::new(false),
            is_stale: Cell::new(false),
            is_still: Cell::new(false),
            is_due: Cell::new(false),
            text_ms: Cell::new(0.0),
            scores: RefCell::default(),
            leaps: Cell::new(false),
            rest: Debounce::default(),
            tick: RefCell::default(),
        });
        let me = Rc::downgrade(&frames);
        let with = |act: fn(&Rc<FrameLoop>)| {
            let me: Weak<FrameLoop> = me.clone();
            move || me.upgrade().iter().for_each(act)
        };
        *frames.tick.borrow_mut() = Some(Closure::new(with(|frames| frames.on_frame())));
        {
            let me = me.clone();
            client.on_frame(move |head, answers| {
                if let Some(frames) = me.upgrade() {
                    frames.arrived(head, answers);
                }
            });
        }
        store.follow(move |action, state| {
            if let Some(frames) = me.upgrade() {
                frames.follow(action, state);
            }
        });
        frames
    }

    fn follow(self: &Rc<Self>, action: &Action, state: &State) {
        let views = self.views.borrow().clone();
        views.iter().for_each(|view| view.follow(state));
        match action {
            Action::Starting => {
                // Whoever made the last frames is gone.
                self.is_in_flight.set(false);
                self.arrived.take();
                views.iter().for_each(|view| view.forget());
                self.refresh_now();
                // The first frame comes right behind the response, whether or not the browser draws meanwhile.
                self.request();
            }
            // It is answered behind the change: the change is accepted and seen in one round trip.
            Action::Sent => {
                self.refresh_now();
                self.is_behind_change.set(!self.is_in_flight.get());
                self.request();
            }
            Action::Applied { .. } => {
                self.change();
                if !(self.is_behind_change.get() && self.is_in_flight.get()) {
                    self.refresh_now();
                }
            }
            Action::Measured { by_frame: false, .. } => {
                self.is_outdated.set(true);
                self.text_ms.set(now_ms());
                self.refresh_now();
            }
            Action::Refused(_) | Action::Playing(_) | Action::PointsRestored(_) => self.refresh_now(),
            Action::ViewChanged(_) | Action::Started(_) | Action::PointedAt(_) => self.refresh_now(),
            _ => {}
        }
    }

    /// Something was changed since the frame that waits to be drawn was made.
    fn change(&self) {
        self.is_outdated.set(true);
        self.is_from_before.set(true);
        if let Some(arrived) = self.arrived.borrow_mut().as_mut() {
            // Those that hold come with the next one.
            arrived.has_points = false;
        }
    }

    /// Draws everything again, after sizes changed, or with `retheme` colours.
    pub(crate) fn redraw(self: &Rc<Self>, retheme: bool) {
        let views = self.views.borrow().clone();
        views.iter().for_each(|view| view.redraw(retheme));
        self.refresh_now();
        if retheme {
            self.store.dispatch(Action::Rethemed);
        }
    }

    /// Asks for a new frame, because something may have changed; and for a fine one, if nothing else happens for a while.
    pub(crate) fn refresh_now(self: &Rc<Self>) {
        self.is_still.set(false);
        self.is_stale.set(true);
        self.request_tick();
        let me = Rc::downgrade(self);
        self.rest.call(REST_MS, move || {
            if let Some(frames) = me.upgrade().filter(|frames| !frames.store.is_playing()) {
                frames.is_still.set(true);
                frames.is_stale.set(true);
                frames.request_tick();
            }
        });
    }

    fn is_text_due(&self, at_ms: f64) -> bool {
        at_ms - self.text_ms.get() >= TEXT_EVERY_MS
    }

    fn arrived(&self, head: Box<Head>, answers: Vec<Answer>) {
        self.is_in_flight.set(false);
        self.is_behind_change.set(false);
        self.is_outdated.set(false);
        self.is_from_before.set(false);
        let (queries, plan) = self.asked.take();
        if let Some(scores) = some_scores(&queries, &answers) {
            self.leaps.set(is_leap(&self.scores.replace(scores.clone()), &scores));
        }
        // It may be older than an edit that is under way, whose answer may have come when this is drawn.
        let has_points = !self.client.is_ahead();
        *self.arrived.borrow_mut() = Some(Arrived { head, answers, queries, plan, has_points });
        self.request_tick();
    }

    fn request_tick(&self) {
        if !self.is_due.replace(true)
            && let (Some(window), Some(tick)) = (web_sys::window(), self.tick.borrow().as_ref())
        {
            window.request_animation_frame(tick.as_ref().unchecked_ref()).ok();
        }
    }

    /// Asks for a frame, if one is wanted and none on its way.
    fn request(&self) {
        let playing = self.store.is_playing();
        if !(playing || self.is_stale.get()) || self.is_in_flight.replace(true) {
            return;
        }
        self.is_stale.set(false);
        let is_silent = playing && !self.is_text_due(now_ms() + FRAME_MS);
        let frame =
            Frame { playing, still: self.is_still.replace(false), written: !is_silent, leaps: self.leaps.get() };
        let mut queries = vec![Query::Points { known: self.store.state().points_version }];
        let mut plan = Plan::new();
        for view in self.views.borrow().iter() {
            let number = |query: Query| {
                queries.iter().position(|asked| *asked == query).unwrap_or_else(|| {
                    queries.push(query);
                    queries.len() - 1
                })
            };
            let numbers = view.queries(frame).into_iter().map(number).collect();
            plan.push((Rc::clone(view), numbers));
        }
        if plan.is_empty() {
            queries.extend(OPENING);
        }
        self.client.request_frame(queries.clone(), is_silent);
        self.asked.replace((queries, plan));
    }

    fn on_frame(self: &Rc<Self>) {
        self.is_due.set(false);
        if self.views.borrow().is_empty() {
            return;
        }
        let arrived = self.arrived.take();
        self.request();
        // Drawn after the next one has been asked for: worker and page work at the same time.
        if let Some(arrived) = arrived {
            self.show(arrived);
        }
    }

    fn show(&self, arrived: Arrived) {
        let Arrived { head, answers, queries, mut plan, has_points } = arrived;
        let views = self.views.borrow().clone();
        if plan.is_empty() {
            // It was asked for before there was any view.
            plan = views.iter().map(|view| (Rc::clone(view), (1..queries.len()).collect())).collect();
        }
        let points = deal(&queries, answers, plan);
        let playing = self.store.is_playing();
        views.iter().fold(false, |is_busy, view| view.draw(playing, is_busy) | is_busy);
        if let Some(Answer::Points(Some(points))) = points
            && has_points
            && !self.client.is_ahead()
        {
            self.store.dispatch(Action::PointsCame(Rc::new(points)));
        }
        self.write(&head, &views);
    }

    /// Lets text follow a frame.
    fn write(&self, head: &Head, views: &[Rc<dyn View>]) {
        let playing = self.store.is_playing();
        let knows_turn = self.client.knows_turn(head);
        let has_stopped = playing && !head.playing && knows_turn;
        // Old losses are no text; such a frame has no checksum.
        let is_old = head.status.checksum.is_empty();
        let is_due = !playing || self.is_text_due(now_ms());
        if !has_stopped && (is_old || !is_due) {
            return;
        }
        self.text_ms.set(now_ms());
        if !self.is_from_before.get() {
            views.iter().for_each(|view| view.write());
        }
        if has_stopped {
            self.is_stale.set(true);
            self.request_tick();
        }
        if self.is_outdated.get() {
            if has_stopped {
                self.store.dispatch(Action::Playing(false));
            }
            return;
        }
        let (status, stopped) = (Rc::new(head.status.clone()), head.stopped.filter(|_| knows_turn));
        self.store.dispatch(Action::Measured { status, playing: playing && !has_stopped, stopped, by_frame: true });
    }
}

/// So many scores tell whether the plane leaps.
const SOME: usize = 200;

/// Some of the scores among the answers, from all over the plane.
fn some_scores(queries: &[Query], answers: &[Answer]) -> Option<Vec<f32>> {
    let at = queries.iter().position(|query| matches!(query, Query::Scores { .. }))?;
    let Some(Answer::Numbers(scores)) = answers.get(at) else { return None };
    let every = |idx: usize| scores.get(idx * scores.len() / SOME).copied();
    (0..SOME).map(every).collect()
}

/// Whether one of ten scores has another sign, or has changed by half of the largest.
fn is_leap(before: &[f32], now: &[f32]) -> bool {
    let largest = now.iter().chain(before).fold(0.0_f32, |largest, score| largest.max(score.abs()));
    let is_far = |(a, b): &(&f32, &f32)| (*a - *b).abs() > 0.5 * largest || **a * **b < 0.0;
    before.len() == now.len() && 10 * before.iter().zip(now).filter(is_far).count() > now.len()
}

/// Gives each view its answers, whole where no other view wants them; the first one, the points, comes back.
fn deal(queries: &[Query], answers: Vec<Answer>, plan: Plan) -> Option<Answer> {
    let mut answers: Vec<Option<Answer>> = answers.into_iter().map(Some).collect();
    let mut n_left = vec![0; queries.len().max(answers.len())];
    answers.resize(n_left.len(), None);
    plan.iter().flat_map(|(_, numbers)| numbers).for_each(|number| n_left[*number] += 1);
    for (view, numbers) in plan {
        let mut answer = |number: usize| {
            n_left[number] -= 1;
            let answer = if n_left[number] == 0 { answers[number].take() } else { answers[number].clone() };
            Some((queries[number], answer?))
        };
        view.take(numbers.into_iter().filter_map(&mut answer).collect());
    }
    answers.into_iter().next().flatten()
}

/// What views may ask of their frame loop.
pub(crate) struct Loop(pub(crate) Rc<FrameLoop>);

impl Frames for Loop {
    fn attach(&self, view: Rc<dyn View>) {
        let is_first = self.0.views.borrow().is_empty();
        view.follow(&self.0.store.state());
        self.0.views.borrow_mut().push(view);
        if is_first {
            // A frame that has come already need not wait until the browser draws: nothing else is to be seen before.
            self.0.on_frame();
        }
        self.0.refresh_now();
    }

    fn detach(&self, view: &Rc<dyn View>) {
        self.0.views.borrow_mut().retain(|other| !Rc::ptr_eq(other, view));
    }

    fn state(&self) -> State {
        self.0.store.state()
    }

    fn refresh(&self) {
        self.0.refresh_now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_that_flips_leaps_and_one_that_drifts_does_not() {
        let plane = |of: fn(f32) -> f32| (0..SOME).map(|idx| of(idx as f32 / SOME as f32 - 0.5)).collect::<Vec<f32>>();
        let (slope, drifted) = (plane(|x| x), plane(|x| 1.1 * x + 0.02));
        assert!(!is_leap(&slope, &slope) && !is_leap(&slope, &drifted) && !is_leap(&[], &slope));
        assert!(
            is_leap(&slope, &plane(|x| -x))
                && is_leap(&slope, &plane(|x| 9.0 * x))
                && is_leap(&slope, &plane(|x| x + 0.3))
        );
        let scores = Answer::Numbers((0..37 * 37).map(|score| score as f32).collect());
        let found = some_scores(&[Query::Weights, Query::Scores { side: 37 }], &[Answer::Numbers(Vec::new()), scores]);
        assert_eq!(found.map(|scores| (scores.len(), scores[0], scores[SOME / 2])), Some((SOME, 0.0, 684.0)));
    }
}
