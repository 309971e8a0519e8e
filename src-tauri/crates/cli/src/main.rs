//! `dovuto`: the commands of the window without a window.

mod arguments;
mod calendar;
mod host;
mod import;
mod render;
mod profile;
mod watched;
mod many;
mod print;
mod run;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { run::USAGE } else { run::OK });
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime {
        Ok(runtime) => ExitCode::from(runtime.block_on(run::run(arguments))),
        Err(error) => {
            eprintln!("dovuto: the system gives no threads: {error}");
            ExitCode::from(run::PROBLEM)
        }
    }
}
