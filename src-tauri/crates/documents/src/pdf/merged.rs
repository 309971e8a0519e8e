//! Many files put one after the other into one, for a printer.
//!
//! Written as they come: what is held in memory is one file, and some bytes for each object.

use std::collections::HashMap;
use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};

/// The catalog and the tree of pages have the first numbers.
const CATALOG: u32 = 1;
const PAGES: u32 = 2;
/// What a page may have from the tree that it hangs in.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// A merged file on its way. The same files in the same order give the same bytes.
pub struct Merged<W> {
    out: W,
    /// How many bytes were written.
    at: usize,
    /// Where each object begins, by its number; 0 is none.
    places: Vec<usize>,
    pages: Vec<Object>,
    /// Numbers of objects that were written, by their digest: files have much in common.
    known: HashMap<[u8; 32], u32>,
    identity: Sha256,
}

/// Why files were not merged.
#[derive(Debug, thiserror::Error)]
pub enum NotMerged {
    /// What should be merged is no PDF that can be read.
    #[error(transparent)]
    Unreadable(#[from] lopdf::Error),
    /// Two objects of a file name each other, which none of a page does.
    #[error("object {0} names itself")]
    Circular(u32),
    /// Where it goes cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Numbers that the objects of one file have here; none while one is being written.
type Numbers = HashMap<ObjectId, Option<u32>>;

impl<W: Write> Merged<W> {
    /// Begins a file.
    pub fn begin(out: W) -> io::Result<Self> {
        let mut merged = Self {
            out,
            at: 0,
            places: vec![0; 3],
            pages: Vec::new(),
            known: HashMap::new(),
            identity: Sha256::new(),
        };
        merged.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
        Ok(merged)
    }

    /// Adds every page of a file.
    pub fn add(&mut self, file: &[u8]) -> Result<(), NotMerged> {
        let document = Document::load_mem(file)?;
        self.identity.update(Sha256::digest(file));
        let ids: Vec<ObjectId> = document.page_iter().collect();
        let mut numbers = Numbers::new();
        for id in &ids {
            numbers.insert(*id, Some(self.reserve()));
        }
        for id in ids {
            let mut page = whole_page(&document, id)?;
            page.remove(b"Parent");
            let mut page = self.renamed(&document, Object::Dictionary(page), &mut numbers)?;
            page.as_dict_mut()?.set("Parent", (PAGES, 0));
            let number = numbers[&id].expect("pages have their numbers first");
            self.object(number, &said(&page))?;
            self.pages.push(Object::Reference((number, 0)));
        }
        Ok(())
    }

    /// Writes what holds the pages together, and gives back where it was written.
    pub fn finish(mut self) -> Result<W, NotMerged> {
        let catalog = dictionary! { "Type" => "Catalog", "Pages" => (PAGES, 0) };
        self.object(CATALOG, &said(&Object::Dictionary(catalog)))?;
        let n_pages = i64::try_from(self.pages.len()).unwrap_or(i64::MAX);
        let kids = std::mem::take(&mut self.pages);
        let pages = dictionary! { "Type" => "Pages", "Count" => n_pages, "Kids" => kids };
        self.object(PAGES, &said(&Object::Dictionary(pages)))?;

        let (begins, n) = (self.at, self.places.len());
        self.put(format!("xref\n0 {n}\n0000000000 65535 f \n").as_bytes())?;
        for place in std::mem::take(&mut self.places).into_iter().skip(1) {
            self.put(format!("{place:010} 00000 n \n").as_bytes())?;
        }
        let identity = self.identity.finalize_reset()[..16].to_vec();
        let identity = Object::String(identity, StringFormat::Hexadecimal);
        let trailer = dictionary! {
            "Size" => i64::try_from(n).unwrap_or(i64::MAX),
            "Root" => (CATALOG, 0),
            "ID" => vec![identity.clone(), identity],
        };
        self.put(b"trailer\n")?;
        self.put(&said(&Object::Dictionary(trailer)))?;
        self.put(format!("\nstartxref\n{begins}\n%%EOF\n").as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// The object as it is here: everything that it names is written before it.
    fn renamed(
        &mut self,
        from: &Document,
        mut object: Object,
        numbers: &mut Numbers,
    ) -> Result<Object, NotMerged> {
        match &mut object {
            Object::Reference(id) => *id = (self.copied(from, *id, numbers)?, 0),
            Object::Array(items) => {
                for item in items {
                    *item = self.renamed(from, std::mem::replace(item, Object::Null), numbers)?;
                }
            }
            Object::Dictionary(entries) | Object::Stream(lopdf::Stream { dict: entries, .. }) => {
                for (_, value) in entries.iter_mut() {
                    *value = self.renamed(from, std::mem::replace(value, Object::Null), numbers)?;
                }
            }
            _ => {}
        }
        Ok(object)
    }

    fn copied(
        &mut self,
        from: &Document,
        id: ObjectId,
        numbers: &mut Numbers,
    ) -> Result<u32, NotMerged> {
        match numbers.insert(id, None) {
            Some(Some(number)) => {
                numbers.insert(id, Some(number));
                return Ok(number);
            }
            Some(None) => return Err(NotMerged::Circular(id.0)),
            None => {}
        }
        let object = self.renamed(from, from.get_object(id)?.clone(), numbers)?;
        let said = said(&object);
        let digest = Sha256::digest(&said).into();
        let number = match self.known.get(&digest) {
            Some(number) => *number,
            None => {
                let number = self.reserve();
                self.object(number, &said)?;
                self.known.insert(digest, number);
                number
            }
        };
        numbers.insert(id, Some(number));
        Ok(number)
    }

    fn reserve(&mut self) -> u32 {
        self.places.push(0);
        u32::try_from(self.places.len() - 1).expect("no file has so many objects")
    }

    fn object(&mut self, number: u32, said: &[u8]) -> io::Result<()> {
        let place = usize::try_from(number).expect("32 bits fit");
        self.places[place] = self.at;
        self.put(format!("{number} 0 obj\n").as_bytes())?;
        self.put(said)?;
        self.put(b"\nendobj\n")
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.at += bytes.len();
        Ok(())
    }
}

/// A page with what it has from the tree above it.
fn whole_page(document: &Document, id: ObjectId) -> Result<Dictionary, lopdf::Error> {
    let mut page = document.get_dictionary(id)?.clone();
    let mut above = page.get(b"Parent").and_then(Object::as_reference);
    while let Ok(node) = above {
        let node = document.get_dictionary(node)?;
        for key in INHERITED {
            if let (false, Ok(value)) = (page.has(key), node.get(key)) {
                page.set(key, value.clone());
            }
        }
        above = node.get(b"Parent").and_then(Object::as_reference);
    }
    Ok(page)
}

/// An object as a file writes it.
fn said(object: &Object) -> Vec<u8> {
    let mut out = Vec::new();
    say(object, &mut out);
    out
}

fn say(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().bytes()),
        Object::Integer(value) => out.extend(value.to_string().bytes()),
        Object::Real(value) => out.extend(value.to_string().bytes()),
        Object::Name(name) => say_name(name, out),
        // Digits need no sign before any letter.
        Object::String(text, _) => {
            out.push(b'<');
            out.extend(text.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for item in items {
                say(item, out);
                out.push(b' ');
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => say_entries(entries, out),
        Object::Stream(stream) => {
            let mut entries = stream.dict.clone();
            entries.set("Length", i64::try_from(stream.content.len()).unwrap_or(i64::MAX));
            say_entries(&entries, out);
            out.extend(b"stream\n");
            out.extend(&stream.content);
            out.extend(b"\nendstream");
        }
        Object::Reference((number, generation)) => {
            out.extend(format!("{number} {generation} R").bytes());
        }
    }
}

fn say_entries(entries: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"<<");
    for (key, value) in entries {
        say_name(key, out);
        out.push(b' ');
        say(value, out);
        out.push(b'\n');
    }
    out.extend(b">>");
}

fn say_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02x}").bytes());
        }
    }
}
