//! Texts broken into lines that fit.

use super::{Mp, Style};

/// Breaks a text at its spaces, and a word that is too long for a line where it has to. Line
/// breaks of the text stay.
pub fn wrap(text: &str, style: Style, width: Mp) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        // Only at spaces that may be broken.
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let wider = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if style.width(&wider) <= width {
                line = wider;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = broken(word, style, width, &mut lines);
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Breaks one word anywhere, a letter a line if need be; gives what is left for the next line.
fn broken(word: &str, style: Style, width: Mp, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    for letter in word.chars() {
        line.push(letter);
        if style.width(&line) > width && line.chars().count() > 1 {
            line.pop();
            lines.push(std::mem::take(&mut line));
            line.push(letter);
        }
    }
    line
}

/// The greatest size, from the style's own down to `least`, at which a line fits.
pub fn shrunk(text: &str, style: Style, least: Mp, width: Mp) -> Option<Style> {
    let mut size = style.size;
    while size >= least {
        let smaller = Style { size, ..style };
        if smaller.width(text) <= width {
            return Some(smaller);
        }
        size -= 250;
    }
    None
}
