//! Writes the generated TypeScript, or with `--check` says whether it is stale.

use std::process::ExitCode;

const FILE: &str = "ui/src/bindings/commands.ts";

fn main() -> ExitCode {
    let text = dovuto_rpc::bindings::text();
    if std::env::args().any(|arg| arg == "--check") {
        if std::fs::read_to_string(FILE).is_ok_and(|found| found == text) {
            return ExitCode::SUCCESS;
        }
        eprintln!("{FILE} is stale: run `cargo xtask bindings` and commit it");
        return ExitCode::FAILURE;
    }
    match std::fs::write(FILE, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("writing {FILE} failed: {error}; run it from the top of the project");
            ExitCode::FAILURE
        }
    }
}
