//! Writes the published schemas and pages below the workspace; see `playground_tests::published`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (place, text) in playground_tests::published::files() {
        let path = workspace.join(place);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, text)?;
        println!("{place}");
    }
    Ok(())
}
