//! What each crate costs: the bytes of its functions in either part, and what is no function.

use std::collections::BTreeMap;

use super::places::Places;
use super::whole::Whole;

/// What the standard library is made of.
const STANDARD: [&str; 3] = ["core", "alloc", "std"];

/// Crates with less count together.
const SMALL: usize = 2000;

/// Bytes before compression, in the first part and in the rest, by crate; the largest come first.
pub(crate) fn by_crate(whole: &Whole<'_>, places: &Places) -> Vec<(String, [usize; 2])> {
    let mut costs: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (function, is_moved) in whole.functions.iter().zip(&places.is_moved) {
        let bytes = function.body.as_ref().map_or(0, |body| body.as_bytes().len());
        costs.entry(crate_of(&function.name)).or_default()[usize::from(*is_moved)] += bytes;
    }
    for (address, bytes) in &whole.data {
        for address in (*address..).take(bytes.len()) {
            costs.entry("(constants)").or_default()[usize::from(places.moves(address))] += 1;
        }
    }
    let (small, mut costs): (Vec<_>, Vec<_>) = costs
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .partition(|(_, [first, rest])| first + rest < SMALL);
    let sum = |part: usize| small.iter().map(|(_, bytes)| bytes[part]).sum();
    costs.push(("(smaller ones)".to_owned(), [sum(0), sum(1)]));
    costs.sort_by_key(|(_, [first, rest])| std::cmp::Reverse(first + rest));
    costs
}

/// The crate that wrote a function: `<a::B<c::D> as e::F>::g` is of `a`.
fn crate_of(name: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let path = name.match_indices("::").map(|(end, _)| &name[..end]);
    let starts = path.map(|before| (before, before.rfind(|c| !is_part(c)).map_or(0, |at| at + 1)));
    match starts.into_iter().find(|(before, start)| before.len() > *start) {
        // What follows a type without a path, as in `<[u8]>::to_vec::<A>`, is a method.
        Some((before, start)) if before[..start].ends_with("::") => "(standard library)",
        Some((before, start)) if STANDARD.contains(&&before[start..]) => "(standard library)",
        Some((before, start)) => &before[start..],
        None => "(no crate)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_of_the_crate_that_wrote_it() {
        for (name, written_by) in [
            ("a::b::c", "a"),
            ("<a::B<c::D> as e::F>::g", "a"),
            ("<&mut a::B as e::F>::g", "a"),
            ("<u8 as e::F>::g", "e"),
            ("<alloc::vec::Vec<a::B>>::push", "(standard library)"),
            ("<[u8]>::to_vec::<a::B>", "(standard library)"),
            ("memcpy", "(no crate)"),
        ] {
            assert_eq!(crate_of(name), written_by, "{name}");
        }
    }
}
