//! The words where they still are functions and constants, in English: what has not the page's language yet asks here.

use playground::{Config, Point, Status, Stop};
use words::EN;

pub(crate) use words::Number;

pub(crate) const EXPORT_FILE: &str = "gradient-playground-model.json";
pub(crate) const TRAINING_LOSS: &str = EN.curve.training_loss;
pub(crate) const TEST_LOSS: &str = EN.curve.test_loss;
pub(crate) const ACCURACY: &str = EN.curve.accuracy;
pub(crate) const PARAMETERS: &str = EN.network.parameters;
pub(crate) const GRADIENT_NORM: &str = EN.curve.gradient_norm;
pub(crate) const GRADIENT_NORM_SHORT: &str = EN.curve.gradient_norm_short;
pub(crate) const PROGRESS: &str = EN.curve.progress;
pub(crate) const LOSS_CURVE: &str = EN.curve.loss_curve;
pub(crate) const NOTHING: &str = EN.common.nothing;
pub(crate) const DIVERGED: &str = EN.cards.diverged;
pub(crate) const UNDONE: &str = EN.cards.undone;
pub(crate) const REDONE: &str = EN.cards.redone;
pub(crate) const REVIVED: &str = EN.cards.revived;
pub(crate) const CRASHED: &str = EN.cards.crashed;
pub(crate) const NO_DETAILS: &str = EN.cards.no_details;
pub(crate) const SILENT: &str = EN.cards.silent;
pub(crate) const NO_CHANNEL: &str = EN.cards.no_channel;
pub(crate) const EPOCHS_AXIS: &str = EN.curve.epochs_axis;
pub(crate) const STEPS_AXIS: &str = EN.curve.steps_axis;
pub(crate) const CURVE_READER: &str = EN.curve.reader;
pub(crate) const HOW_TO_READ: &str = EN.curve.how_to_read;
pub(crate) const NO_TEST_POINTS: &str = EN.curve.no_test_points;
pub(crate) const NOTHING_TO_MEASURE: &str = EN.curve.nothing_to_measure;
pub(crate) const LOG_SCALE_SHORT: &str = EN.curve.log_short;
pub(crate) const BY_STEPS_SHORT: &str = EN.curve.steps_short;
pub(crate) const DATA_CHANGED: &str = EN.curve.data_changed;
pub(crate) const NOT_YET: &str = EN.curve.not_yet;
pub(crate) const HELP: &str = EN.help.help;
pub(crate) const HELP_SHORT: &str = EN.help.short;
pub(crate) const NETWORK: &str = EN.common.network;
pub(crate) const ADD_LAYER: &str = EN.network.add_layer;
pub(crate) const REMOVE_LAYER: &str = EN.network.remove_layer;
pub(crate) const ADD_LAYER_SHORT: &str = EN.network.add_layer_short;
pub(crate) const REMOVE_LAYER_SHORT: &str = EN.network.remove_layer_short;
pub(crate) const OUTPUT_COLUMN: &str = EN.common.output;
pub(crate) const PARAMETERS_BEHIND: &str = EN.network.parameters_behind;
pub(crate) const OUTPUT: &str = EN.common.output;
pub(crate) const PLACE: &str = EN.plot.place_points_of;
pub(crate) const ONLY_WITH_CLASSES: &str = EN.common.only_with_classes;
pub(crate) const TOOLS: &str = EN.plot.tool;
pub(crate) const TOOL_PLACE: &str = EN.plot.place;
pub(crate) const TOOL_PLACE_WHY: &str = EN.plot.place_why;
pub(crate) const TOOL_BRUSH: &str = EN.plot.brush;
pub(crate) const TOOL_BRUSH_WHY: &str = EN.plot.brush_why;
pub(crate) const TOOL_ERASE: &str = EN.plot.erase;
pub(crate) const TOOL_ERASE_WHY: &str = EN.plot.erase_why;
pub(crate) const VALUE: &str = EN.plot.value;
pub(crate) const SELECTED: &str = EN.plot.selected;
pub(crate) const FOR_TRAINING: &str = EN.plot.for_training;
pub(crate) const FOR_TEST: &str = EN.plot.for_test;
pub(crate) const SPLIT: &str = EN.plot.used_for;
pub(crate) const ERASE_POINT: &str = EN.plot.erase_point;
pub(crate) const DESELECT: &str = EN.plot.deselect;
pub(crate) const LABEL_OF_POINT: &str = EN.plot.class_of_point;
pub(crate) const VALUE_OF_POINT: &str = EN.plot.value_of_point;
pub(crate) const PICKED_UP: &str = EN.plot.picked_up;
pub(crate) const NO_BOUNDARY: &str = EN.plot.no_boundary;
pub(crate) const NO_ARROWS_ON_A_CURVE: &str = EN.plot.no_arrows_on_a_curve;
pub(crate) const READOUT: &str = EN.plot.readout;
pub(crate) const ERASE_ALL: &str = EN.plot.erase_all;
pub(crate) const OWN_NOW_SHORT: &str = EN.data.own_now_short;
pub(crate) const FEATURES_COLUMN: &str = EN.key_label("features");
pub(crate) const OUTPUT_PLOT: &str = EN.key_label("points");
pub(crate) const TEST_POINTS: &str = EN.view_label("testPoints");
pub(crate) const CLASSES_ONLY: &str = EN.view_label("classesOnly");
pub(crate) const CLASSES_ONLY_SHORT: &str = EN.view_label("classesOnly");
pub(crate) const SLOPE_FIELD: &str = EN.view_label("slopeField");
pub(crate) const POINT_PULL: &str = EN.view_label("pointPull");
pub(crate) const BOUNDARY_PUSH: &str = EN.view_label("boundaryPush");
pub(crate) const LOG_SCALE: &str = EN.view_label("curveScale");
pub(crate) const BY_STEPS: &str = EN.view_label("curveAxis");
pub(crate) const TEST_POINTS_WHY: &str = EN.view_doc("testPoints");
pub(crate) const CLASSES_ONLY_WHY: &str = EN.view_doc("classesOnly");
pub(crate) const SLOPE_FIELD_WHY: &str = EN.view_doc("slopeField");
pub(crate) const POINT_PULL_WHY: &str = EN.view_doc("pointPull");
pub(crate) const BOUNDARY_PUSH_WHY: &str = EN.view_doc("boundaryPush");
pub(crate) const LOG_SCALE_WHY: &str = EN.view_doc("curveScale");
pub(crate) const BY_STEPS_WHY: &str = EN.view_doc("curveAxis");

