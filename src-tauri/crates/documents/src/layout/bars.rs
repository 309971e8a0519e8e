//! Code 128 (ISO/IEC 15417), sets B and C.

use super::{Command, Mp, Page};

/// Bars and gaps of each code word in turn, in modules.
static WIDTHS: &str = "\
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 \
    112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 \
    311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 \
    112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 \
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 \
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 \
    122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 \
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 \
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 \
    2331112";

const START_B: u8 = 104;
const START_C: u8 = 105;
const TO_C: u8 = 99;
const TO_B: u8 = 100;
const STOP: u8 = 106;
/// Of a module: hand scanners read nothing narrower, and nothing needs to be wider.
const LEAST: Mp = 540;
const MOST: Mp = 940;

/// The code words of a text with its start, check sum and stop; none for an empty text and for
/// letters beyond ASCII. Digits go in pairs where that is shorter.
pub fn code_words(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || !bytes.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        return None;
    }
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut in_pairs = digits(0) >= 4 || (digits(0) == 2 && bytes.len() == 2);
    let mut words = vec![if in_pairs { START_C } else { START_B }];
    let mut at = 0;
    while at < bytes.len() {
        let n = digits(at);
        if in_pairs && n >= 2 {
            words.push((bytes[at] - b'0') * 10 + bytes[at + 1] - b'0');
            at += 2;
            continue;
        }
        if in_pairs {
            words.push(TO_B);
            in_pairs = false;
        } else if n.is_multiple_of(2) && (n >= 6 || (n >= 4 && at + n == bytes.len())) {
            words.push(TO_C);
            in_pairs = true;
            continue;
        }
        words.push(bytes[at] - 0x20);
        at += 1;
    }
    words.push(check_sum(&words));
    words.push(STOP);
    Some(words)
}

/// The start and each word by its place, modulo 103.
fn check_sum(words: &[u8]) -> u8 {
    let weighed = (1_u32..).zip(&words[1..]).map(|(place, word)| place * u32::from(*word));
    let sum = u32::from(words[0]) + weighed.sum::<u32>();
    u8::try_from(sum % 103).expect("a remainder of 103 is small")
}

/// Bars and gaps in turn, in modules.
fn modules(words: &[u8]) -> Vec<Mp> {
    let widths: Vec<&str> = WIDTHS.split_whitespace().collect();
    let of = |word: &u8| widths.get(usize::from(*word)).copied().unwrap_or_default();
    words.iter().flat_map(|word| of(word).bytes()).map(|byte| Mp::from(byte - b'0')).collect()
}

/// Draws a text as Code 128 into a box (left, top, width, height) with a quiet zone of ten modules
/// on both sides; gives the width that it takes. Nothing is drawn, and none comes back, where it
/// cannot be written or its bars would be too thin to be read.
pub fn code_128(
    page: &mut Page,
    (x, y, width, height): (Mp, Mp, Mp, Mp),
    text: &str,
) -> Option<Mp> {
    let modules = modules(&code_words(text)?);
    let n = modules.iter().sum::<Mp>() + 20;
    let module = (width / n).min(MOST);
    if module < LEAST {
        return None;
    }
    let mut at = x + 10 * module;
    for (i, n) in modules.iter().enumerate() {
        if i.is_multiple_of(2) {
            let width = n * module;
            page.commands.push(Command::Fill { x: at, y, width, height, grey: 0 });
        }
        at += n * module;
    }
    Some(n * module)
}
