//! Pictures, paced to the screen: one on its way at most, drawn when the browser draws, and none when nothing changed.
//! Invariant: what was answered, said or edited since a picture was made is never taken back by it; it is drawn all the same, so
//! that a slider that moves fast does not freeze the plot. Knows no command.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use crate::app::engine::Engine;
use crate::app::stage::Detail;
use crate::browser::clock::now_ms;
use crate::protocol::message::{Bulk, Head, Look, Request};
use crate::store::state::{Action, Counts};

/// Text follows training this often at most.
const TEXT_EVERY_MS: f64 = 100.0;
/// A picture is drawn about so long after it was asked for.
const FRAME_MS: f64 = 1000.0 / 60.0;
/// The network diagram follows every so many pictures: edges are costly to draw and change slowly…
const NETWORK_EVERY: u32 = 3;
/// …and where they are many, so much less often that they cost about an eighth of the time, but not less often than this.
const NETWORK_AT_LEAST_EVERY: u32 = 15;
const PICTURES_PER_MS: f64 = 0.5;
/// So does the curve, with a picture that brings no network.
const CURVE_EVERY: u32 = 3;

/// Where pictures stand.
pub(super) struct Frames {
    /// A picture that waits to be drawn.
    arrived: RefCell<Option<(Box<Head>, Bulk)>>,
    /// Whether its numbers are older than others that were answered since.
    is_outdated: Cell<bool>,
    /// Whether something was changed since it was made.
    is_from_before: Cell<bool>,
    is_in_flight: Cell<bool>,
    is_stale: Cell<bool>,
    /// Whether the diagram shows another network than there is.
    is_network_stale: Cell<bool>,
    is_due: Cell<bool>,
    /// Pictures that were asked for since the last one with the network.
    n_since_network: Cell<u32>,
    /// About how long drawing the network takes.
    network_ms: Cell<f64>,
    /// Pictures that were drawn since the curve was.
    n_since_curve: Cell<u32>,
    /// When text last followed.
    text_ms: Cell<f64>,
    /// Grows with everything that changes the picture: it is at rest when this has stood still for a while.
    pub(super) rest: Cell<u32>,
    /// What the next picture is for.
    detail: Cell<Detail>,
    tick: Closure<dyn FnMut()>,
}

impl Frames {
    /// No picture yet; `tick` is called when the browser draws.
    pub(super) fn new(tick: Box<dyn FnMut()>) -> Frames {
        Frames {
            arrived: RefCell::default(),
            is_outdated: Cell::new(false),
            is_from_before: Cell::new(false),
            is_in_flight: Cell::new(false),
            is_stale: Cell::new(false),
            is_network_stale: Cell::new(false),
            is_due: Cell::new(false),
            n_since_network: Cell::new(0),
            network_ms: Cell::new(0.0),
            n_since_curve: Cell::new(0),
            text_ms: Cell::new(0.0),
            rest: Cell::new(0),
            detail: Cell::new(Detail::Moving),
            tick: Closure::wrap(tick),
        }
    }

    /// Numbers were answered that are newer than those of the picture that waits to be drawn.
    pub(super) fn outdate(&self) {
        self.is_outdated.set(true);
    }

    /// Something was changed since the picture that waits to be drawn was made.
    pub(super) fn change(&self) {
        self.outdate();
        self.is_from_before.set(true);
        if let Some((head, _)) = self.arrived.borrow_mut().as_mut() {
            // Those that hold come with the next one.
            head.points = None;
        }
    }

    fn is_text_due(&self, at_ms: f64) -> bool {
        at_ms - self.text_ms.get() >= TEXT_EVERY_MS
    }

    /// Text has followed.
    pub(super) fn told(&self) {
        self.text_ms.set(now_ms());
    }

    /// Whoever made the pictures is gone.
    pub(super) fn forget(&self) {
        self.is_in_flight.set(false);
        self.arrived.take();
    }
}

impl Engine {
    /// Draws everything anew, because sizes may have changed.
    pub(crate) fn redraw(&self) {
        self.stage.draw_all();
        self.refresh();
    }

    /// Draws everything in the colours now in force.
    pub(crate) fn retheme(&self) {
        self.stage.retheme();
        self.stage.draw_all();
        self.dispatch.emit(Action::Rethemed);
    }

    /// Asks for a new picture, because something may have changed.
    pub(crate) fn refresh(&self) {
        self.frames.detail.set(Detail::Moving);
        self.frames.is_stale.set(true);
        self.request_frame();
        self.refine_at_rest();
    }

    /// The next picture has to bring the network.
    pub(super) fn want_network(&self) {
        self.frames.is_network_stale.set(true);
    }

    /// Tells the session whether the page is seen.
    pub(crate) fn set_shown(&self, shown: bool) {
        self.bridge.tell(Request::Shown { shown });
        self.refresh();
    }

