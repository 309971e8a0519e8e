//! Pictures: a logo or a letterhead, as a PDF holds them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::Mp;

/// A picture of more dots is not read.
const DOTS_MAX: u64 = 40_000_000;

/// A picture without transparency.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub coding: Coding,
    /// Three bytes a dot, or a JPEG as it was given.
    pub bytes: Vec<u8>,
    /// What it is known by: the same picture has the same name.
    pub name: String,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} x {})", self.name, self.width, self.height)
    }
}

/// How its dots are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Rgb,
    JpegRgb,
    JpegGrey,
}

/// A picture that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureWrong {
    #[error("it is neither a PNG nor a JPEG")]
    Unknown,
    #[error("it is damaged: {why}")]
    Damaged { why: String },
    #[error("it has {width} by {height} dots: at most {DOTS_MAX} are read")]
    TooLarge { width: u32, height: u32 },
    #[error("it has the four colours of print: save it in RGB")]
    Cmyk,
}

impl Picture {
    /// Reads a PNG or a JPEG written in base 64.
    pub fn read_base_64(text: &str) -> Result<Self, PictureWrong> {
        let bytes = BASE64_STANDARD
            .decode(text.trim())
            .map_err(|error| PictureWrong::Damaged { why: error.to_string() })?;
        Self::read(&bytes)
    }

    /// Reads a PNG or a JPEG. What is transparent becomes white, as the paper is.
    pub fn read(bytes: &[u8]) -> Result<Self, PictureWrong> {
        let (width, height, coding, dots) = if bytes.starts_with(b"\x89PNG") {
            let (width, height, dots) = png(bytes)?;
            (width, height, Coding::Rgb, dots)
        } else if bytes.starts_with(&[0xff, 0xd8]) {
            let (width, height, coding) = jpeg(bytes)?;
            (width, height, coding, bytes.to_vec())
        } else {
            return Err(PictureWrong::Unknown);
        };
        let digest = Sha256::digest(&dots);
        let hex: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { width, height, coding, bytes: dots, name: format!("P{hex}") })
    }

    /// Width and height in a box that it fills in one direction and keeps its shape in.
    pub fn fit(&self, width: Mp, height: Mp) -> (Mp, Mp) {
        let (w, h) = (Mp::from(self.width), Mp::from(self.height));
        if w * height > width * h {
            (width, (width * h / w).max(1))
        } else {
            ((height * w / h).max(1), height)
        }
    }
}

fn sized(width: u32, height: u32) -> Result<(), PictureWrong> {
    if width == 0 || height == 0 {
        return Err(PictureWrong::Damaged { why: "it has no dots".to_owned() });
    }
    if u64::from(width) * u64::from(height) > DOTS_MAX {
        return Err(PictureWrong::TooLarge { width, height });
    }
    Ok(())
}

fn png(bytes: &[u8]) -> Result<(u32, u32, Vec<u8>), PictureWrong> {
    let damaged = |error: png::DecodingError| PictureWrong::Damaged { why: error.to_string() };
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    sized(width, height)?;
    let size = reader.output_buffer_size().ok_or(PictureWrong::TooLarge { width, height })?;
    let mut dots = vec![0; size];
    let frame = reader.next_frame(&mut dots).map_err(damaged)?;
    dots.truncate(frame.buffer_size());
    let on_white = |value: u8, alpha: u8| {
        let mixed = u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
        u8::try_from((mixed + 127) / 255).unwrap_or(255)
    };
    let rgb = match frame.color_type {
        png::ColorType::Rgb => dots,
        png::ColorType::Rgba => dots
            .chunks_exact(4)
            .flat_map(|dot| [0, 1, 2].map(|i| on_white(dot[i], dot[3])))
            .collect(),
        png::ColorType::Grayscale => dots.iter().flat_map(|grey| [*grey; 3]).collect(),
        png::ColorType::GrayscaleAlpha => {
            dots.chunks_exact(2).flat_map(|dot| [on_white(dot[0], dot[1]); 3]).collect()
        }
        png::ColorType::Indexed => {
            return Err(PictureWrong::Damaged { why: "its palette is missing".to_owned() });
        }
    };
    Ok((width, height, rgb))
}

/// Size and colours of a JPEG, from the head of its frame.
fn jpeg(bytes: &[u8]) -> Result<(u32, u32, Coding), PictureWrong> {
    let cut_off = || PictureWrong::Damaged { why: "it is cut off".to_owned() };
    let two = |at: usize| {
        let pair = bytes.get(at..at + 2)?;
        Some(u32::from(pair[0]) << 8 | u32::from(pair[1]))
    };
    let mut at = 2;
    loop {
        let marker = two(at).ok_or_else(cut_off)?;
        let length = usize::try_from(two(at + 2).ok_or_else(cut_off)?).unwrap_or(0);
        if marker < 0xff01 || length < 2 {
            return Err(PictureWrong::Damaged { why: "a part of it has no length".to_owned() });
        }
        // Frames, without the tables that have numbers between theirs.
        if (0xffc0..=0xffcf).contains(&marker) && !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc) {
            let (height, width) = two(at + 5).zip(two(at + 7)).ok_or_else(cut_off)?;
            sized(width, height)?;
            return match bytes.get(at + 9) {
                Some(1) => Ok((width, height, Coding::JpegGrey)),
                Some(3) => Ok((width, height, Coding::JpegRgb)),
                Some(4) => Err(PictureWrong::Cmyk),
                _ => Err(cut_off()),
            };
        }
        at += 2 + length;
    }
}
