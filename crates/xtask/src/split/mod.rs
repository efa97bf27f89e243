//! Divides the page's wasm module in two: the *first* part holds what a first visit runs until it trains, the *rest*
//! everything else, fetched while the page already moves.
//!
//! The division is by function and needs no help from the source. A moved function that the first part may call has a slot in
//! the function table; until the rest is there, the slot holds a stub, which lets the page load the rest at once
//! ([`LOADER`]) and then calls through the slot again. So a wrong guess about what a first visit runs costs a moment, never
//! correctness. Constants that only moved functions need move too. Memory and globals belong to the first part, which
//! exports to the rest what that uses.
//! It knows neither the page nor wasm-bindgen, but for the loader's name.

mod cost;
mod first;
mod hits;
mod links;
mod names;
mod places;
mod rest;
mod whole;

use anyhow::Result;

pub(crate) use hits::{HITS, count_hits};
use links::Links;
pub(crate) use links::without_notes;
pub(crate) use names::Names;
use places::Places;
pub(crate) use whole::Whole;

/// Part of the name of the imported function `() -> ()` that returns when the rest is there.
pub(crate) const LOADER: &str = "loadRest";

/// The two modules.
pub(crate) struct Parts {
    /// To be instantiated like the whole.
    pub(crate) first: Vec<u8>,
    /// What the first part's imports are called.
    pub(crate) names: Names,
    /// To be instantiated by the loader with `{ a: exports of the first }`.
    pub(crate) rest: Vec<u8>,
    /// What each crate costs: bytes in the first part and in the rest.
    pub(crate) costs: Vec<(String, [usize; 2])>,
}

/// Divides a module whose functions have names: those that `is_first` names stay in the first part. `linked` is the module as the
/// linker made it, with its notes.
///
/// # Errors
/// If the module is not one, has no loader, or has what the division does not know.
pub(crate) fn split(wasm: &[u8], linked: &[u8], is_first: impl Fn(&str) -> bool) -> Result<Parts> {
    divide(wasm, &Links::read(linked)?, is_first)
}

fn divide(wasm: &[u8], links: &Links, is_first: impl Fn(&str) -> bool) -> Result<Parts> {
    let whole = Whole::read(wasm)?;
    let places = Places::new(&whole, links, is_first)?;
    let names = Names::new(&whole);
    let (first, rest) = (first::encode(&whole, &places, &names)?, rest::encode(&whole, &places)?);
    Ok(Parts { first, rest, names, costs: cost::by_crate(&whole, &places) })
}

#[cfg(test)]
mod tests;
