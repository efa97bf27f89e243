//! What in the network is asked about: the pointer, the focus and a click decide. The focus and a pointer that rests bring a small
//! card, a click the full one, which stays.

use playground::Parameter;

use crate::draw::diagram::{Hit, hit, layout};
use crate::draw::selection::Edges;
use crate::views::network::diagram::{Place, Touch};
use crate::views::network::picture::Asked;

/// What is asked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Focus {
    /// What the pointer is at.
    pub(super) pointed: Option<Hit>,
    /// What the small card tells of.
    pub(super) shown: Option<Hit>,
    /// What it is to tell of soon, or nothing.
    pub(super) next: Option<Hit>,
    /// Whether the keyboard brought it.
    pub(super) by_key: bool,
    /// The neuron whose full card is open.
    pub(super) open: Option<(usize, usize)>,
    /// Whether the table of weights is open, in the same place.
    pub(super) table: bool,
    /// The weight or bias whose field has the focus, as its place in the list of all.
    pub(super) parameter: Option<usize>,
    /// The field that gets the focus, and how often that was asked for.
    pub(super) wish: Option<(Option<usize>, u32)>,
}

impl Focus {
    fn open(&mut self, neuron: (usize, usize), field: Option<Option<usize>>) {
        (self.shown, self.next, self.open, self.table) = (None, None, Some(neuron), false);
        if let Some(field) = field {
            self.wish = Some((field, self.wish.map_or(0, |(_, times)| times.wrapping_add(1))));
        }
    }

    pub(super) fn close(&mut self) {
        *self = Focus { wish: self.wish, ..Focus::default() };
    }

    /// Forgets what the network no longer has.
    pub(super) fn fit(&mut self, sizes: &[usize]) {
        let exists = |(column, unit): (usize, usize)| sizes.get(column).is_some_and(|units| unit < *units);
        let is_there = |hit: &Hit| match *hit {
            Hit::Neuron(column, unit) => exists((column, unit)),
            Hit::Edge { column, unit, input } => exists((column, unit)) && exists((column - 1, input)),
        };
        self.open = self.open.filter(|open| exists(*open));
        for hit in [&mut self.pointed, &mut self.shown, &mut self.next] {
            *hit = hit.filter(is_there);
        }
    }

    /// Takes in what somebody did with the diagram of a network with these sizes and parameters.
    pub(super) fn touch(&mut self, touch: Touch, sizes: &[usize], edges: &Edges) {
        let hit = |place: Place| {
            let layout = layout(sizes, place.size.0, place.size.1);
            hit(&layout, edges, place.at, place.slack_px)
        };
        match touch {
            Touch::Point(place) => {
                let found = place.and_then(hit);
                if found != self.pointed {
                    self.next = found.filter(|hit| !self.is_open(*hit));
                }
                self.pointed = found;
            }
            Touch::Click(place) => match hit(place) {
                Some(Hit::Edge { column, unit, input }) => {
                    let at = Parameter { layer: column - 1, unit, input: Some(input) };
                    self.open((column, unit), Some(Some(at.index(sizes))));
                }
                Some(Hit::Neuron(column, unit)) => self.open((column, unit), None),
                None if !self.table => self.close(),
                None => {}
            },
            Touch::Focus(column, unit) => {
                let hit = Some(Hit::Neuron(column, unit)).filter(|hit| !self.is_open(*hit));
                (self.shown, self.next, self.by_key) = (hit, hit, true);
            }
            // Where the keyboard has gone on to is told at once.
            Touch::Blur if self.by_key => (self.shown, self.next) = (None, None),
            Touch::Blur => self.next = None,
            Touch::Press(column, unit, _) if self.open == Some((column, unit)) => self.close(),
            Touch::Press(column, unit, by_key) => self.open((column, unit), by_key.then_some(None)),
            // What is shown last goes first.
            Touch::Leave if self.shown.is_some() && self.open.is_none() && !self.table => {
                (self.shown, self.next) = (None, None)
            }
            Touch::Leave => self.close(),
        }
    }

    /// Whether the full card tells of this already.
    fn is_open(&self, hit: Hit) -> bool {
        self.open.is_some_and(|(column, unit)| hit == Hit::Neuron(column, unit))
    }

    /// The neuron whose map the plot shows: the one that the pointer is at, or that the keyboard has gone to.
    pub(super) fn mapped(&self) -> Option<(usize, usize)> {
        self.pointed.or(self.shown.filter(|_| self.by_key)).and_then(neuron_of)
    }

