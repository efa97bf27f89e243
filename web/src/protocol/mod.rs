//! What page and worker say to each other, and how it travels. Plain data; it knows neither side.

mod bytes;
pub(crate) mod codec;
pub(crate) mod message;
