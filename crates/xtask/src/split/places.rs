//! Which function belongs to which part, and how the parts reach each other. It writes no module.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::links::Links;
use super::whole::Whole;

/// The division.
pub(crate) struct Places {
    /// By function: whether it has moved to the rest.
    pub(crate) is_moved: Vec<bool>,
    /// The moved functions that the first part may call, each with the slots of table 0 it stands in.
    pub(crate) entries: BTreeMap<u32, Vec<u32>>,
    /// The functions of the first part that the rest calls: their place in the rest's imports.
    pub(crate) imports: BTreeMap<u32, u32>,
    /// Size of table 0 with the slots that had to be added.
    pub(crate) n_slots: u32,
    /// Addresses of the constants that have moved, in order.
    pub(crate) constants: Vec<Range<u32>>,
    /// Index of the loader.
    pub(crate) loader: u32,
}

impl Places {
    /// Divides, so that what `is_first` names stays, with what has no name or can't move.
    pub(crate) fn new(whole: &Whole<'_>, links: &Links, is_first: impl Fn(&str) -> bool) -> Result<Places> {
        let loader = whole.loader.with_context(|| format!("an import must be named {}", super::LOADER))?;
        let mut is_moved: Vec<bool> = whole.functions.iter().map(|f| f.body.is_some() && !f.is_bound).collect();
        for (function, moved) in whole.functions.iter().zip(&mut is_moved) {
            *moved = *moved && !function.name.is_empty() && !is_first(&function.name);
        }
        let exported = whole.exports.iter().filter(|export| export.kind == wasmparser::ExternalKind::Func);
        for index in exported.map(|export| export.index).chain(whole.start) {
            is_moved[index as usize] = false;
        }
        let table = whole.tables.first().context("there must be a table of functions")?;
        let mut n_slots = u32::try_from(table.initial)?;
        ensure!(table.maximum.is_none_or(|most| most == table.initial), "the table of functions must not grow");
        let mut entries: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &(slot, function) in whole.slots.iter().filter(|(_, function)| is_moved[*function as usize]) {
            entries.entry(function).or_default().push(slot);
        }
        let mut imports = BTreeMap::new();
        for (function, is_moved_itself) in whole.functions.iter().zip(&is_moved) {
            for &called in &function.calls {
                match (is_moved_itself, is_moved[called as usize]) {
                    (false, true) => {
                        entries.entry(called).or_insert_with(|| {
                            n_slots += 1;
                            vec![n_slots - 1]
                        });
                    }
                    (true, false) => {
                        imports.insert(called, 0);
                    }
                    _ => {}
                }
            }
        }
        for (place, import) in (0..).zip(imports.values_mut()) {
            *import = place;
        }
        let staying: HashSet<&str> =
            whole.functions.iter().zip(&is_moved).filter(|(_, moved)| !**moved).map(|(f, _)| f.name.as_str()).collect();
        let moved: HashSet<&str> =
            whole.functions.iter().zip(&is_moved).filter(|(_, moved)| **moved).map(|(f, _)| f.name.as_str()).collect();
        // A function that has gone or changed its name since it was linked is taken for one that stays.
        let constants = links.movable(|name| staying.contains(name) || !moved.contains(name));
        Ok(Places { constants, is_moved, entries, imports, n_slots, loader })
    }

    /// Whether the byte at this address has moved.
    pub(crate) fn moves(&self, address: u32) -> bool {
        let next = self.constants.partition_point(|range| range.end <= address);
        self.constants.get(next).is_some_and(|range| range.contains(&address))
    }
}
