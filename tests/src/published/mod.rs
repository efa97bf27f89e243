//! What is published about the formats, made from the table of keys: JSON Schemas and the page of configuration keys. Never part
//! of the program that visitors download; `cargo xtask schema` writes it, a test holds that it is up to date.

mod schema;
mod keys_page;

pub use schema::{config as config_schema, model as model_schema};

/// Every published file: where it stands below the workspace, and what is in it.
pub fn files() -> Vec<(&'static str, String)> {
    let json = |value: serde_json::Value| format!("{value:#}\n");
    vec![
        ("docs/schema/config-1.json", json(schema::config())),
        ("docs/schema/model-1.json", json(schema::model())),
        ("docs/configuration.md", keys_page::page()),
    ]
}
