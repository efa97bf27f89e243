//! Which texts there are, in groups as the page's views. A field without a text in some language does not compile; a table has
//! a fixed length, so that a missing row does not compile either. What a text says is the language files', when it is said the
//! page's; where one of several sentences has to be chosen, a function of [`Words`](crate::Words) does it.
#![expect(missing_docs, reason = "a field's name and its English text say what it is")]

mod export;
mod importing;
mod inside;
mod lab;
mod lessons;
mod matrix;
mod ready;
mod refusals;
mod seen;
mod tables;

use crate::template::{Plural, Template};

pub use export::{Export, Exportable};
pub use importing::Importing;
pub use inside::Inside;
pub use lab::Lab;
pub use lessons::Lessons;
pub use matrix::Matrix;
pub use ready::Ready;
pub use refusals::Refusals;
pub use seen::{Curve, Network, Plot};
pub use tables::{Catalog, Entry, Label, Large, Numbers, Row};

/// What stands everywhere.
#[derive(Debug)]
pub struct Common {
    /// A number that there is not.
    pub nothing: &'static str,
    /// Between a name and what is said of it.
    pub colon: &'static str,
    /// Between two sentences, or a label and a sentence.
    pub full_stop: &'static str,
    pub close: &'static str,
    pub training: &'static str,
    pub network: &'static str,
    pub data: &'static str,
    pub output: &'static str,
    pub class: Template<1>,
    /// What has a name of its own, with it.
    pub named: Template<2>,
    pub only_with_classes: &'static str,
    pub loading: &'static str,
    pub missing: &'static str,
    pub missing_cure: &'static str,
    pub try_again: &'static str,
    pub reload: &'static str,
}

/// The bar at the top.
#[derive(Debug)]
pub struct Header {
    pub title: &'static str,
    pub skip: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub step: &'static str,
    pub units: [Label; 3],
    pub reset: &'static str,
    pub reset_why: &'static str,
    pub new_weights: &'static str,
    pub new_weights_why: &'static str,
    pub epoch: &'static str,
    /// Before the number of steps.
    pub step_before: &'static str,
    pub step_count: &'static str,
    pub steps_per_second: Plural,
    pub epochs_per_frame: Plural,
    pub unlimited: &'static str,
    pub undo: &'static str,
    pub undo_why: &'static str,
    pub redo: &'static str,
    pub redo_why: &'static str,
    pub more: &'static str,
    pub import: &'static str,
    pub import_why: &'static str,
    pub export: &'static str,
    pub export_why: &'static str,
    pub themes: [Label; 3],
    pub language: &'static str,
    pub keyboard: &'static str,
    pub lessons: &'static str,
    pub lessons_why: &'static str,
    pub lab: &'static str,
    pub lab_why: &'static str,
    pub playground: &'static str,
    pub shortcuts: [Row; 9],
    pub said_training: &'static str,
    pub said_paused: &'static str,
    pub said_paused_at: Template<2>,
}

/// The settings, above the panels and behind their button.
#[derive(Debug)]
pub struct Settings {
    pub settings: &'static str,
    pub more_settings: &'static str,
    pub stop_rules: &'static str,
    pub restore: &'static str,
    pub restore_why: &'static str,
    pub each_step: Template<1>,
    pub activation_formula: Template<1>,
    pub loss_formula: Template<1>,
    /// The same where the output of the network goes through tanh.
    pub loss_formula_tanh: Template<1>,
    pub per_layer: &'static str,
    pub never: &'static str,
    pub none: &'static str,
    pub tasks: [Label; 3],
    pub parameter: Template<4>,
    pub not_with_classes: Template<1>,
    pub not_with_regression: &'static str,
    pub not_with_curve: &'static str,
    pub needs_classes: Template<1>,
    pub needs_classes_from_to: Template<2>,
    pub too_large_for_newton: Template<1>,
    pub own_points_stay: &'static str,
    pub only_with_two_classes: &'static str,
    pub only_with_elastic: &'static str,
    pub all_points_now: &'static str,
    pub only_with_decay: &'static str,
    pub no_hidden_layer: &'static str,
    pub no_hidden_layer_to_drop: &'static str,
    pub no_regularisation: &'static str,
}

/// Data and features.
#[derive(Debug)]
pub struct Data {
    /// Where there is room for some of the settings of data only.
    pub details: &'static str,
    pub new_data: &'static str,
    pub new_data_why: &'static str,
    pub your_data: &'static str,
    pub your_data_why: &'static str,
    pub own_now: &'static str,
    pub own_now_short: &'static str,
    pub became_own: Template<1>,
    pub back_to: Template<1>,
    pub back_to_why: &'static str,
    pub own_feature: &'static str,
    pub own_feature_why: &'static str,
    pub not_on_a_curve: &'static str,
    pub last_feature: &'static str,
}

