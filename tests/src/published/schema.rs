//! JSON Schemas (draft 2020-12): that of the configuration, from the table of keys, and that of the model file, which contains
//! it. A schema says which values each key may have on its own; only the program checks rules between keys.

use playground::keys::{KEYS, Key, Kind};
use serde_json::{Map, Value, json};
use words::EN;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a whole or partial configuration.
pub fn config() -> Value {
    let mut schema = object_of("", KEYS, &[]);
    schema["$schema"] = DRAFT.into();
    schema["title"] = "Gradient Playground configuration, version 1".into();
    schema
}

/// An object of these keys; `owner` stands before their names in the words' table.
fn object_of(owner: &str, keys: &[Key], required: &[Key]) -> Value {
    let property = |key: &Key| {
        let path = format!("{owner}{}", key.name);
        let doc = EN.key_doc(&path);
        let mut schema = of(&path, &key.kind);
        schema["description"] = if key.unit.is_empty() { doc.into() } else { format!("{doc} In {}.", key.unit).into() };
        let default = key.default_value();
        if KEYS.iter().any(|known| std::ptr::eq(known, key)) {
            schema["default"] = default;
        }
        (key.name.to_owned(), schema)
    };
    let properties: Map<String, Value> = required.iter().chain(keys).map(property).collect();
    let names: Vec<&str> = required.iter().map(|key| key.name).collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

/// The schema of what stands at `path`.
fn of(path: &str, kind: &Kind) -> Value {
    match kind {
        Kind::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Number { min, max } => json!({ "type": "number", "minimum": min, "maximum": max }),
        Kind::Positive { max } => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": max }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Choice(choices) => json!({ "enum": (choices.listed)() }),
        Kind::Text { format, .. } => json!({ "type": "string", "title": format.to_string() }),
        Kind::OrNull(kind) => json!({ "anyOf": [{ "type": "null" }, of(path, kind)] }),
        Kind::OrWord(word, kind) => json!({ "anyOf": [{ "const": word }, of(path, kind)] }),
        Kind::List { of: entry, min, max } => {
            json!({ "type": "array", "items": of(path, entry), "minItems": min, "maxItems": max })
        }
        Kind::Numbers => json!({ "type": "object", "additionalProperties": { "type": "number" } }),
        Kind::Record { required, optional } => object_of(&format!("{path}."), optional, required),
    }
}

/// An object with exactly these fields.
fn exactly(fields: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

fn list(entry: Value) -> Value {
    json!({ "type": "array", "items": entry })
}

/// Points and split, and what generates the points.
fn data() -> Value {
    let points = json!({ "type": "array", "items": { "type": "object" } });
    json!({ "type": "object", "required": ["split"], "properties": { "points": points } })
}

/// The schema of a model file.
pub fn model() -> Value {
    let number = json!({ "type": "number" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let pair = json!({ "type": "array", "items": number, "minItems": 2, "maxItems": 2 });
    let maybe = json!({ "type": ["number", "null"] });
    let one_or_many = json!({ "anyOf": [number, list(number.clone())] });
    let (rows, bias) = (list(list(number.clone())), list(number.clone()));
    let activation = json!({
        "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"],
        "additionalProperties": { "type": "number" },
    });
    let layer = exactly(&[
        ("units", json!({ "type": "integer", "minimum": 1 })),
        ("activation", activation),
        ("weights", rows.clone()),
        ("bias", bias.clone()),
    ]);
    let slot = exactly(&[
        ("name", json!({ "type": "string" })),
        ("layers", list(exactly(&[("weights", rows), ("bias", bias)]))),
    ]);
    let seed = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
    let streams = exactly(&[
        ("shuffle", exactly(&[("seed", seed.clone()), ("epoch", count.clone())])),
        ("dropout", exactly(&[("seed", seed), ("step", count.clone())])),
    ]);
    let progress = json!({
        "type": "object",
        "properties": {
            "step": count, "epoch": count, "positionInEpoch": count, "optimiserStep": count, "gradientNorm": maybe,
            "patience": { "type": "object" }, "streams": streams,
        },
        "required": ["step", "epoch", "positionInEpoch", "streams"],
    });
    let loss = exactly(&[
        ("step", count.clone()),
        ("epoch", count.clone()),
        ("trainLoss", maybe.clone()),
        ("testLoss", maybe),
    ]);
    let check = exactly(&[("input", pair.clone()), ("score", one_or_many.clone()), ("predict", one_or_many)]);
    let mut config = config();
    config.as_object_mut().expect("a schema is an object").remove("$schema");
    let checks = json!({ "type": "array", "items": check, "minItems": 8, "maxItems": 8 });
    let mut schema = exactly(&[
        ("format", json!({ "const": "gradient-playground/model" })),
        ("version", json!({ "const": 1 })),
        ("engine", count),
        ("config", config),
        ("features", list(json!({ "type": "string" }))),
        ("scaling", exactly(&[("mean", pair.clone()), ("scale", pair)])),
        ("layers", list(layer)),
        ("optimiserState", exactly(&[("optimiser", json!({ "type": "string" })), ("slots", list(slot))])),
        ("progress", progress),
        ("data", data()),
        ("record", exactly(&[("losses", list(loss))])),
        ("checks", checks),
    ]);
    schema["$schema"] = DRAFT.into();
    schema["title"] = "gradient-playground/model, version 1".into();
    schema
}
