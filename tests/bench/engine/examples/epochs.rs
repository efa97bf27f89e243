//! Trains one workload natively for a number of epochs, as in `epochs W1 20`, so that instructions can be counted.

use std::error::Error;
use std::{env, fs};

use bench_engine::Engine;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let workload = args.next().ok_or("a workload is needed, such as W1")?;
    let epochs = args.next().ok_or("a number of epochs is needed")?.parse()?;
    let file = |name: &str| format!("{}/../data/{name}", env!("CARGO_MANIFEST_DIR"));
    let all: Value = serde_json::from_str(&fs::read_to_string(file("data.json"))?)?;
    let work = &all[&workload];
    let problem = json!({
        "sizes": work["shape"], "hidden": work["act"], "output": "tanh", "loss": "squared",
        "optimiser": "gradient-descent", "optimiserParams": [], "penalty": "none", "penaltyRate": 0.0,
        "rate": work["lr"], "batch": work["batch"],
    });
    let bytes = fs::read(file(&format!("{workload}.bin")))?;
    let numbers: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    println!("{}", Engine::new(&problem.to_string(), &numbers)?.train(epochs));
    Ok(())
}