/// What went wrong, came to an end or was done.
#[derive(Debug)]
pub struct Cards {
    pub dismiss: &'static str,
    pub details: &'static str,
    pub copy_details: &'static str,
    pub done: &'static str,
    pub undone: &'static str,
    pub redone: &'static str,
    pub exported: Template<2>,
    pub exported_in_frame: Template<2>,
    pub imported: Template<2>,
    pub imported_from_other_engine: Template<2>,
    pub imported_weights: [Template<1>; 2],
    pub link_notes: &'static str,
    pub refused: &'static str,
    /// Before what is said of a run that was made again and ended elsewhere.
    pub not_the_same: &'static str,
    pub replaying: Template<2>,
    pub replayed: Template<2>,
    pub cancel: &'static str,
    pub skip_checks: &'static str,
    pub ended: &'static str,
    pub diverged: &'static str,
    pub diverged_step: Template<4>,
    pub diverged_numbers: Template<1>,
    pub slower: Template<1>,
    pub no_points: &'static str,
    pub stopped_epochs: Plural,
    pub stopped_test_loss: Template<2>,
    pub stopped_accuracy: Template<2>,
    pub stopped_patience: Template<4>,
    pub restored: &'static str,
    pub restored_settings: &'static str,
    pub restore_defaults: &'static str,
    pub unreadable: &'static str,
    pub not_kept: &'static str,
    pub too_large_to_keep: &'static str,
    /// What the card about it is called.
    pub last_visit: &'static str,
    pub revived: &'static str,
    pub revived_how: &'static str,
    pub crashed: &'static str,
    pub crashed_cure: &'static str,
    pub restart: &'static str,
    pub defaults: &'static str,
    pub no_details: &'static str,
    pub silent: &'static str,
    pub no_channel: &'static str,
    /// A newer version of the page: what the card is called, and what it says.
    pub update: &'static str,
    pub updated: &'static str,
}

/// The help.
#[derive(Debug)]
pub struct Help {
    pub help: &'static str,
    pub acts: &'static str,
    pub words: &'static str,
    pub keys: &'static str,
    pub by_mouse: [Row; 5],
    pub by_finger: [Row; 5],
    pub glossary: [Row; 15],
    pub plot_keys: [Row; 8],
    /// Of the page, its build, and the engine.
    pub version: Template<3>,
    pub report: &'static str,
    pub report_what: &'static str,
    /// What the text is called.
    pub report_text: &'static str,
}

/// The slow start of a first visit, and the tour.
#[derive(Debug)]
pub struct Opening {
    pub first_visit: &'static str,
    pub slow: &'static str,
    pub seen: Plural,
    pub seen_what: &'static str,
    pub left: &'static str,
    pub watch_again: &'static str,
    pub watch_again_why: &'static str,
    pub tour: &'static str,
    pub take_tour: &'static str,
    pub places: [Row; 5],
    pub place: Template<2>,
    pub next: &'static str,
    pub skip: &'static str,
    pub done: &'static str,
}

/// The runs that a visitor keeps in the browser.
#[derive(Debug)]
pub struct Experiments {
    pub experiments: &'static str,
    pub what: Template<2>,
    pub name: &'static str,
    /// A dataset and a number of epochs.
    pub name_of_run: Template<2>,
    pub keep: &'static str,
    pub none: &'static str,
    /// An epoch, a loss, a date.
    pub facts: Template<3>,
    pub open: Template<1>,
    pub open_short: &'static str,
    pub rename: Template<1>,
    pub delete: Template<1>,
    pub delete_now: Template<1>,
    pub delete_short: &'static str,
    pub new_name: Template<1>,
    pub kept: Template<1>,
    pub deleted: Template<1>,
    pub full: Template<2>,
    pub too_large: Template<1>,
    pub blocked: &'static str,
    pub gone: &'static str,
}

/// Sharing and embedding.
#[derive(Debug)]
pub struct Share {
    pub share: &'static str,
    pub share_what: &'static str,
    pub link: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub replay_what: &'static str,
    pub copy_replay: &'static str,
    pub replay_link: &'static str,
    pub export_log: &'static str,
    pub copy_by_key: &'static str,
    pub copy_by_finger: &'static str,
    pub characters: Plural,
    pub too_long: Template<2>,
    pub embed: &'static str,
    pub embed_what: &'static str,
    pub embed_lines: &'static str,
    /// Two ways to embed: a frame alone, and the element that makes one.
    pub as_frame: &'static str,
    pub as_element: &'static str,
    pub controls: &'static str,
    pub all_controls: &'static str,
    pub width: &'static str,
    pub height: &'static str,
    pub preview: &'static str,
    pub size_changed: Template<4>,
    /// What the course page is made with.
    pub course_page: &'static str,
    pub course_pages: [&'static str; 7],
    pub goal: &'static str,
    pub language: &'static str,
    pub visitors_language: &'static str,
    pub sizes: &'static str,
    /// What the preview shows: everything, to choose from, or what is embedded.
    pub choose: &'static str,
    pub choose_what: &'static str,
    pub as_embedded: &'static str,
}

/// What the page says before its program has come, or when it cannot; it is written into the script that starts the page.
#[derive(Debug)]
pub struct Boot {
    pub tag: &'static str,
    pub loading: &'static str,
    pub too_old: &'static str,
    pub too_old_cure: &'static str,
    pub switched_off: &'static str,
    pub switched_off_cure: &'static str,
    pub from_file: &'static str,
    pub from_file_cure: &'static str,
    pub no_load: &'static str,
    pub no_load_cure: &'static str,
    pub no_start: &'static str,
    pub no_start_cure: &'static str,
    pub stopped: &'static str,
    pub stopped_cure: &'static str,
    pub reload: &'static str,
    pub defaults: &'static str,
    pub copy_details: &'static str,
    pub copied: &'static str,
    pub copy_by_hand: &'static str,
    pub late: &'static str,
    pub no_script: &'static str,
}

impl Boot {
    /// Every text.
    pub const fn texts(&self) -> [&'static str; 20] {
        [
            self.loading,
            self.too_old,
            self.too_old_cure,
            self.switched_off,
            self.switched_off_cure,
            self.from_file,
            self.from_file_cure,
            self.no_load,
            self.no_load_cure,
            self.no_start,
            self.no_start_cure,
            self.stopped,
            self.stopped_cure,
            self.reload,
            self.defaults,
            self.copy_details,
            self.copied,
            self.copy_by_hand,
            self.late,
            self.no_script,
        ]
    }
}
