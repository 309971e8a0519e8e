//! Codes that machines read.

use dovuto_documents::layout::bars::{code_128, code_words};
use dovuto_documents::layout::{Command, Page, mm};

#[test]
fn texts_become_the_code_words_of_the_standard() {
    let check = |text: &str, expect: &[u8]| {
        assert_eq!(code_words(text).as_deref(), Some(expect), "{text}");
    };
    // Start B, P J J 1 2 3 C: 104 + 48 + 2*42 + 3*42 + 4*17 + 5*18 + 6*19 + 7*35 = 879.
    check("PJJ123C", &[104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
    // Digits in pairs: 105 + 12 + 2*34 + 3*56 + 4*78 + 5*90 = 1115.
    check("1234567890", &[105, 12, 34, 56, 78, 90, 85, 106]);
    check("12", &[105, 12, 14, 106]);
    // An odd digit stays in set B, the pairs at the end go to set C.
    check("DA26-00012", &[104, 36, 33, 18, 22, 13, 16, 99, 0, 12, 74, 106]);
    check("1234A", &[105, 12, 34, 100, 33, 102, 106]);
    for nothing in ["", "caffè", "a\nb", "\u{7f}"] {
        assert_eq!(code_words(nothing), None, "{nothing:?}");
    }
}

#[test]
fn a_code_stands_inside_its_box_with_quiet_zones_or_is_not_drawn() {
    let bars = |width| {
        let mut page = Page::new(mm(210), mm(297));
        let wide = code_128(&mut page, (mm(20), mm(30), width, mm(10)), "DA26-00012");
        (page, wide)
    };
    let (page, wide) = bars(mm(60));
    let wide = wide.unwrap();
    assert!(wide <= mm(60));
    // Twelve words of eleven modules, two more at the stop, ten quiet ones on each side.
    let module = wide / (12 * 11 + 2 + 20);
    assert_eq!(wide % module, 0);
    let (left, right) = (mm(20) + 10 * module, mm(20) + wide - 10 * module);
    let edges = page.commands.iter().map(Command::bounds);
    assert_eq!(edges.clone().map(|b| b.0).min(), Some(left));
    assert_eq!(edges.clone().map(|b| b.2).max(), Some(right));
    assert!(edges.clone().all(|b| (b.2 - b.0) % module == 0), "bars are whole modules");
    let (page, wide) = bars(mm(25));
    assert_eq!((page.commands.len(), wide), (0, None), "too thin to be read");
}
