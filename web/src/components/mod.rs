//! The controls that views are made of: each draws its props and tells what a person did with it. They know no session.

pub(crate) mod button;
pub(crate) mod canvas;
pub(crate) mod chunk_style;
pub(crate) mod copy_status;
pub(crate) mod draft;
pub(crate) mod goal_piece;
pub(crate) mod later;
pub(crate) mod live_region;
pub(crate) mod number;
pub(crate) mod radio;
pub(crate) mod select;
pub(crate) mod slider;
pub(crate) mod switch;
pub(crate) mod term;
pub(crate) mod text;
pub(crate) mod toggle;
