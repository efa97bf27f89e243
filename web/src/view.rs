//! What a view is for the rest of the page: it names what it needs of the session, takes the answers and draws them. Two of the
//! same kind can stand side by side. Knows no view, no session and no frame loop.

use std::rc::Rc;

use playground::{Answer, Query};
use yew::prelude::*;

use crate::store::state::State;

/// What the next frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) playing: bool,
    /// Whether nothing has moved for a while, so that it may be as fine as the screen.
    pub(crate) still: bool,
    /// Whether numbers are written with it.
    pub(crate) written: bool,
    /// Whether the plane leaps from frame to frame: views that are drawn now and then would show another moment beside it.
    pub(crate) leaps: bool,
}

/// A view, as whoever brings it frames knows it.
pub(crate) trait View {
    /// The state has changed: draws at once what looks different now.
    fn follow(&self, state: &State);

    /// What the next frame has to bring.
    fn queries(&self, frame: Frame) -> Vec<Query>;

    /// Takes what a frame brought: the answers to its queries; with the first frame also answers that it has not asked for.
    fn take(&self, answers: Vec<(Query, Answer)>);

    /// Draws what has come. A view that takes long to draw returns true when it has drawn. While training, it is told by `is_busy`
    /// that another such view has drawn in this frame, and may wait for the next.
    fn draw(&self, playing: bool, is_busy: bool) -> bool;

    /// Writes numbers, at a rate at which they can be read.
    fn write(&self);

    /// Draws everything again: sizes have changed, and with `retheme` the colours.
    fn redraw(&self, retheme: bool);

    /// Forgets what belongs to a session that has ended.
    fn forget(&self) {}
}

/// Who brings frames to the views that are attached.
pub(crate) trait Frames {
    fn attach(&self, view: Rc<dyn View>);
    fn detach(&self, view: &Rc<dyn View>);
    /// The state that a new view begins with.
    fn state(&self) -> State;
    /// A view needs something else now.
    fn refresh(&self);
}

/// A handle to who brings frames, for components.
#[derive(Clone)]
pub(crate) struct Feed(pub(crate) Rc<dyn Frames>);

impl PartialEq for Feed {
    fn eq(&self, other: &Feed) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A view, for the components that show it.
pub(crate) struct Shared<V>(Rc<V>);

impl<V> Clone for Shared<V> {
    fn clone(&self) -> Shared<V> {
        Shared(Rc::clone(&self.0))
    }
}

impl<V> PartialEq for Shared<V> {
    fn eq(&self, other: &Shared<V>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<V> std::ops::Deref for Shared<V> {
    type Target = Rc<V>;

    fn deref(&self) -> &Rc<V> {
        &self.0
    }
}

/// A view that lives as long as its component, and gets frames from `feed`.
#[hook]
pub(crate) fn use_view<V: View + 'static>(feed: &Feed, make: impl FnOnce(&State) -> V) -> Shared<V> {
    let view = use_mut_ref(|| None::<Rc<V>>);
    let view = Shared(Rc::clone(view.borrow_mut().get_or_insert_with(|| Rc::new(make(&feed.0.state())))));
    {
        let view: Rc<dyn View> = Rc::clone(&view.0) as Rc<dyn View>;
        use_effect_with(feed.clone(), move |feed| {
            feed.0.attach(Rc::clone(&view));
            let feed = feed.clone();
            move || feed.0.detach(&view)
        });
    }
    view
}
