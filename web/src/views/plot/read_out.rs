//! The line below the plot: where it stands, what it says and how much it has room for. It does not know what it says.

use std::cell::{Cell, RefCell};

use web_sys::Element;

/// A character of the line is about so wide.
const CHARACTER_PX: usize = 8;

/// The line.
#[derive(Default)]
pub(super) struct ReadOut {
    element: RefCell<Option<Element>>,
    says: RefCell<String>,
    room: Cell<usize>,
}

impl ReadOut {
    /// Stands in this element from now on, which is empty.
    pub(super) fn attach(&self, element: Option<Element>) {
        *self.element.borrow_mut() = element;
        self.says.take();
    }

    /// It is so wide from now on.
    pub(super) fn fits(&self, width_px: usize) {
        self.room.set(width_px / CHARACTER_PX);
    }

    /// About how many characters it has room for; nothing where it stands nowhere.
    pub(super) fn room(&self) -> Option<usize> {
        self.element.borrow().as_ref().map(|_| self.room.get())
    }

    /// Says this where it is not what it says already: any other text costs the whole page a layout.
    pub(super) fn say(&self, text: String, is_hint: bool) {
        if let Some(element) = self.element.borrow().as_ref().filter(|_| *self.says.borrow() != text) {
            element.set_text_content(Some(&text));
            // Where points cannot be placed the hint is hidden. It fails for a name that no attribute can have.
            element.toggle_attribute_with_force("data-hint", is_hint).ok();
            *self.says.borrow_mut() = text;
        }
    }
}
