//! Brings a fresh machine that has Rust to the point where everything builds and every test runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::process;
use crate::steps::Steps;

/// What the build, the window's tests and the acceptance scripts need on Debian and Ubuntu.
/// `xauth` is named because `xvfb` only recommends it and `xvfb-run` does not start without it.
const DEBIAN_PACKAGES: [&str; 12] = [
    "build-essential",
    "pkg-config",
    "curl",
    "file",
    "libwebkit2gtk-4.1-dev",
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "jq",
    "qpdf",
    "poppler-utils",
    "ca-certificates",
];

/// npm runs its scripts with the newer Node that ui/package.json brings.
const NODE_MAJOR_MIN: u32 = 18;

/// The npm that installs under the newer Node, where the system's Node is older.
const NPM: &str = "npm@11.19.1";

pub fn run(place: &Place, steps: &mut Steps) -> Outcome {
    steps.run("setup", || {
        system()?;
        rust_components(place)?;
        web_packages(&place.ui)
    })
}

fn system() -> Outcome {
    if cfg!(target_os = "linux") {
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        if is_debian(&release) && process::is_there("apt-get") { debian() } else { other_linux() }
    } else if cfg!(target_os = "macos") {
        macos()
    } else {
        windows()
    }
}

fn debian() -> Outcome {
    let mut wanted = DEBIAN_PACKAGES.to_vec();
    if node_major().is_none() {
        wanted.push("nodejs");
    }
    if !process::is_there("npm") {
        wanted.push("npm");
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|name| !has_package(name)).collect();
    if missing.is_empty() {
        println!("  the system's packages are there");
        return enough_node();
    }

    println!("  missing: {}", missing.join(", "));
    let by_hand = format!("as root: apt-get update && apt-get install {}", missing.join(" "));
    process::run(apt_get(&by_hand)?.arg("update"), &by_hand)?;
    process::run(
        apt_get(&by_hand)?.args(["install", "--yes", "--no-install-recommends"]).args(&missing),
        &by_hand,
    )?;
    enough_node()
}

/// `apt-get` as root: directly, or through sudo, which may ask for a password.
fn apt_get(by_hand: &str) -> Result<Command, Failure> {
    let is_root = process::answer("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    if is_root {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        return Ok(command);
    }
    if !process::is_there("sudo") {
        return Err(Failure::new(
            "packages are missing, and this user is not root and has no sudo",
            by_hand,
        ));
    }
    let mut command = Command::new("sudo");
    command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Ok(command)
}

fn has_package(name: &str) -> bool {
    process::answer("dpkg-query", &["--show", "--showformat=${Status}", name])
        .is_some_and(|status| status.contains("ok installed"))
}

fn other_linux() -> Outcome {
    let missing = absent(&["cc", "pkg-config", "node", "npm", "xvfb-run", "WebKitWebDriver", "jq"]);
    let has_webkit = process::answer("pkg-config", &["--exists", "webkit2gtk-4.1"]).is_some();
    if missing.is_empty() && has_webkit {
        return enough_node();
    }
    Err(Failure::new(
        format!(
            "this Linux is neither Debian nor Ubuntu, and these are missing: {}{}",
            missing.join(", "),
            if has_webkit { "" } else { " webkit2gtk-4.1" }
        ),
        "install a C compiler, pkg-config, the development files of WebKitGTK 4.1, \
         WebKitWebDriver, xvfb with xauth, jq and Node 18 or newer with npm; on Fedora: dnf \
         install gcc-c++ pkgconf webkit2gtk4.1-devel webkit2gtk-driver \
         xorg-x11-server-Xvfb xauth jq nodejs npm",
    ))
}

fn macos() -> Outcome {
    if process::answer("xcode-select", &["-p"]).is_none() {
        return Err(Failure::new(
            "Apple's command line tools are missing",
            "run `xcode-select --install`",
        ));
    }
    enough_node()
}

/// The linker is found by rustc itself, so only what it cannot find is looked for here.
fn windows() -> Outcome {
    println!("  needed: WebView2 (part of Windows 11; else developer.microsoft.com/microsoft-edge");
    println!("  /webview2) and Visual Studio Build Tools with \"Desktop development with C++\"");
    enough_node()
}

fn enough_node() -> Outcome {
    let remedy = "install Node 22 or newer with npm, from nodejs.org or the system's packages";
    match node_major() {
        None => Err(Failure::new("Node is missing", remedy)),
        Some(major) if major < NODE_MAJOR_MIN => Err(Failure::new(
            format!("Node {major} is too old, {NODE_MAJOR_MIN} is the oldest that works"),
            remedy,
        )),
        Some(_) if !process::is_there("npm") => Err(Failure::new("npm is missing", remedy)),
        Some(_) => Ok(()),
    }
}

fn node_major() -> Option<u32> {
    major(&process::answer("node", &["--version"])?)
}

