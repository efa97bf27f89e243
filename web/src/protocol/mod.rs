//! What page and worker say to each other, and how it travels. Plain data; it knows neither side.

pub(crate) mod codec;
pub(crate) mod message;