    /// Asks for a picture as fine as the screen.
    pub(super) fn refine(&self) {
        self.frames.detail.set(Detail::Still);
        self.frames.is_stale.set(true);
        self.request_frame();
    }

    /// A picture has come.
    pub(super) fn arrived(&self, mut head: Box<Head>, bulk: Bulk) {
        self.frames.is_in_flight.set(false);
        if self.is_ahead() {
            // Older than an edit that is under way; it may have arrived by the time this is drawn.
            head.points = None;
        }
        self.frames.is_outdated.set(false);
        self.frames.is_from_before.set(false);
        *self.frames.arrived.borrow_mut() = Some((head, bulk));
        self.request_frame();
    }

    fn request_frame(&self) {
        if !self.frames.is_due.replace(true)
            && let Some(window) = web_sys::window()
        {
            window.request_animation_frame(self.frames.tick.as_ref().unchecked_ref()).ok();
        }
    }

    /// Asks for a picture, if one is wanted and none on its way.
    pub(super) fn request_picture(&self) {
        if (self.is_playing.get() || self.frames.is_stale.get()) && !self.frames.is_in_flight.replace(true) {
            let with_network = self.is_network_due();
            let look = self.stage.look(with_network, self.frames.detail.replace(Detail::Moving));
            let is_silent = self.is_playing.get() && !self.frames.is_text_due(now_ms() + FRAME_MS);
            self.bridge.tell(Request::Frame { view: Look { old_losses: is_silent, ..look } });
        }
    }

    pub(super) fn on_frame(&self) {
        self.frames.is_due.set(false);
        if !self.stage.is_there() {
            return;
        }
        let arrived = self.frames.arrived.take();
        self.request_picture();
        // Drawn after the next one has been asked for: worker and page work at the same time.
        if let Some((head, bulk)) = arrived {
            self.show(&head, bulk);
        }
    }

    fn show(&self, head: &Head, bulk: Bulk) {
        let has_network = !bulk.weights.is_empty();
        self.stage.is_ahead.set(self.is_ahead());
        self.stage.take(head, bulk);
        self.stage.draw_field();
        if self.is_curve_due(has_network) {
            self.stage.draw_curve();
        }
        if has_network {
            let start_ms = now_ms();
            self.stage.draw_network();
            self.frames.network_ms.set(0.5 * (self.frames.network_ms.get() + now_ms() - start_ms));
        }
        if let Some(points) = head.points.as_ref().filter(|_| !self.is_ahead()) {
            self.show_selected();
            self.stage.draw_points();
            let test = points.iter().filter(|point| point.test).count();
            self.dispatch.emit(Action::Counted(Counts { training: points.len() - test, test }));
        }
        self.tell(head);
    }

    fn is_network_due(&self) -> bool {
        let n = self.frames.n_since_network.get() + 1;
        let every = (PICTURES_PER_MS * self.frames.network_ms.get()) as u32;
        let is_late = n >= every.clamp(NETWORK_EVERY, NETWORK_AT_LEAST_EVERY);
        // While training goes on the diagram follows soon enough; the last picture has it in any case.
        let is_due = self.frames.is_network_stale.replace(false) | !self.is_playing.get() || is_late;
        self.frames.is_stale.set(false);
        self.frames.n_since_network.set(if is_due { 0 } else { n });
        is_due
    }

    fn is_curve_due(&self, has_network: bool) -> bool {
        let n = self.frames.n_since_curve.get() + 1;
        let is_due = !self.is_playing.get() || n > CURVE_EVERY || (n == CURVE_EVERY && !has_network);
        self.frames.n_since_curve.set(if is_due { 0 } else { n });
        is_due
    }

    /// Lets text follow a picture.
    fn tell(&self, head: &Head) {
        let knows_turn = head.turn == self.turn.get();
        let has_stopped = self.is_playing.get() && !head.playing && knows_turn;
        // Old losses are no text; such a picture has no checksum.
        let is_old = head.status.checksum.is_empty();
        let is_due = !self.is_playing.get() || self.frames.is_text_due(now_ms());
        if !has_stopped && (is_old || !is_due) {
            return;
        }
        self.frames.told();
        self.stage.write_reading();
        if has_stopped {
            self.is_playing.set(false);
            self.refresh();
        }
        if !self.frames.is_from_before.get() {
            self.dispatch.emit(Action::Weighed(self.stage.weights()));
            self.dispatch.emit(Action::Told(self.stage.told()));
            self.dispatch.emit(Action::Read(self.stage.curve_reading()));
        }
        if self.frames.is_outdated.get() {
            return self.dispatch.emit(Action::Playing(self.is_playing.get()));
        }
        let (status, stopped) = (Rc::new(head.status.clone()), head.stopped.filter(|_| knows_turn));
        self.dispatch.emit(Action::Measured { status, playing: self.is_playing.get(), stopped });
        if !self.is_ready_told.replace(true) {
            self.listeners.ready();
        }
        self.listeners.snapshot(&head.status, self.word(&head.status));
    }
}
