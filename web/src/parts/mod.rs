//! The components: each draws its props and emits what a person wants.
//! They know no worker and no session, and hold no state but half-typed text and a pointer that is down.

pub(crate) mod page;
pub(crate) mod skip;
pub(crate) mod top;
pub(crate) mod actions;
pub(crate) mod later;
pub(crate) mod sharing;
mod share;
mod embed;
pub(crate) mod settings;
pub(crate) mod setting;
pub(crate) mod data;
pub(crate) mod thumbnail;
pub(crate) mod features;
pub(crate) mod network;
pub(crate) mod network_diagram;
pub(crate) mod network_inspector;
pub(crate) mod network_fields;
pub(crate) mod network_tip;
pub(crate) mod network_weights;
pub(crate) mod activation_curve;
pub(crate) mod output;
pub(crate) mod plot;
pub(crate) mod tools;
pub(crate) mod chosen;
pub(crate) mod radio;
pub(crate) mod seen;
pub(crate) mod help;
mod help_lists;
pub(crate) mod metrics;
pub(crate) mod curve;
pub(crate) mod notices;
mod cards;

mod button;
pub(crate) mod choice;
pub(crate) mod number;
pub(crate) mod slider;
pub(crate) mod toggle;
pub(crate) mod switch;
pub(crate) mod copied;
pub(crate) mod layer;
pub(crate) mod voice;