pub(crate) fn exported(file: &str, step: u64) -> String {
    EN.exported(file, step)
}

pub(crate) fn imported(file: &str, step: u64) -> String {
    EN.imported(file, step)
}

pub(crate) fn hint(by_finger: bool) -> &'static str {
    EN.hint(by_finger)
}

pub(crate) fn empty(by_finger: bool) -> &'static str {
    EN.empty(by_finger)
}

pub(crate) fn class(class: usize) -> String {
    EN.class(class)
}

pub(crate) fn playing(playing: bool, status: Option<&Status>) -> String {
    EN.playing(playing, status)
}

pub(crate) fn number(value: Option<f64>) -> String {
    EN.number(value)
}

pub(crate) fn percent(share: f64) -> String {
    EN.percent(share)
}

pub(crate) fn count(n: u64) -> String {
    EN.count(n)
}

pub(crate) fn fixed(value: f32) -> String {
    EN.fixed(value)
}

pub(crate) fn stopped(stop: &Stop, epoch: u64) -> String {
    EN.stopped(stop, epoch)
}

pub(crate) fn curve_place(epoch: u64, step: u64) -> String {
    EN.curve_place(epoch, step)
}

pub(crate) fn curve_reading(epoch: u64, step: u64, train: Option<f64>, test: Option<f64>) -> String {
    EN.curve_reading(epoch, step, train, test)
}

pub(crate) fn metric_why(which: Number, config: &Config, status: &Status) -> String {
    EN.metric_why(which, config, status)
}

pub(crate) fn activation_of_layer(layer: usize) -> String {
    EN.network.activation_of_layer.with([&layer.to_string()])
}

pub(crate) fn add_neuron(layer: usize) -> String {
    EN.network.add_neuron.with([&layer.to_string()])
}

pub(crate) fn remove_neuron(layer: usize) -> String {
    EN.network.remove_neuron.with([&layer.to_string()])
}

pub(crate) fn shape(sizes: &[usize]) -> String {
    EN.shape(sizes)
}

pub(crate) fn linear_model(config: &Config) -> &'static str {
    EN.linear_model(config)
}

pub(crate) fn silent(layer: usize, is_zero: bool) -> String {
    EN.silent(layer, is_zero)
}

