//! How each key of the configuration can be changed on the page: the table of controls, what their menus offer, and a row of it
//! as a component.

pub(crate) mod back_to;
pub(crate) mod menus;
pub(crate) mod setting;
pub(crate) mod table;
