//! What is written from tables of the program: JSON Schemas, the page of configuration keys, and what the page says before its
//! program has come. It is not part of the program that visitors download. `cargo xtask schema` writes it, and a test checks that
//! it is up to date.

mod boot;
mod schema;
mod keys_page;

pub use schema::{config as config_schema, model as model_schema};

/// Every written file: its path in the workspace, and its content.
pub fn files() -> Vec<(&'static str, String)> {
    let json = |value: serde_json::Value| format!("{value:#}\n");
    vec![
        ("docs/schema/config-1.json", json(schema::config())),
        ("docs/schema/model-1.json", json(schema::model())),
        ("docs/configuration.md", keys_page::page()),
        ("web/boot.js", boot::script()),
        ("index.html", boot::shell()),
    ]
}
