//! The Chinese fonts of this machine, for what is drawn rather than written.

use std::sync::Arc;

use fontdb::{Database, Family, ID, Query, Weight};

use super::Failure;
use crate::brief::pdf::{Face, Faces};

/// Families with simplified Chinese, those that read best first: of Linux, Windows and macOS.
const FAMILIES: [&str; 18] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "DengXian",
    "SimHei",
    "STHeiti",
    "Heiti SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Songti SC",
    "Droid Sans Fallback",
];

/// Letters that every font for simplified Chinese has.
const PROBE: [char; 4] = ['绩', '效', '得', '分'];

/// The fonts to draw with.
pub(super) fn faces() -> Result<Faces, Failure> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    chosen(&fonts)
}

/// The first of the known families that is there, else any font with the letters.
fn chosen(fonts: &Database) -> Result<Faces, Failure> {
    let of_family = |name: &str, weight: Weight| {
        let query = Query { families: &[Family::Name(name)], weight, ..Query::default() };
        fonts.query(&query).filter(|id| has_chinese(fonts, *id))
    };
    let known = FAMILIES.iter().find_map(|name| {
        let regular = of_family(name, Weight::NORMAL)?;
        Some((regular, of_family(name, Weight::BOLD).unwrap_or(regular)))
    });
    let any = || {
        let found = fonts.faces().map(|face| face.id).find(|id| has_chinese(fonts, *id))?;
        Some((found, found))
    };
    let faces = known
        .or_else(any)
        .and_then(|(regular, bold)| Some(Faces { regular: face(fonts, regular)?, bold: face(fonts, bold)? }));
    faces.ok_or_else(|| {
        Failure::new("这台机器上没有中文字体，写不了 .pdf，什么也没有写").help(
            "先写成 .html，用浏览器打印成 PDF；或者装一种中文字体再写：\
             Debian、Ubuntu 用 `apt install fonts-noto-cjk`，Fedora 用 `dnf install google-noto-sans-cjk-fonts`，\
             Windows 和 macOS 自带",
        )
    })
}

fn has_chinese(fonts: &Database, id: ID) -> bool {
    let has = |data: &[u8], index: u32| {
        let face = ttf_parser::Face::parse(data, index).ok();
        face.is_some_and(|face| PROBE.iter().all(|letter| face.glyph_index(*letter).is_some()))
    };
    fonts.with_face_data(id, has).unwrap_or(false)
}

fn face(fonts: &Database, id: ID) -> Option<Face> {
    fonts.with_face_data(id, |data, index| Face { data: Arc::new(data.to_vec()), index })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_fonts_it_is_said_what_to_do() {
        let Err(Failure::Told { message, help: Some(help) }) = chosen(&Database::new()) else {
            unreachable!("there are no fonts in it");
        };
        assert!(message.contains("没有中文字体"), "{message}");
        assert!(help.contains(".html") && help.contains("fonts-noto-cjk"), "{help}");
    }
}
