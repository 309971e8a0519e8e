//! Rules of the TypeScript: one door to the host, folders from left to right, no `any`, no floats.

use super::source::{Fault, Source, has_word, project};
use super::{holds, one, trips};

const UI: &str = "ui/src/";
const BINDINGS: &str = "ui/src/bindings/";

/// A folder imports from lower ranks and from itself. A folder that is not named is a slice.
const FOLDERS: [(&str, u8); 9] = [
    ("bindings", 0),
    ("locales", 0),
    ("styles", 0),
    ("lib", 1),
    ("kit", 2),
    ("backend", 3),
    ("actions", 4),
    ("shell", 6),
    ("test", 7),
];
const SLICE: u8 = 5;
const TOP: u8 = 8;

/// What is not written: the text, and what to do instead.
const UNWANTED: [(&str, &str); 10] = [
    (": any", "no any: use the bindings' type, or unknown"),
    ("<any", "no any: use the bindings' type, or unknown"),
    (", any>", "no any: use the bindings' type, or unknown"),
    ("as any", "no any: use the bindings' type, or unknown"),
    ("any[]", "no any: use the bindings' type, or unknown"),
    ("export default", "no default exports"),
    ("enum", "no enum: use a union"),
    ("parseFloat(", "amounts are computed in Rust, never through a float"),
    (".toFixed(", "amounts are computed in Rust, never through a float"),
    (".skip(", "no skipped tests"),
];

fn typescript(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources
        .iter()
        .filter(|s| s.is_in(UI) && !s.is_in(BINDINGS) && !s.path.contains("/locales/"))
        .filter(|s| s.is(".ts") || s.is(".tsx"))
}

/// What a file imports: line and address.
fn imports(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source
        .literals
        .iter()
        .filter(|literal| literal.before == "from" || literal.before == "import")
        .map(|literal| (literal.line, literal.text.as_str()))
}

fn one_door(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in typescript(sources).filter(|s| !s.path.starts_with("ui/src/backend/")) {
        for (line, address) in imports(source) {
            if address.starts_with("@tauri-apps/") {
                faults.push(source.fault(line, "only ui/src/backend knows the host"));
            }
        }
        for (line, code) in source.code_lines() {
            if has_word(code, "fetch(") || has_word(code, "XMLHttpRequest") {
                faults.push(source.fault(line, "only ui/src/backend knows the host"));
            }
        }
    }
    faults
}

/// The folder under ui/src; "" is the top itself.
fn folder(path: &str) -> Option<&str> {
    let below = path.strip_prefix(UI)?;
    Some(below.split_once('/').map_or("", |(folder, _)| folder))
}

fn rank(folder: &str) -> u8 {
    if folder.is_empty() {
        return TOP;
    }
    FOLDERS.iter().find(|(name, _)| *name == folder).map_or(SLICE, |(_, rank)| *rank)
}

/// Where an import of our own leads, as a path from the top; packages lead nowhere.
fn target(path: &str, address: &str) -> Option<String> {
    if let Some(below) = address.strip_prefix("@/").or(address.strip_prefix("~/")) {
        return Some(format!("{UI}{below}"));
    }
    if !address.starts_with('.') {
        return None;
    }
    let mut steps: Vec<&str> = path.split('/').collect();
    steps.pop();
    for step in address.split('/') {
        match step {
            "." => {}
            ".." => {
                steps.pop();
            }
            name => steps.push(name),
        }
    }
    Some(steps.join("/"))
}

fn left_to_right(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in typescript(sources).filter(|s| !s.path.contains(".test.")) {
        let here = folder(&source.path).unwrap_or_default();
        for (line, address) in imports(source) {
            let Some(target) = target(&source.path, address) else {
                continue;
            };
            let there = folder(&target).unwrap_or_default();
            if there != here && rank(there) >= rank(here) {
                let there = if there.is_empty() { "the top" } else { there };
                faults.push(source.fault(line, format!("{here} must not know {there}")));
            }
        }
    }
    faults
}

fn plain(sources: &[Source]) -> Vec<Fault> {
    let silenced = [concat!("@ts-", "ignore"), concat!("@ts-", "nocheck"), concat!("FIX", "ME")];
    let mut faults = Vec::new();
    for source in typescript(sources) {
        for (line, code) in source.code_lines() {
            if let Some((_, rule)) = UNWANTED.iter().find(|(what, _)| has_word(code, what)) {
                faults.push(source.fault(line, *rule));
            }
        }
        for (line, text) in source.lines() {
            for what in silenced.iter().filter(|what| text.contains(**what)) {
                faults.push(source.fault(line, format!("{what}: mend it instead")));
            }
        }
    }
    faults
}

#[test]
fn the_interface_has_one_door_to_the_host() {
    holds(&one_door(project()));
}

#[test]
fn folders_of_the_interface_know_only_those_to_their_left() {
    holds(&left_to_right(project()));
}

#[test]
fn the_interface_is_written_without_escapes() {
    holds(&plain(project()));
}

#[test]
fn a_second_door_is_caught() {
    let path = "ui/src/orders/OrderList.tsx";
    let import = "// x\nimport { invoke } from \"@tauri-apps/api/core\";";
    trips(&one_door(&one(path, import)), path, 2);
    trips(&one_door(&one(path, "await import(\"@tauri-apps/api/event\")")), path, 1);
    trips(&one_door(&one(path, "await fetch(\"ipc://localhost\")")), path, 1);
    holds(&one_door(&one("ui/src/backend/host.ts", import)));
    holds(&one_door(&one(path, "void query.refetch();")));
}

#[test]
fn an_import_to_the_right_is_caught() {
    let check = |path: &str, address: &str| {
        let text = format!("import {{ a }} from \"{address}\";");
        trips(&left_to_right(&one(path, &text)), path, 1);
    };
    check("ui/src/kit/Table.tsx", "../backend/call");
    check("ui/src/orders/OrderList.tsx", "../billing/InvoiceList");
    check("ui/src/orders/parts/Line.tsx", "../../shell/Frame");
    check("ui/src/lib/money.ts", "@/kit/Table");
    check("ui/src/lib/money.ts", "../main");
    let fine = "import { a } from \"../kit/Table\";\nimport b from \"react\";\nimport \"./c.css\";";
    holds(&left_to_right(&one("ui/src/orders/OrderList.tsx", fine)));
}

#[test]
fn any_and_floats_are_caught() {
    let path = "ui/src/lib/money.ts";
    let check = |text: &str| trips(&plain(&one(path, text)), path, 1);
    check("const a: any = 1;");
    check("const a = b as any;");
    check("const a: Record<string, any> = {};");
    check("export default function a() {}");
    check("const enum A { B }");
    check("const a = parseFloat(b);");
    check(concat!("// @ts-", "ignore"));
    holds(&plain(&one(
        path,
        "// no any here: any\nconst a = \"as any\"; const many: Company = b;",
    )));
}
