//! That another host can take a host's place.

use playground::{Command, Unit};
use serde_json::json;

use super::{NOW_MS, ask, change, clock, frame, noisy, started, worked};
use crate::worker::host::*;
use crate::worker::saving::whole;

fn checkpoints(said: Vec<Outgoing>) -> Vec<Vec<u8>> {
    let packed = |out: Outgoing| if let Reply::Checkpoint { packed } = out.reply { Some(packed) } else { None };
    said.into_iter().filter_map(packed).collect()
}

#[test]
fn another_host_goes_on_from_a_checkpoint_with_what_was_changed_since() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 5 });
    let mut said = worked(&mut host);
    NOW_MS.with(|now| now.set(now.get() + 1000.0));
    said.extend(host.work(8.0));
    let checkpoint = checkpoints(said).pop().expect("a checkpoint is due after a second");
    let before = frame(&mut host).status;
    let config = json!({ "count": 40, "learningRate": 0.5 });
    let mut other = Host::new(1, clock, whole);
    ask(&mut other, Request::Start { config, checkpoint });
    assert_eq!(frame(&mut other).status.checksum, before.checksum);
    let Some(Reply::Answered { response: Response::Config(config), .. }) = ask(&mut other, Request::Config) else {
        panic!("the configuration is answered at once")
    };
    assert_eq!(config.learning_rate, 0.5);
}

#[test]
fn another_host_undoes_and_resets_like_the_one_whose_place_it_takes() {
    let mut host = started();
    let initial = frame(&mut host).status.checksum;
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 2 });
    worked(&mut host);
    ask(&mut host, change(Command::RemoveNeuron { layer: 0, unit: 1 }));
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 2 });
    let mut said = worked(&mut host);
    NOW_MS.with(|now| now.set(now.get() + 1000.0));
    said.extend(host.work(8.0));
    let checkpoint = checkpoints(said).pop().expect("a checkpoint is due after a second");
    let mut other = Host::new(1, clock, whole);
    let config = json!({ "count": 40, "hiddenLayers": [3, 2] });
    let Some(Reply::Answered { response: Response::Applied(applied), .. }) =
        ask(&mut other, Request::Start { config, checkpoint })
    else {
        panic!("a start is answered by what is there")
    };
    assert!(applied.can_undo && !applied.can_redo);
    for host in [&mut host, &mut other] {
        ask(host, change(Command::Undo));
    }
    assert_eq!(frame(&mut other).status, frame(&mut host).status);
    ask(&mut other, change(Command::Reset));
    assert_eq!(frame(&mut other).status.checksum, initial, "initial weights are not the saved ones");
}

#[test]
fn each_act_is_safe_soon_even_in_a_paused_run() {
    let mut host = started();
    ask(&mut host, noisy());
    assert_eq!(checkpoints(host.work(8.0)).len(), 1);
    assert_eq!(host.wait(), Wait::Request);
}