    /// What the picture has to know.
    pub(super) fn asked(&self, sizes: &[usize]) -> Asked {
        let pointed = self.pointed.or(self.shown);
        let edge = pointed.and_then(|hit| match hit {
            Hit::Edge { column, unit, input } => Some(Parameter { layer: column - 1, unit, input: Some(input) }),
            Hit::Neuron(..) => None,
        });
        Asked { pointed, shown: self.open, parameter: edge.map(|at| at.index(sizes)).or(self.parameter) }
    }
}

/// The neuron, if it is one.
pub(super) fn neuron_of(hit: Hit) -> Option<(usize, usize)> {
    match hit {
        Hit::Neuron(column, unit) => Some((column, unit)),
        Hit::Edge { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [usize; 3] = [2, 3, 1];

    fn after(touches: &[Touch]) -> Focus {
        let mut focus = Focus::default();
        let edges = Edges::largest(&SIZES, &[1.0; 13]);
        touches.iter().for_each(|touch| focus.touch(*touch, &SIZES, &edges));
        focus
    }

    #[test]
    fn what_was_opened_stays_while_a_pointer_passes() {
        let focus = after(&[Touch::Press(1, 2, false), Touch::Focus(1, 0), Touch::Point(None), Touch::Blur]);
        assert_eq!((focus.shown, focus.open), (None, Some((1, 2))));
        assert_eq!(after(&[Touch::Press(1, 2, false), Touch::Press(1, 2, false)]).open, None);
        assert_eq!(after(&[Touch::Press(1, 2, true), Touch::Leave]).open, None);
    }

    #[test]
    fn the_focus_brings_the_small_card_at_once_and_never_the_full_one() {
        let focus = after(&[Touch::Focus(1, 0)]);
        assert_eq!((focus.shown, focus.open), (Some(Hit::Neuron(1, 0)), None));
        assert_eq!(after(&[Touch::Focus(1, 0), Touch::Leave]).shown, None);
        // What the full card tells of is not told twice.
        assert_eq!(after(&[Touch::Press(1, 0, false), Touch::Focus(1, 0)]).shown, None);
    }

    #[test]
    fn a_key_that_opens_a_neuron_asks_for_its_first_field() {
        assert_eq!(after(&[Touch::Press(1, 2, true)]).wish, Some((None, 0)));
        assert_eq!(after(&[Touch::Press(1, 2, false)]).wish, None);
    }

    #[test]
    fn a_click_on_an_edge_opens_its_weight() {
        let size = (640.0, 460.0);
        let layout = layout(&SIZES, size.0, size.1);
        let (from, to) = (layout.columns[1][2], layout.columns[2][0]);
        let at = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        let focus = after(&[Touch::Click(Place { at, size, slack_px: 5.0 })]);
        assert_eq!((focus.open, focus.wish), (Some((2, 0)), Some((Some(11), 0))));
        let pointed = after(&[Touch::Point(Some(Place { at, size, slack_px: 5.0 }))]);
        assert_eq!(pointed.asked(&SIZES).parameter, Some(11));
    }

    #[test]
    fn the_plot_shows_the_neuron_that_is_pointed_at_until_the_pointer_leaves() {
        let size = (640.0, 460.0);
        let at = layout(&SIZES, size.0, size.1).columns[1][2];
        let here = Touch::Point(Some(Place { at, size, slack_px: 5.0 }));
        assert_eq!(after(&[here]).mapped(), Some((1, 2)));
        // A click moves the focus too, and opens the card.
        assert_eq!(after(&[here, Touch::Focus(1, 2), Touch::Press(1, 2, false)]).mapped(), Some((1, 2)));
        assert_eq!(after(&[here, Touch::Focus(1, 2), Touch::Press(1, 2, false), Touch::Point(None)]).mapped(), None);
        assert_eq!(after(&[Touch::Focus(1, 0)]).mapped(), Some((1, 0)));
        assert_eq!(after(&[Touch::Focus(1, 0), Touch::Blur]).mapped(), None);
    }

    #[test]
    fn a_neuron_that_is_gone_is_no_longer_asked_about() {
        let mut focus = after(&[Touch::Press(1, 2, false)]);
        focus.fit(&[2, 2, 1]);
        assert_eq!((focus.shown, focus.open), (None, None));
    }
}
