//! Trains one workload natively for so many epochs: `epochs W1 20`, for counting instructions.

use std::error::Error;
use std::{env, fs};

use bench_engine::Engine;
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let workload = args.next().ok_or("a workload is needed, such as W1")?;
    let epochs = args.next().ok_or("a number of epochs is needed")?.parse()?;
    let file = |name: &str| format!("{}/../data/{name}", env!("CARGO_MANIFEST_DIR"));
    let all: Value = serde_json::from_str(&fs::read_to_string(file("data.json"))?)?;
    let work = &all[&workload];
    let sizes: Vec<usize> = serde_json::from_value(work["shape"].clone())?;
    let hidden = work["act"].as_str().ok_or("an activation has a name")?;
    let batch = serde_json::from_value(work["batch"].clone())?;
    let rate = serde_json::from_value(work["lr"].clone())?;
    let bytes = fs::read(file(&format!("{workload}.bin")))?;
    let numbers: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    println!("{}", Engine::new(&sizes, hidden, batch, rate, &numbers).train(epochs));
    Ok(())
}
