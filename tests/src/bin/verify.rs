//! `verify FILE`: makes the run of a receipt again and says whether the receipt tells the truth; exits with 1 where it does not, with 2
//! where the file is no receipt.

use std::process::ExitCode;

use playground::Receipt;

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: verify FILE");
        return ExitCode::from(2);
    };
    let receipt = match read(&file) {
        Ok(receipt) => receipt,
        Err(reason) => {
            eprintln!("{file}: {reason}");
            return ExitCode::from(2);
        }
    };
    println!("goal: {}", receipt.goal());
    match receipt.verify(|text| serde_json::from_str(text).ok()) {
        Ok(status) => {
            println!(
                "the run was made again: step {}, epoch {}, checksum {}",
                status.step, status.epoch, status.checksum
            );
            println!("the goal holds, and all facts are as the receipt says");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            println!("the receipt does not hold: {problem}");
            ExitCode::from(1)
        }
    }
}

fn read(file: &str) -> Result<Receipt, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Receipt::from_json(&json).map_err(|problem| problem.to_string())
}
