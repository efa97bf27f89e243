//! Which texts there are, in groups as the page's views. A field without a text in some language does not compile; a table has
//! a fixed length, so that a missing row does not compile either. What a text says is the language files', when it is said the
//! page's; where one of several sentences has to be chosen, a function of [`Words`](crate::Words) does it.
#![expect(missing_docs, reason = "a field's name and its English text say what it is")]

use crate::template::{Plural, Template};

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
    /// After the number of epochs and before that of steps.
    pub epochs_step: &'static str,
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
    pub each_step: Template<1>,
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

/// The output plot.
#[derive(Debug)]
pub struct Plot {
    pub tool: &'static str,
    pub place: &'static str,
    pub place_why: &'static str,
    pub brush: &'static str,
    pub brush_why: &'static str,
    pub erase: &'static str,
    pub erase_why: &'static str,
    pub place_points_of: &'static str,
    pub value: &'static str,
    pub erase_all: &'static str,
    pub no_boundary: &'static str,
    pub no_arrows_on_a_curve: &'static str,
    /// Of the arrows at the boundary, where it is known how much larger they are drawn.
    pub boundary_push_scaled: Template<1>,
    pub hint: &'static str,
    pub hint_by_finger: &'static str,
    pub empty: &'static str,
    pub empty_by_finger: &'static str,
    pub keys_said: &'static str,
    pub training_points: Plural,
    pub test_points: Plural,
    pub summary: Template<3>,
    pub summary_with_accuracy: Template<4>,
    pub readout: &'static str,
    /// A class, and how much of the plane is predicted as it.
    pub class_share: Template<2>,
    pub class_shares: &'static str,
    pub read_place: Template<2>,
    pub read_place_on_curve: Template<1>,
    pub read_value: Template<2>,
    pub read_class: Template<3>,
    pub read_score: Template<4>,
    pub selected: &'static str,
    pub used_for: &'static str,
    pub for_training: &'static str,
    pub for_test: &'static str,
    pub class_of_point: &'static str,
    pub value_of_point: &'static str,
    pub relabel: Template<1>,
    pub erase_point: &'static str,
    pub deselect: &'static str,
    pub picked_up: &'static str,
    pub said_class: Template<1>,
    pub said_value: Template<1>,
    pub said_point: &'static str,
    pub said_training: &'static str,
    pub said_test: &'static str,
    /// What it is, for training or test, its two coordinates, its number, and how many there are.
    pub said: Template<6>,
}

/// The network: diagram, cards, tables.
#[derive(Debug)]
pub struct Network {
    pub add_layer: &'static str,
    pub add_layer_short: &'static str,
    pub remove_layer: &'static str,
    pub remove_layer_short: &'static str,
    pub parameters: &'static str,
    /// After their number.
    pub parameters_behind: &'static str,
    pub activation_of_layer: Template<1>,
    pub add_neuron: Template<1>,
    pub remove_neuron: Template<1>,
    pub is_softmax_regression: &'static str,
    pub is_logistic_regression: &'static str,
    pub is_linear_classifier: &'static str,
    pub is_linear_regression: &'static str,
    pub zero_weights: Template<1>,
    pub dead_layer: Template<1>,
    pub layer_added: &'static str,
    pub layer_removed: &'static str,
    pub neuron_added: &'static str,
    pub neuron_removed: &'static str,
    pub feature_added: &'static str,
    pub feature_removed: &'static str,
    pub neurons: &'static str,
    pub neurons_keys: &'static str,
    pub legend_positive: &'static str,
    pub legend_negative: &'static str,
    pub legend_bias: &'static str,
    pub legend_how: &'static str,
    pub click_to_edit: &'static str,
    pub enter_to_edit: &'static str,
    pub fields_how: &'static str,
    pub bias: &'static str,
    pub incoming: &'static str,
    pub switch_off_why: &'static str,
    pub freeze_why: &'static str,
    pub remove: &'static str,
    pub remove_why: &'static str,
    pub last_neuron: &'static str,
    pub its_slope: &'static str,
    pub weights: &'static str,
    pub weights_of: &'static str,
    pub layer: Template<1>,
    /// The heading of the column of neurons in a table.
    pub neuron_heading: &'static str,
    pub neuron: Template<2>,
    pub neuron_inside: Template<2>,
    pub output_of_class: Template<1>,
    pub output_of_class_inside: Template<1>,
    pub output_inside: &'static str,
    pub feature: Template<1>,
    pub with_bias: Template<2>,
    pub switched_off: Template<1>,
    pub frozen: Template<1>,
    pub bias_of: Template<1>,
    pub weight_from_to: Template<2>,
    pub weight_now: Template<2>,
    pub bias_now: Template<2>,
    pub bias_alone: Template<1>,
    pub values: Template<2>,
    pub is_feature: &'static str,
    pub one_input: &'static str,
    pub inputs: Template<1>,
    pub activation_of: Template<2>,
    pub score_of_two: Template<1>,
    pub score_of_many: Template<1>,
    pub value_is: Template<1>,
    pub weight_not_a_number: Template<1>,
    pub bias_not_a_number: Template<1>,
}

