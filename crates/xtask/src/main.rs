//! `cargo xtask COMMAND`: the commands of developers and CI. There is one module per command; this file
//! only names them. The crate knows the tools and their versions, and not what the project computes.

mod after_build;
mod bench;
mod bench_page;
mod browsers;
mod build;
mod bundle;
mod exports;
mod function_order;
mod fuzz;
mod instructions;
mod panic_places;
mod picture;
mod process;
mod reference;
mod replay;
mod schema;
mod serve;
mod service_worker;
mod setup;
mod shared_files;
mod size;
mod soak;
mod stages;
mod styles;
mod test;
mod verify;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  setup            install the pinned build tools that are missing
  serve [ARGS]     setup, then build and serve the page (ARGS go to `trunk serve`)
  build [--quick]  setup, then build the page for release into dist/ (or as `serve` shows it, which is done sooner)
  test [STAGE…]    everything CI runs, or the named stages of it (`test list` names them)
  reference DIR    run every reference fixture in DIR
  replay FILE|LINK make a run again from its log in JSON or from its link, and print its checksum
  verify FILE      make the run of a receipt again, and say whether the receipt tells the truth
  soak [ARGS]      use the page at random, then replay that run natively (--minutes 10 --seed 1 --only chromium|firefox)
  fuzz KIND [MIN]  read hostile links, messages, models, goals … with a fuzzer for minutes (tests/fuzz/README.md)
  hostile [KIND]   read a million hostile texts of each kind with proptest
  schema           write what docs/, crates/nn/docs/, boot.js and index.html have from the program itself
  bench [ARGS]     compare the engine with a hand-written limit and other libraries; measure the page (`bench --help`)
  picture          regenerate the screenshots in README.md
  after-build      called by Trunk after each build";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let outcome = match command {
        "setup" => setup::run().map(|()| ExitCode::SUCCESS),
        "serve" => serve::run(rest).map(|()| ExitCode::SUCCESS),
        "build" => build::run(rest).map(|()| ExitCode::SUCCESS),
        "test" => test::run(rest),
        "reference" => reference::run(rest).map(|()| ExitCode::SUCCESS),
        "replay" => replay::run(rest).map(|()| ExitCode::SUCCESS),
        "verify" => verify::run(rest).map(|()| ExitCode::SUCCESS),
        "soak" => soak::run(rest).map(|()| ExitCode::SUCCESS),
        "fuzz" => fuzz::run(rest).map(|()| ExitCode::SUCCESS),
        "hostile" => fuzz::hostile(rest).map(|()| ExitCode::SUCCESS),
        "schema" => schema::run().map(|()| ExitCode::SUCCESS),
        "bench" => bench::run(rest).map(|()| ExitCode::SUCCESS),
        "picture" => picture::run().map(|()| ExitCode::SUCCESS),
        "after-build" => after_build::run().map(|()| ExitCode::SUCCESS),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        let is_missing = error.is::<process::Missing>();
        ExitCode::from(if is_missing { 2 } else { 1 })
    })
}
