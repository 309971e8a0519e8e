//! The desktop program: reads what it was started with, then opens the window.

#![cfg_attr(all(not(debug_assertions), target_os = "windows"), windows_subsystem = "windows")]

mod rendering;
mod start;

use std::process::ExitCode;

fn main() -> ExitCode {
    let start = match start::read(std::env::args_os().skip(1)) {
        Ok(start) => start,
        Err(sentence) => {
            eprintln!("dovuto-desktop: {sentence}\n{}", start::USAGE);
            return ExitCode::from(2);
        }
    };
    rendering::choose(start.safe_rendering);
    match dovuto_desktop::open(start.data_dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("dovuto-desktop: {sentence}");
            ExitCode::FAILURE
        }
    }
}