fn rust_components(place: &Place) -> Outcome {
    for (program, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let is_there = process::cargo(&place.root)
            .args([program, "--version"])
            .output()
            .is_ok_and(|output| output.status.success());
        if is_there {
            continue;
        }
        process::run(
            Command::new("rustup").args(["component", "add", component]),
            &format!("install {component} for this Rust toolchain"),
        )?;
    }
    Ok(())
}

/// Installs what the lock file says, unless that was installed last time and still works.
/// Not `npm ci`: it refuses a lock file without the optional packages of other systems, and a
/// registry that does not carry those cannot be asked for them. `--no-save` leaves the lock alone.
fn web_packages(ui: &Path) -> Outcome {
    let lock = ui.join("package-lock.json");
    let locked = std::fs::read(&lock).map_err(|error| {
        Failure::new(
            format!("{} could not be read: {error}", lock.display()),
            "restore it: git checkout ui/package-lock.json",
        )
    })?;
    let stamp = stamp_of(ui);
    let installed = std::fs::read(&stamp).is_ok_and(|installed| installed == locked);
    if installed && natives_work(ui) {
        println!("  the web packages are there");
        return Ok(());
    }
    process::run(
        npm_under_newer_node(ui)?.args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]),
        "npm says above what it could not get: it needs the network, or its settings a proxy",
    )?;
    if !natives_work(ui) {
        return Err(Failure::new(
            "npm ended well and left out what is named above, without which nothing builds",
            "delete ui/node_modules and run `cargo xtask setup` again; if it stays so, the \
             registry does not carry that package for this system",
        ));
    }
    std::fs::write(&stamp, locked).map_err(|error| {
        Failure::new(
            format!("{} could not be written: {error}", stamp.display()),
            "look whether the disk is full and the folder yours",
        )
    })
}

/// npm itself, run by no older Node than the one of ui/package.json: npm silently leaves out an
/// optional package that asks for a newer Node than the one that runs npm.
fn npm_under_newer_node(ui: &Path) -> Result<Command, Failure> {
    let brought =
        node_brought(&std::fs::read_to_string(ui.join("package.json")).map_err(|error| {
            Failure::new(
                format!("ui/package.json could not be read: {error}"),
                "restore it: git checkout ui/package.json",
            )
        })?);
    let mut npm = process::npm(ui);
    if let Some(brought) = brought
        && node_major() < major(&brought)
    {
        let node = format!("--package=node@{brought}");
        let newer = format!("--package={NPM}");
        npm.args(["exec", "--yes", "--loglevel=error", &node, &newer, "--", "npm"]);
    }
    Ok(npm)
}

/// The version of Node that ui/package.json brings as a package.
fn node_brought(package: &str) -> Option<String> {
    let line = package.lines().find_map(|line| line.trim().strip_prefix("\"node\": \""))?;
    line.split('"').next().map(str::to_owned)
}

/// Whether the parts of packages that are made for this system are there and load; what is wrong
/// is printed.
fn natives_work(ui: &Path) -> bool {
    let mut npm = process::npm(ui);
    npm.args(["run", "--silent", "natives"]).status().is_ok_and(|status| status.success())
}

/// A copy of the lock file inside node_modules: it goes when they go.
fn stamp_of(ui: &Path) -> PathBuf {
    ui.join("node_modules").join(".installed-lock.json")
}

fn absent(names: &[&'static str]) -> Vec<&'static str> {
    names.iter().copied().filter(|name| !process::is_there(name)).collect()
}

fn is_debian(release: &str) -> bool {
    release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or(line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split(' '))
        .any(|word| word == "debian" || word == "ubuntu")
}

fn major(version: &str) -> Option<u32> {
    let digits = version.trim().trim_start_matches('v');
    digits.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_children_are_known() {
        let check = |release, expect| assert_eq!(is_debian(release), expect, "{release}");
        check("NAME=\"Debian GNU/Linux\"\nID=debian\n", true);
        check("ID=ubuntu\nID_LIKE=debian\n", true);
        check("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", true);
        check("ID=fedora\n", false);
        check("VARIANT_ID=debian\n", false);
        check("", false);
    }

    #[test]
    fn the_node_that_the_interface_brings_is_read() {
        let check = |text, expect: Option<&str>| assert_eq!(node_brought(text).as_deref(), expect);
        check("{\n  \"devDependencies\": {\n    \"node\": \"24.21.0\",", Some("24.21.0"));
        check("{\n  \"allowScripts\": {\n    \"node\": true", None);
        let real = include_str!("../../../../ui/package.json");
        assert!(node_brought(real).and_then(|version| major(&version)).is_some());
    }

    #[test]
    fn the_major_version_of_node_is_read() {
        let check = |version, expect| assert_eq!(major(version), expect, "{version}");
        check("v24.1.0\n", Some(24));
        check("20.19.2", Some(20));
        check("", None);
    }
}