/// The loss curve and the four numbers above it.
#[derive(Debug)]
pub struct Curve {
    pub progress: &'static str,
    pub training_loss: &'static str,
    pub test_loss: &'static str,
    pub accuracy: &'static str,
    /// Where it is seen of which points it is.
    pub test_accuracy: &'static str,
    pub training_accuracy: &'static str,
    pub gradient_norm: &'static str,
    pub gradient_norm_short: &'static str,
    pub loss_curve: &'static str,
    pub log_short: &'static str,
    pub steps_short: &'static str,
    pub epochs_axis: &'static str,
    pub steps_axis: &'static str,
    pub data_changed: &'static str,
    pub reader: &'static str,
    pub how_to_read: &'static str,
    pub no_test_points: &'static str,
    pub nothing_to_measure: &'static str,
    pub not_yet: &'static str,
    pub place: Template<2>,
    pub reading: Template<4>,
    pub reading_without_test: Template<3>,
    pub no_training_loss: &'static str,
    pub training_loss_why: &'static str,
    pub training_loss_regularised: Template<1>,
    pub no_test_loss: &'static str,
    pub test_loss_why: &'static str,
    pub no_accuracy_of_values: &'static str,
    pub no_accuracy: &'static str,
    pub accuracy_without_test: Template<1>,
    pub accuracy_why: Template<2>,
    pub no_gradient: &'static str,
    pub gradient_why: &'static str,
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
    pub imported: Template<2>,
    pub imported_from_other_engine: Template<2>,
    pub link_notes: &'static str,
    pub refused: &'static str,
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
    pub revived: &'static str,
    pub revived_how: &'static str,
    pub crashed: &'static str,
    pub crashed_cure: &'static str,
    pub restart: &'static str,
    pub no_details: &'static str,
    pub silent: &'static str,
    pub no_channel: &'static str,
}

/// The help below the plot.
#[derive(Debug)]
pub struct Help {
    pub help: &'static str,
    pub short: &'static str,
    pub acts: &'static str,
    pub words: &'static str,
    pub keys: &'static str,
    pub by_mouse: [Row; 5],
    pub by_finger: [Row; 5],
    pub glossary: [Row; 9],
    pub plot_keys: [Row; 8],
}

/// Sharing and embedding.
#[derive(Debug)]
pub struct Share {
    pub share: &'static str,
    pub share_what: &'static str,
    pub link: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_by_key: &'static str,
    pub copy_by_finger: &'static str,
    pub characters: Plural,
    pub too_long: Template<2>,
    pub embed: &'static str,
    pub embed_what: &'static str,
    pub embed_lines: &'static str,
    pub width: &'static str,
    pub height: &'static str,
    pub preview: &'static str,
    pub size_changed: Template<4>,
}

/// Why something was refused, for the page: who programs it reads English by `Problem` itself. A sentence is a subject, what must
/// hold of it, and in parentheses what was found; without a full stop, which comes at the end.
#[derive(Debug)]
pub struct Refusals {
    /// A subject, and what is said of it.
    pub sentence: Template<2>,
    /// A statement, and in parentheses what was found.
    pub with_found: Template<2>,
    /// What was typed.
    pub given: Template<1>,
    /// What stands in a file or link.
    pub found: Template<1>,
    /// Between the entries of a list, and before its last one.
    pub comma: &'static str,
    pub or: &'static str,

