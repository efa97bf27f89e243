//! Every text that a person sees, in every language.
//!
//! [`Words`] is one type with one value per language: what has no text in a language does not compile. A language is one folder with
//! texts only; which of several sentences is said is decided here, once for all languages. To add a language, add a folder like
//! `en` and a row to `playground::for_languages`. The crate knows no screen: who shows a text asks for it.

mod template;
pub mod goal;
pub mod doctor;
pub mod sketch;
mod groups;
mod numbers;
mod tables;
mod settings;
mod units;
mod plot;
mod network;
mod curve;
mod export;
mod inside;
mod mark;
mod outcome;
mod refusal;
mod lab;
mod importing;
mod ready;
mod matrix;
mod lessons;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod typography;

pub use curve::Number;
pub use groups::{
    Boot, Cards, Catalog, Common, Curve, Data, Entry, Experiments, Export, Exportable, Header, Help, Importing, Inside,
    Lab, Label, Large, Lessons, Matrix, Network, Numbers, Opening, Plot, Ready, Refusals, Row, Settings, Share,
};
pub use numbers::{exact, rounded};
pub use template::{Plural, Template};
pub use units::cut;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(
            mod $file;
            pub use $file::$words;
        )*

        /// Every language.
        pub static ALL: &[&Words] = &[$(&$words),*];

        /// The tag of each language and what it calls itself, apart from its texts: a page names languages that it does not load.
        pub const LANGUAGES: &[(&str, &str)] = &[$(($file::TAG, $file::NAME)),*];

        /// What each language's page says before its program has come; the word in links, and the chunk of the words.
        pub static BOOT: &[(&str, &str, &Boot)] = &[$(($word, stringify!($chunk), &$file::BOOT)),*];
    };
}
playground::for_languages!(languages);

/// All texts in one language.
#[derive(Debug)]
pub struct Words {
    /// The language as the document names it.
    pub tag: &'static str,
    /// The language as it calls itself.
    pub name: &'static str,
    /// What stands everywhere.
    pub common: Common,
    /// The bar at the top.
    pub header: Header,
    /// The settings.
    pub settings: Settings,
    /// Data and features.
    pub data: Data,
    /// The output plot.
    pub plot: Plot,
    /// The network panel.
    pub network: Network,
    /// The loss curve and its numbers.
    pub curve: Curve,
    /// What went wrong, came to an end or was done.
    pub cards: Cards,
    /// The help below the plot.
    pub help: Help,
    /// The slow start of a first visit, and the tour.
    pub opening: Opening,
    /// The runs that a visitor keeps in the browser.
    pub experiments: Experiments,
    /// Sharing and embedding.
    pub share: Share,
    /// Why something was refused.
    pub refusals: Refusals,
    /// What the catalogs and datasets are called.
    pub catalog: Catalog,
    /// The keys of the configuration with the names of their controls, fields of a key after it; the shorthand last.
    pub keys: [Entry; 52],
    /// What is only about looking.
    pub view_settings: [Entry; 16],
    /// How numbers are written.
    pub numbers: Numbers,
}

/// There is one value per language.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// A row of a table.
const fn entry(name: &'static str, label: &'static str, doc: &'static str) -> Entry {
    Entry { name, label, doc }
}
