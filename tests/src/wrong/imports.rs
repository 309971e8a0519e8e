//! Files to import, and the mappings that say how to read them.

use std::fs;
use std::io::Write as _;

use super::Office;

const MAPPING: &str = "kind = \"customers\"\n[columns]\ncode = \"code\"\nname = \"name\"\n";

#[test]
fn a_file_that_cannot_be_read_is_refused_with_its_name() {
    let Some(office) = Office::open() else { return };
    office.write("m.toml", MAPPING);
    fs::create_dir(office.path("folder")).unwrap();
    office.write("empty.csv", "");
    office.write("blank.csv", "\n\n\n");
    office.write("nul.csv", "code,name\nA,B\0\n");
    office.write("old.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    office.write("torn.xlsx", "PK\u{3}\u{4}torn");
    office.write("picture.csv", [0x89, b'P', b'N', b'G', 0, 0, 0, 13]);
    office.write("twice.csv", "code,name,name\nA,B,C\n");
    office.write("long.csv", ["code,name\nA,".into(), "x".repeat(100 << 20)].concat());
    for (file, parts) in [
        ("gone.csv", &["there is no such file"][..]),
        ("folder", &["it is a folder"]),
        ("empty.csv", &["it is empty"]),
        ("blank.csv", &["no header row"]),
        ("nul.csv", &["empty bytes", "save it as"]),
        ("old.xls", &["old or locked workbook", "save it as .xlsx"]),
        ("torn.xlsx", &["no workbook that can be read"]),
        ("picture.csv", &["empty bytes"]),
        ("twice.csv", &["name"]),
        ("long.csv", &["line 2 is longer than 1 MiB"]),
    ] {
        let parts = [&[file], parts].concat();
        office.refuses(&["import", "customers", file, "--mapping", "m.toml"], 1, &parts);
    }
    #[cfg(unix)]
    for device in ["/dev/zero", "/dev/null"] {
        let words = ["import", "customers", device, "--mapping", "m.toml"];
        office.refuses(&words, 1, &[device, "a device or a pipe", "copy it into a file"]);
    }
}

#[test]
fn a_workbook_that_swells_when_unpacked_is_refused() {
    let Some(office) = Office::open() else { return };
    let mut zip = zip::ZipWriter::new(fs::File::create(office.path("bomb.xlsx")).unwrap());
    let pressed = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    let block = vec![b' '; 1 << 20];
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        zip.start_file(name, pressed).unwrap();
        for _ in 0..400 {
            zip.write_all(&block).unwrap();
        }
    }
    zip.finish().unwrap();
    office.write("m.toml", MAPPING);
    let words = ["import", "customers", "bomb.xlsx", "--mapping", "m.toml"];
    office.refuses(&words, 1, &["bomb.xlsx", "would unpack to more than", "split it"]);
}

#[test]
fn a_mapping_that_is_wrong_is_refused_with_its_place() {
    let Some(office) = Office::open() else { return };
    office.write("c.csv", "code,name\nA,Ada\n");
    let columns = "[columns]\ncode = \"code\"\n";
    for (text, parts) in [
        ("kind = \"customers".to_owned(), &["the mapping is not right", "line 1"][..]),
        ("kind = \"orders\"\n[columns]\nkey = \"code\"\n".to_owned(), &["not for customers"]),
        (format!("kind = \"customers\"\n{columns}"), &["name"]),
        (format!("{MAPPING}shoe_size = \"code\"\n"), &["shoe_size"]),
        (
            MAPPING.replace("\"name\"\n", "\"nix\"\n"),
            &["c.csv has no column \"nix\"", "code, name"],
        ),
        (format!("delimiter = \"ab\"\n{MAPPING}"), &["line 1", "expected a character"]),
        (format!("date_format = \"%Q\"\n{MAPPING}"), &["date_format"]),
    ] {
        office.write("m.toml", text);
        office.refuses(&["import", "customers", "c.csv", "--mapping", "m.toml"], 1, parts);
    }
    office.write("m.toml", [0xff, 0xfe, 0x00]);
    fs::create_dir(office.path("folder")).unwrap();
    for (mapping, parts) in [
        ("gone.toml", &["gone.toml cannot be read", "no such file"][..]),
        ("folder", &["folder cannot be read", "a folder or a device"]),
        ("m.toml", &["m.toml cannot be read", "no text in UTF-8"]),
        #[cfg(unix)]
        ("/dev/zero", &["/dev/zero cannot be read", "a folder or a device"]),
    ] {
        office.refuses(&["import", "customers", "c.csv", "--mapping", mapping], 2, parts);
    }
    let words = ["import", "customers", "c.csv", "--source", "shop"];
    office.refuses(&words, 1, &["none is saved for customers from \"shop\"", "give one"]);
    let words = ["import", "customers", "c.csv", "--source", "../shop", "--mapping", "m.toml"];
    office.write("m.toml", MAPPING);
    office.refuses(&words, 1, &["the source \"../shop\"", "letters, digits"]);
}

#[test]
fn each_bad_row_is_named_and_none_is_written() {
    let Some(office) = Office::open() else { return };
    let mapping = "kind = \"customers\"\n[columns]\ncode = \"code\"\nname = \"name\"\n\
                   country = \"country\"\ncredit_limit = \"limit\"\ncurrency = \"money\"\n";
    office.write("m.toml", mapping);
    for (row, parts) in [
        ("A,,IT,1,EUR", &["line 3, name", "must not be empty"][..]),
        (",Ada,IT,1,EUR", &["line 3, code", "must not be empty"]),
        ("A,Ada,Freedonia,1,EUR", &["line 3, country \"Freedonia\""]),
        ("A,Ada,IT,much,EUR", &["line 3, limit \"much\""]),
        ("A,Ada,IT,99999999999999999999,EUR", &["line 3, limit"]),
        ("A,Ada,IT,-1,EUR", &["line 3", "credit limit", "-100"]),
        ("A,Ada,IT,1,EURO", &["line 3, money \"EURO\"", "ISO 4217"]),
        ("GOOD,Ada,IT,1,EUR", &["line 3, code \"GOOD\"", "line 2 already"]),
        ("A,A\u{7}da,IT,1,EUR", &["line 3, name", "control character"]),
        ("A,Ada,IT,1", &["line 3", "4"]),
        ("A,Ada,IT,1,EUR,6", &["line 3", "6"]),
    ] {
        office
            .write("c.csv", format!("code,name,country,limit,money\nGOOD,Good,IT,1,EUR\n{row}\n"));
        let parts = [&["nothing was imported"], parts].concat();
        office.refuses(&["import", "customers", "c.csv", "--mapping", "m.toml"], 1, &parts);
    }
}
