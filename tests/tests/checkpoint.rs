//! That what a browser has kept of a run outlives the build that kept it: bytes that an earlier build wrote are read, and written again
//! as they were. Where this fails for a good reason, `Keyframe::FORM` is raised, and `cargo run -p playground-tests --bin checkpoint`
//! writes the bytes of the new form.

use playground::{ENGINE, Keyframe, Session};
use playground_tests::eventful::eventful;

const KEPT: &[u8] = include_bytes!("checkpoint.bin");

#[test]
fn bytes_of_an_earlier_build_are_read_and_written_again_as_they_were() {
    let keyframe = Keyframe::unpacked(KEPT).expect("the bytes are a checkpoint");
    let session = Session::resumed(keyframe).expect("its configuration is valid");
    assert!(session.can_undo() && session.can_redo() && session.diverged().is_some());
    assert!(session.checkpoint().packed() == KEPT, "{CURE}");
}

#[test]
fn what_is_packed_has_the_form_of_the_bytes() {
    // Also where the form has grown at its end, which the bytes above do not show.
    assert!(eventful().checkpoint().packed() == KEPT, "{CURE}");
    assert!(Keyframe::FORM.starts_with(&format!("{ENGINE}.")), "the numbers of another engine do not go on");
}

const CURE: &str = "a browser that has kept a run would misread it: raise Keyframe::FORM and write the bytes anew, as the head of this file says";
