//! The views of the page: each owns its component, what it draws and what it needs for that.

pub(crate) mod cards;
pub(crate) mod curve;
pub(crate) mod data;
pub(crate) mod doctor;
pub(crate) mod goal;
pub(crate) mod header;
pub(crate) mod inside;
pub(crate) mod lab;
pub(crate) mod lessons;
pub(crate) mod network;
pub(crate) mod opening;
pub(crate) mod plot;
pub(crate) mod settings;
