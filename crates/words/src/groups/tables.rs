//! What stands in tables: names of the program and what they are called, and how numbers are written.

use crate::template::Template;

/// A name in a table of the program, what it is called, and one sentence about it.
#[derive(Debug)]
pub struct Entry {
    pub name: &'static str,
    pub label: &'static str,
    pub doc: &'static str,
}

/// What one does, and what it leads to.
pub type Row = (&'static str, &'static str);

/// A name in a table of the program, and what it is called.
pub type Label = (&'static str, &'static str);

/// What the catalogs of `nn` and the datasets are called. Order and names are the tables'.
#[derive(Debug)]
pub struct Catalog {
    pub activations: [Label; 19],
    pub losses: [Label; 14],
    pub penalties: [Label; 4],
    pub initialisers: [Label; 14],
    /// With what they do in each step.
    pub optimisers: [Entry; 19],
    pub optimiser_params: [Label; 10],
    pub schedules: [Label; 7],
    pub schedule_params: [Label; 7],
    pub datasets: [Entry; 20],
}

/// How numbers are written.
#[derive(Debug)]
pub struct Numbers {
    pub percent: Template<1>,
    /// Large numbers, from small to large: the first that is written so, what it is counted in, how many decimals it has.
    pub large: &'static [Large],
}

/// How numbers from one size on are written.
#[derive(Debug)]
pub struct Large {
    pub from: u64,
    pub unit: u64,
    pub decimals: u32,
    pub text: Template<1>,
}
