//! What the program itself can write: JSON Schemas and the page of configuration keys from the table of keys, what the page says
//! before its program has come, the page that shows how a plan is made, from what plans print, and the tables in the documentation
//! of `nn`. It is not part of the program that visitors download. `cargo xtask schema` writes it, and a test checks that it is up to
//! date.

mod boot;
mod catalogs;
mod schema;
mod keys_page;
mod small_network;
mod plan_page;

pub use schema::{config as config_schema, model as model_schema};

/// Every written file: its path in the workspace, and its content.
pub fn files() -> Vec<(&'static str, String)> {
    let json = |value: serde_json::Value| format!("{value:#}\n");
    let mut files = vec![
        ("docs/schema/config-1.json", json(schema::config())),
        ("docs/schema/model-1.json", json(schema::model())),
        ("docs/configuration.md", keys_page::page()),
        ("docs/how-a-plan-is-made.md", plan_page::page()),
        ("web/boot.js", boot::script()),
        ("index.html", boot::shell()),
    ];
    files.extend(catalogs::files());
    files
}
