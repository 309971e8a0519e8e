//! Folders and disks: absent, only to be read, full; devices where a file should be.

use std::path::PathBuf;
use std::process::Command;

use super::{Office, copy, dovuto, found, said, sample};

const SAVE: [&str; 4] =
    ["do", "firm.save_member", "--json", r#"{"code":"x","name":"Y","departments":["sales"]}"#];

#[test]
fn a_folder_without_a_firm_says_how_to_make_one() {
    let Some(office) = Office::open() else { return };
    for folder in [office.path("empty"), PathBuf::from("/dev/null")] {
        let mut command = dovuto(&folder);
        let words = ["no firm lies in", "dovuto firm create", "dovuto sample"];
        office.refuses_of(command.arg("orders"), 1, &words);
    }
}

#[test]
fn copies_and_lists_go_only_where_they_can() {
    let Some(office) = Office::open() else { return };
    office.write("there.csv", "mine");
    for (words, parts) in [
        (&["backup", "gone/copy.db"][..], &["gone does not exist"][..]),
        (&["backup", "there.csv"], &["there.csv exists already", "choose another name"]),
        (&["backup", "."], &[". exists already"]),
        (&["export", "orders", "gone/o.csv"], &["gone/o.csv cannot be written", "no folder gone"]),
        (&["export", "orders", "there.csv"], &["there.csv exists already", "may be replaced"]),
        (&["export", "orders", "o.pdf"], &[".pdf names no format", ".csv or .xlsx"]),
        (&["export", "orders", "firms", "--replace", "--format", "csv"], &["firms"]),
        (&["export", "firm", "firms"], &["firms exists already"]),
    ] {
        office.refuses(words, 1, parts);
    }
    #[cfg(unix)]
    office.refuses(&["backup", "/dev/full"], 1, &["/dev/full exists already"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_user_without_a_home_names_a_folder() {
    let Some(office) = Office::open() else { return };
    // Programs under a folder that only their owner may enter cannot be started by anybody else.
    let program = office.path("dovuto");
    std::fs::copy(crate::crash::driver::program().unwrap(), &program).unwrap();
    let open = Command::new("chmod").args(["-R", "a+rx"]).arg(office.folder.path()).status();
    assert!(open.unwrap().success());
    let mut homeless = Command::new("setpriv");
    homeless.args(["--reuid", "23456", "--clear-groups"]).arg(&program).arg("orders");
    let said = said(homeless.env_clear());
    if said.text.contains("setpriv") {
        println!("skipped: to be a user without a home needs root");
        return;
    }
    assert_eq!(said.code, 2, "{}", said.text);
    assert!(said.text.contains("no home folder; say where with --data-dir"), "{}", said.text);
}

/// A file system of a few megabytes with the sample firm, gone with the value; nothing where this
/// user may not make one.
struct Small(Office);

impl Small {
    fn open() -> Option<Self> {
        crate::crash::driver::program()?;
        let folder = tempfile::tempdir().unwrap();
        let mount = |words: &[&str]| {
            let done = Command::new("mount").args(words).arg(folder.path()).output();
            done.is_ok_and(|output| output.status.success())
        };
        if !mount(&["-t", "tmpfs", "-o", "size=6m", "none"]) {
            println!("skipped: a small disk needs root, who may mount one");
            return None;
        }
        copy(sample(), folder.path());
        Some(Self(Office { folder }))
    }

    fn fill(&self) {
        let _ = std::fs::write(self.0.path("fill"), vec![7; 8 << 20]);
    }

    fn only_read(&self) {
        let mut mount = Command::new("mount");
        let done = mount.args(["-o", "remount,ro"]).arg(self.0.folder.path()).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.folder.path()).status();
    }
}

#[test]
fn a_full_disk_is_said_to_be_full_and_nothing_is_lost() {
    let Some(small) = Small::open() else { return };
    let office = &small.0;
    small.fill();
    let full = &["disk is full", "make room"];
    for words in [&SAVE[..], &["backup", "copy.db"]] {
        office.refuses(words, 1, full);
    }
    let create = ["firm", "create", "--name", "Zeta", "--country", "IT", "--currency", "EUR"];
    let ada = ["--member-name", "Ada", "--member-code", "ada"];
    office.refuses(&[&create[..], &ada[..]].concat(), 1, full);
    office.refuses(&["export", "customers", "customers.csv"], 1, &["full"]);
    std::fs::remove_file(office.path("fill")).unwrap();
    let verified = said(&mut office.typed(&["verify"]));
    assert_eq!(verified.code, 0, "{}", verified.text);
}

#[test]
fn a_disk_that_is_only_to_be_read_says_so() {
    let Some(small) = Small::open() else { return };
    let office = &small.0;
    small.only_read();
    for words in [&SAVE[..], &["orders"], &["backup", "copy.db"]] {
        office.refuses(words, 1, &["Read-only file system", "a folder that you may write to"]);
    }
    let before = found(office.folder.path());
    let create = ["firm", "create", "--name", "Zeta", "--country", "IT", "--currency", "EUR"];
    let ada = ["--member-name", "Ada", "--member-code", "ada"];
    office.refuses(&[&create[..], &ada[..]].concat(), 1, &["Read-only file system"]);
    assert_eq!(found(office.folder.path()), before);
}
