//! Pictures in a file: in the colours of its output intent, each once, by its own name.

use std::collections::BTreeMap;

use printpdf::{
    DictItem, ExternalStream, ExternalXObject, Op, Pt, XObject, XObjectId, XObjectTransform,
};

use crate::layout::picture::{Coding, Picture};

/// A picture as an object of the file.
pub(super) fn embedded(picture: &Picture) -> XObject {
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let colours = match picture.coding {
        Coding::Rgb | Coding::JpegRgb => "DeviceRGB",
        Coding::JpegGrey => "DeviceGray",
    };
    let mut dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(picture.width.into())),
        ("Height".to_owned(), DictItem::Int(picture.height.into())),
        ("ColorSpace".to_owned(), name(colours)),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
    ]);
    let is_plain = picture.coding == Coding::Rgb;
    if !is_plain {
        dict.insert("Filter".to_owned(), name("DCTDecode"));
    }
    let stream = ExternalStream { dict, content: picture.bytes.clone(), compress: is_plain };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// Draws a picture with its lower left corner at a point.
pub(super) fn drawn(picture: &Picture, (x, y): (Pt, Pt), (width, height): (Pt, Pt)) -> Op {
    Op::UseXobject {
        id: XObjectId(picture.name.clone()),
        transform: XObjectTransform {
            translate_x: Some(x),
            translate_y: Some(y),
            scale_x: Some(width.0),
            scale_y: Some(height.0),
            no_auto_scale: true,
            ..Default::default()
        },
    }
}