    /// A place in a file or link, as it is written there.
    pub place: Template<1>,
    /// What is called otherwise than the control of the same key, or has none.
    pub subjects: [Label; 16],
    /// An entry of a list, by its number.
    pub entries: [(&'static str, Template<1>); 6],
    /// A field of a point, and the point's number.
    pub of_point: Template<2>,
    pub parameter: Template<1>,

    pub empty_field: &'static str,
    pub empty_file: &'static str,
    pub list: &'static str,
    pub function: &'static str,
    pub rows: Template<1>,
    pub parameters: Template<1>,
    pub within_point: Template<1>,
    pub value_at: Template<2>,
    pub no_value_at: Template<1>,
    pub seed: Template<1>,
    pub no_seed: &'static str,

    pub number: &'static str,
    pub number_or_null: &'static str,
    pub finite: &'static str,
    pub number_from_to: Template<2>,
    pub number_above_to: Template<2>,
    pub whole: &'static str,
    pub whole_from_to: Template<2>,
    pub at_least: Template<1>,
    pub at_most: Template<1>,
    pub above: Template<1>,
    pub from_to: Template<2>,
    pub text: &'static str,
    pub a_list: &'static str,
    pub an_object: &'static str,
    pub object_of: Template<1>,
    pub exactly: Template<1>,
    pub one_of: Template<1>,
    pub or_word: Template<2>,
    pub formula_of_x: &'static str,
    pub formula_of_x1_and_x2: &'static str,
    pub neuron: &'static str,
    pub entries_at_least: Plural,
    pub entries_at_most: Template<1>,
    pub n_entries: Template<1>,
    pub characters_at_most: Template<1>,
    pub nested_at_most: Template<1>,
    pub megabytes: Template<1>,
    pub given_not: &'static str,
    pub twice: &'static str,
    pub not_with: Template<1>,
    pub unknown: &'static str,
    pub meant: Template<1>,
    pub unknown_field: Template<1>,

    pub finite_curve: Template<2>,
    pub on_plane: Template<1>,
    pub needs_formula: &'static str,
    pub task_with_classes: Template<2>,
    pub dataset_for: Template<4>,
    pub loss_for: Template<3>,
    pub arm_per_class: Template<3>,
    pub class_up_to: Template<1>,
    pub entry_per_layer: Template<1>,
    pub neuron_of: Template<1>,
    pub no_parameters: Template<1>,
    pub parameter_of: Template<2>,
    pub parameter_from_to: Template<3>,
    pub no_weight_decay: Template<2>,
    pub full_batch: Template<1>,
    pub parameters_at_most: Template<2>,
    pub finite_loss: &'static str,
    pub no_undo: &'static str,
    pub no_redo: &'static str,
    pub no_points: &'static str,
    pub gone: &'static str,

    pub as_configured: &'static str,
    pub word_as_configured: Template<1>,
    pub matrix: Template<2>,
    pub network: Template<2>,
    pub no_scaling: &'static str,
    pub loss_and_epoch: &'static str,
    pub losses_in_order: Template<1>,
    pub slots_of: Template<2>,
    pub given_by_weights: Template<1>,
    pub exported: &'static str,
    pub unreadable: &'static str,
    pub unusable: &'static str,

    pub field_by_field: Template<1>,
    pub cut_off: &'static str,
    pub base64: &'static str,
    pub not_used: &'static str,
    pub became: Template<2>,
    pub not_theirs: &'static str,
    pub random_numbers: &'static str,
    pub no_statistics: &'static str,
    pub no_article: &'static str,
    pub no_tutorial: &'static str,
    pub no_hiding: &'static str,
    pub features_stay: &'static str,
    pub flatter_plane: &'static str,
    pub deviation: Template<2>,
    pub l1: &'static str,

    pub too_many_calls: &'static str,
    pub cancelled: &'static str,
    pub not_running: &'static str,
    pub out_of_step: &'static str,

    /// What a formula's mistake comes after, and the mistake.
    pub after: Template<2>,
    pub at_start: Template<1>,
    pub expected: Template<2>,
    pub expected_more: Template<1>,
    pub operand: &'static str,
    pub operator: &'static str,
    pub operator_or_end: &'static str,
    pub operator_or_close: &'static str,
    pub one_comparison: &'static str,
    pub opening: &'static str,
    pub comma_of: Template<2>,
    pub closing_of: Template<2>,
    pub two_stars: &'static str,
    pub too_large: Template<1>,
    pub ambiguous: Template<2>,
    pub called: Template<1>,
    pub unknown_name: Template<2>,
    pub unknown_function: Template<2>,
}

/// What the catalogs of `nn` and the datasets are called. Order and names are the tables'.
#[derive(Debug)]
pub struct Catalog {
    pub activations: [Label; 19],
    pub activation_params: [Label; 2],
    pub losses: [Label; 14],
    pub loss_params: [Label; 1],
    pub penalties: [Label; 4],
    pub initialisers: [Label; 14],
    pub initialiser_params: [Label; 5],
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

/// What the page says before its program has come, or when it cannot: the script that starts the page has a copy, and a test
/// holds that it is one.
#[derive(Debug)]
pub struct Boot {
    pub tag: &'static str,
    pub loading: &'static str,
    pub too_old: &'static str,
    pub too_old_cure: &'static str,
    pub no_start: &'static str,
    pub no_start_cure: &'static str,
    pub stopped: &'static str,
    pub stopped_cure: &'static str,
    pub reload: &'static str,
    pub copy_details: &'static str,
    pub no_script: &'static str,
}