pub(crate) fn changed(before: &Config, after: &Config) -> Option<&'static str> {
    EN.changed(before, after)
}

pub(crate) fn plot_summary(n_training: usize, n_test: usize, status: Option<&Status>) -> String {
    EN.plot_summary(n_training, n_test, status)
}

pub(crate) fn reading(config: &Config, at: (f32, f32), scores: &[f32]) -> String {
    EN.reading(config, at, scores)
}

pub(crate) fn relabel(class: usize) -> String {
    EN.relabel(class)
}

pub(crate) fn point_said(config: &Config, index: usize, n_points: usize, point: &Point) -> String {
    EN.point_said(config, index, n_points, point)
}

pub(crate) fn became_own(dataset: &str) -> String {
    EN.data.became_own.with([dataset])
}

/// Those of the network panel.
pub(crate) mod network {
    use playground::Config;
    use words::EN;

    use playground::Parameter;

    pub(crate) use words::{exact, rounded};

    pub(crate) const NEURONS: &str = EN.network.neurons;
    pub(crate) const NEURONS_KEYS: &str = EN.network.neurons_keys;
    pub(crate) const LEGEND_POSITIVE: &str = EN.network.legend_positive;
    pub(crate) const LEGEND_NEGATIVE: &str = EN.network.legend_negative;
    pub(crate) const LEGEND_BIAS: &str = EN.network.legend_bias;
    pub(crate) const LEGEND_HOW: &str = EN.network.legend_how;
    pub(crate) const CLICK_TO_EDIT: &str = EN.network.click_to_edit;
    pub(crate) const ENTER_TO_EDIT: &str = EN.network.enter_to_edit;
    pub(crate) const FIELDS_HOW: &str = EN.network.fields_how;
    pub(crate) const BIAS: &str = EN.network.bias;
    pub(crate) const INCOMING: &str = EN.network.incoming;
    pub(crate) const SWITCH_OFF_WHY: &str = EN.network.switch_off_why;
    pub(crate) const FREEZE_WHY: &str = EN.network.freeze_why;
    pub(crate) const REMOVE: &str = EN.network.remove;
    pub(crate) const REMOVE_WHY: &str = EN.network.remove_why;
    pub(crate) const LAST_NEURON: &str = EN.network.last_neuron;
    pub(crate) const ITS_SLOPE: &str = EN.network.its_slope;
    pub(crate) const WEIGHTS: &str = EN.network.weights;
    pub(crate) const WEIGHTS_OF: &str = EN.network.weights_of;
    pub(crate) const NEURON: &str = EN.network.neuron_heading;
    pub(crate) const CLOSE: &str = EN.common.close;
    pub(crate) const SWITCH_OFF: &str = EN.key_label("off");
    pub(crate) const FREEZE: &str = EN.key_label("frozen");

    pub(crate) fn neuron(config: &Config, column: usize, unit: usize) -> String {
        EN.neuron(config, column, unit)
    }

    pub(crate) fn feature(config: &Config, index: usize) -> String {
        EN.feature(config, index)
    }

    pub(crate) fn neuron_button(
        config: &Config,
        at: (usize, usize),
        bias: Option<f32>,
        off: bool,
        frozen: bool,
    ) -> String {
        EN.neuron_button(config, at, bias, off, frozen)
    }

    pub(crate) fn parameter(config: &Config, at: Parameter) -> String {
        EN.weight(config, at.layer, at.unit, at.input)
    }

    pub(crate) fn weighed(at: Parameter, value: f32, gradient: Option<f32>) -> String {
        EN.weight_now(at.input.is_none(), value, gradient)
    }

    pub(crate) fn bias_now(value: f32) -> String {
        EN.bias_alone(value)
    }

    pub(crate) fn values(range: (f32, f32)) -> String {
        EN.values(range)
    }

    pub(crate) fn input_short(config: &Config, layer: usize, input: usize) -> String {
        EN.input_short(config, layer, input)
    }

    pub(crate) fn layer(config: &Config, layer: usize) -> String {
        EN.layer(config, layer)
    }

    pub(crate) fn computes(config: &Config, at: (usize, usize)) -> String {
        EN.computes(config, at)
    }

    pub(crate) fn activation(name: &str) -> &str {
        EN.activation(name)
    }

    pub(crate) fn not_a_number(at: Parameter, text: &str) -> String {
        EN.not_a_number(at.input.is_none(), text)
    }
}
