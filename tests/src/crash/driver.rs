//! `dovuto rpc` as another program sees it: lines in, lines out, and an end at any moment.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A running `dovuto rpc`.
pub struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// The program to start: what `DOVUTO` names, else the one that was built beside the tests.
/// Nothing, said aloud, where it was not built.
pub fn program() -> Option<PathBuf> {
    let named = std::env::var_os("DOVUTO").map(PathBuf::from);
    let built = || {
        let folder = std::env::var_os("DOVUTO_BIN_DIR").map(PathBuf::from);
        let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug");
        folder.unwrap_or_else(usual).join(format!("dovuto{}", std::env::consts::EXE_SUFFIX))
    };
    let program = named.unwrap_or_else(built);
    if program.is_file() {
        return Some(program);
    }
    eprintln!("skipped: {} was not built", program.display());
    None
}

impl Program {
    pub fn start(data_dir: &Path) -> Self {
        let program = program().expect("the caller looked whether it is there");
        let mut child = Command::new(program)
            .arg("--data-dir")
            .arg(data_dir)
            .args(["--as", "dora", "rpc"])
            .env("DOVUTO_KEYS", "file")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output is ours"));
        Self { child, input, output }
    }

    pub fn send(&mut self, request: &Value) {
        let input = self.input.as_mut().expect("its input is open");
        writeln!(input, "{request}").expect("the program reads");
    }

    /// The next whole line that it wrote, or nothing where it ended.
    pub fn hear(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("its output is text");
        // A line that was cut off was not acknowledged.
        let whole = line.ends_with('\n');
        whole.then(|| serde_json::from_str(&line).expect("an answer is JSON"))
    }

    /// SIGKILL, and what it had written by then.
    pub fn kill(mut self) -> Vec<Value> {
        self.child.kill().expect("it is ours to kill");
        self.child.wait().expect("it ended");
        std::iter::from_fn(|| self.hear()).collect()
    }

    /// Ends its input and waits until it goes by itself.
    pub fn end(mut self) {
        drop(self.input.take());
        let ended = self.child.wait().expect("it ended");
        assert!(ended.success(), "it ended with {ended}");
    }
}
