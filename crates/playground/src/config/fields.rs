//! How a configuration's fields are written in JSON: one small trait, so that reading and writing need no generated code for
//! every field. It checks nothing: values reach it after their kind has been checked (`keys::Kind`), and anything else is
//! ignored rather than guessed.

use serde_json::{Map, Value};

use super::{BatchSize, Config, InitialWeights, Params, Part, Scaling, StopRules, json};
use crate::data::Point;
use crate::task::Task;

/// A field as JSON.
pub(crate) trait Plain: Sized {
    /// The value in JSON.
    fn written(&self) -> Value;
    /// The value that this JSON encodes, if it is of the right type.
    fn read(value: &Value) -> Option<Self>;
}

/// A field of a record by its word in JSON, with how it is read, written and compared.
#[derive(Debug)]
pub(crate) struct Field<R> {
    pub(crate) name: &'static str,
    pub(crate) get: fn(&R) -> Value,
    pub(crate) set: fn(&mut R, &Value),
    /// Whether two records have it equal.
    pub(crate) same: fn(&R, &R) -> bool,
}

/// The fields of a record: its word in JSON, then the field.
macro_rules! fields {
    ($record:ty: $($name:literal $field:ident),* $(,)?) => {
        &[$(Field::<$record> {
            name: $name,
            get: |record| Plain::written(&record.$field),
            set: |record, value| if let Some(value) = Plain::read(value) { record.$field = value },
            same: |a, b| a.$field == b.$field,
        }),*]
    };
}

/// Every field of a configuration, in the order of the table of keys.
pub(super) static FIELDS: &[Field<Config>] = fields! { Config:
    "version" version, "task" task, "classes" classes,
    "dataset" dataset, "formula" formula, "arms" arms, "count" count, "noise" noise, "labelFlips" label_flips,
    "balance" balance, "trainShare" train_share, "dataSeed" data_seed, "points" points,
    "classNames" class_names, "axisNames" axis_names, "scaling" scaling,
    "features" features,
    "hiddenLayers" hidden_layers, "activations" activations, "dropout" dropout, "initialisation" initialisation,
    "biasInit" bias_init, "weightSeed" weight_seed, "weights" weights, "frozen" frozen, "off" off,
    "loss" loss, "optimiser" optimiser, "optimiserParams" optimiser_params, "learningRate" learning_rate,
    "schedule" schedule, "scheduleParams" schedule_params, "rateFollowsBatch" rate_follows_batch,
    "batchSize" batch_size, "shuffle" shuffle, "clip" clip,
    "penalty" penalty, "penaltyRate" penalty_rate, "l1Share" l1_share, "weightDecay" weight_decay,
    "stop" stop,
};

/// Every field of the stop rules.
static STOP_FIELDS: &[Field<StopRules>] = fields! { StopRules:
    "epochs" epochs, "testLoss" test_loss, "accuracy" accuracy, "patience" patience,
};

/// A record as a JSON object.
pub(super) fn written<R>(record: &R, fields: &[Field<R>]) -> Value {
    json::object(fields.iter().map(|field| (field.name.to_owned(), (field.get)(record))))
}

/// Sets the fields that `values` has; others stay.
fn set_all<R>(record: &mut R, fields: &[Field<R>], values: &Map<String, Value>) {
    for field in fields {
        if let Some(value) = values.get(field.name) {
            (field.set)(record, value);
        }
    }
}

/// Sets the fields of a configuration that `values` has; of `stop`, the rules that it has.
pub(super) fn overlay(config: &mut Config, values: &Map<String, Value>) {
    let stop = config.stop;
    set_all(config, FIELDS, values);
    if let Some(rules) = values.get("stop").and_then(Value::as_object) {
        config.stop = stop;
        set_all(&mut config.stop, STOP_FIELDS, rules);
    }
}

impl Plain for f64 {
    fn written(&self) -> Value {
        json::number(*self)
    }

    fn read(value: &Value) -> Option<f64> {
        value.as_f64()
    }
}

/// Counts and seeds; the JSON may say 2.0 for 2.
macro_rules! count {
    ($($type:ty)*) => { $(impl Plain for $type {
        fn written(&self) -> Value {
            (*self as u64).into()
        }

        fn read(value: &Value) -> Option<$type> {
            value.as_f64().map(|number| number as $type)
        }
    })* };
}
count! { u32 usize }

impl Plain for bool {
    fn written(&self) -> Value {
        (*self).into()
    }

    fn read(value: &Value) -> Option<bool> {
        value.as_bool()
    }
}

impl Plain for String {
    fn written(&self) -> Value {
        self.as_str().into()
    }

    fn read(value: &Value) -> Option<String> {
        value.as_str().map(str::to_owned)
    }
}

impl Plain for Task {
    fn written(&self) -> Value {
        self.name().into()
    }

    fn read(value: &Value) -> Option<Task> {
        Task::find(value.as_str()?)
    }
}

impl Plain for Part {
    fn written(&self) -> Value {
        self.to_string().into()
    }

    fn read(value: &Value) -> Option<Part> {
        value.as_str()?.parse().ok()
    }
}

impl Plain for InitialWeights {
    fn written(&self) -> Value {
        self.text().into()
    }

    fn read(value: &Value) -> Option<InitialWeights> {
        InitialWeights::of_text(value.as_str()?)
    }
}

impl Plain for BatchSize {
    fn written(&self) -> Value {
        match self {
            BatchSize::Points(n) => n.written(),
            BatchSize::All => "all".into(),
        }
    }

    fn read(value: &Value) -> Option<BatchSize> {
        if value == "all" { Some(BatchSize::All) } else { Plain::read(value).map(BatchSize::Points) }
    }
}

impl Plain for Point {
    fn written(&self) -> Value {
        self.to_json()
    }

    fn read(value: &Value) -> Option<Point> {
        Point::from_json(value)
    }
}

impl Plain for StopRules {
    fn written(&self) -> Value {
        written(self, STOP_FIELDS)
    }

    fn read(value: &Value) -> Option<StopRules> {
        let mut rules = StopRules::default();
        set_all(&mut rules, STOP_FIELDS, value.as_object()?);
        Some(rules)
    }
}

impl Plain for Scaling {
    fn written(&self) -> Value {
        let Scaling { mean, scale } = self;
        json::object([("mean".into(), mean.written()), ("scale".into(), scale.written())])
    }

    fn read(value: &Value) -> Option<Scaling> {
        Some(Scaling { mean: Plain::read(value.get("mean")?)?, scale: Plain::read(value.get("scale")?)? })
    }
}

impl<const N: usize> Plain for [f64; N] {
    fn written(&self) -> Value {
        self.iter().map(f64::written).collect()
    }

    fn read(value: &Value) -> Option<[f64; N]> {
        Vec::read(value)?.try_into().ok()
    }
}

impl Plain for Params {
    fn written(&self) -> Value {
        json::object(self.iter().map(|(name, value)| (name.clone(), value.written())))
    }

    fn read(value: &Value) -> Option<Params> {
        let mut read = Params::default();
        for (name, value) in value.as_object()? {
            read.set(name, value.as_f64()?);
        }
        Some(read)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn written(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::written)
    }

    fn read(value: &Value) -> Option<Option<T>> {
        if value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn written(&self) -> Value {
        self.iter().map(T::written).collect()
    }

    fn read(value: &Value) -> Option<Vec<T>> {
        value.as_array()?.iter().map(T::read).collect()
    }
}
