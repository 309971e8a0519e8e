//! What makes a file a PDF/A-3b (ISO 19005-3) with bytes that repeat, and printpdf leaves out.

use lopdf::{Document, Object, Stream, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};

use super::About;
use super::points::pt;
use crate::layout::{Command, Mp, Page};
use crate::print::Unprintable;

/// The colours of a screen (IEC 61966-2-1), as the file's output intent.
static SRGB: &[u8] = include_bytes!("../../fonts/srgb.icc");

const PRODUCER: &str = "Dovuto";

/// Gives the file its description, colours and identity, and writes it.
pub(super) fn finish(
    mut file: Document,
    about: &About,
    pages: &[Page],
) -> Result<Vec<u8>, Unprintable> {
    let no = |error: lopdf::Error| Unprintable::Pdf { why: error.to_string() };
    "1.7".clone_into(&mut file.version);
    let mut colours = Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec());
    colours.compress().map_err(no)?;
    let colours = file.add_object(colours);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB"),
        "Info" => text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => colours,
    };
    let metadata = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        description(about).into_bytes(),
    );
    let metadata = file.add_object(metadata.with_compression(false));
    let catalog = file.catalog_mut().map_err(no)?;
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("Metadata", metadata);
    catalog.set("Lang", text(about.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });

    let day = format!("D:{}000000Z", about.day.format("%Y%m%d"));
    let info = dictionary! {
        "Title" => wide(&about.title),
        "Author" => wide(&about.author),
        "Producer" => text(PRODUCER),
        "CreationDate" => text(&day),
        "ModDate" => text(&day),
    };
    let info = file.add_object(info);
    file.trailer.set("Info", info);
    annotate(&mut file, pages);
    file.prune_objects();
    file.compress();
    let identity = identity(&file, about);
    let identity = Object::String(identity, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identity.clone(), identity]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| Unprintable::Pdf { why: error.to_string() })?;
    Ok(bytes)
}

/// Gives each page its links; a page without any has no list of them.
fn annotate(file: &mut Document, pages: &[Page]) {
    let ids: Vec<_> = file.page_iter().collect();
    for (id, page) in ids.into_iter().zip(pages) {
        let links: Vec<Object> = page
            .commands
            .iter()
            .filter_map(|command| link(command, page.height))
            .map(|link| Object::Reference(file.add_object(link)))
            .collect();
        if let Ok(of) = file.get_object_mut(id).and_then(Object::as_dict_mut) {
            if links.is_empty() {
                of.remove(b"Annots");
            } else {
                of.set("Annots", links);
            }
        }
    }
}

/// A link that is printed as it is seen, without a border.
fn link(command: &Command, height_of_page: Mp) -> Option<lopdf::Dictionary> {
    let Command::Link { uri, .. } = command else { return None };
    let (left, top, right, bottom) = command.bounds();
    let place = [left, height_of_page - bottom, right, height_of_page - top];
    let action = dictionary! { "Type" => "Action", "S" => "URI", "URI" => text(uri) };
    Some(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => place.map(|length| Object::Real(pt(length).0)).to_vec(),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        // Printed.
        "F" => 4,
        "A" => action,
    })
}

/// What the file is known by: a digest of everything that it shows.
fn identity(file: &Document, about: &About) -> Vec<u8> {
    let mut sha = Sha256::new();
    sha.update(about.title.as_bytes());
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            sha.update(&stream.content);
        }
    }
    sha.finalize()[..16].to_vec()
}

fn text(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// A text of any letters: UTF-16 with its mark.
fn wide(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The description in XMP; it says the same as the list of information.
fn description(about: &About) -> String {
    let (title, author) = (escaped(&about.title), escaped(&about.author));
    let (language, day) = (about.language, about.day.format("%Y-%m-%dT00:00:00Z"));
    format!(
        r#"<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
   <xmp:CreateDate>{day}</xmp:CreateDate>
   <xmp:ModifyDate>{day}</xmp:ModifyDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#,
        mark = '\u{feff}',
    )
}
