//! What every fuzz target does: it reads the text as `playground_tests::hostile` says, and sees that no more memory is taken than is
//! stated there.

use playground_tests::hostile::target;

/// Reads one text of the kind of this name.
pub fn read(name: &str, text: &str) {
    let target = target(name).expect("a fuzz target has the name of its kind");
    let used = allocation_counter::measure(|| (target.read)(text));
    let limit = target.limit(text.len());
    assert!(used.bytes_max <= limit, "{} bytes at once, the limit is {limit}", used.bytes_max);
}
