//! Trains one workload natively for a number of epochs, as in `node tests/bench/problem.mjs W1 | epochs 20`, so that instructions
//! can be counted.

use std::error::Error;
use std::{env, io};

use bench_engine::Engine;
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let epochs = env::args().nth(1).ok_or("a number of epochs is needed")?.parse()?;
    let problem: Value = serde_json::from_reader(io::stdin().lock())?;
    let numbers: Vec<f32> = serde_json::from_value(problem["numbers"].clone())?;
    println!("{}", Engine::new(&problem.to_string(), &numbers)?.train(epochs));
    Ok(())
}
