//! Draws laid-out pages: the one file that speaks the floats of the PDF library.

#![expect(clippy::float_arithmetic, reason = "the library takes points as floats; nothing is decided with them")]

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::face::Measured;
use super::{Face, Faces, Mark, Sheet};

/// How thick the borders of cells are, in points.
const THIN: f32 = 0.5;

/// The bytes of a document.
pub(super) fn drawn(
    sheets: &[Sheet],
    faces: &Faces,
    measured: &Measured<'_>,
    title: &str,
    version: &str,
) -> Result<Vec<u8>, String> {
    let font = |face: &Face| {
        let data: Vec<u8> = face.data.to_vec();
        Font::new(data.into(), face.index).ok_or_else(|| "字体不能用".to_owned())
    };
    let (regular, bold) = (font(&faces.regular)?, font(&faces.bold)?);
    let mut document = Document::new();
    let metadata = Metadata::new().title(title.to_owned()).language("zh-CN".to_owned());
    document.set_metadata(metadata.creator(format!("heng {version}")));
    for sheet in sheets {
        let Some(settings) = PageSettings::from_wh(points(sheet.width), points(sheet.height)) else { continue };
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in &sheet.marks {
            match mark {
                Mark::Box { x, y, width, height, colour, filled } => {
                    let rect = Rect::from_xywh(points(*x), points(*y), points(*width), points(*height));
                    rectangle(&mut surface, rect, *colour, *filled);
                }
                Mark::Text { x, y, size, bold: is_bold, colour, text } => {
                    surface.set_stroke(None);
                    surface.set_fill(Some(fill(*colour)));
                    let at = Point::from_xy(points(*x), points(*y));
                    let font = if *is_bold { &bold } else { &regular };
                    let glyphs = glyphs(text, *is_bold, measured);
                    surface.draw_glyphs(at, &glyphs, font.clone(), text, points(*size), false);
                }
            }
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| format!("{error:?}"))
}

fn rectangle(surface: &mut Surface<'_>, rect: Option<Rect>, colour: [u8; 3], filled: bool) {
    let Some(rect) = rect else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    let Some(path) = path.finish() else { return };
    surface.set_fill(filled.then(|| fill(colour)));
    surface.set_stroke((!filled).then(|| Stroke { paint: paint(colour).into(), width: THIN, ..Stroke::default() }));
    surface.draw_path(&path);
}

fn paint([red, green, blue]: [u8; 3]) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(colour: [u8; 3]) -> Fill {
    Fill { paint: paint(colour).into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

/// The glyphs of a text, each with the letter that it shows, so that the text can be copied.
fn glyphs(text: &str, bold: bool, measured: &Measured<'_>) -> Vec<KrillaGlyph> {
    let glyph = |(at, letter): (usize, char)| {
        let glyph = measured.glyph(letter, bold);
        KrillaGlyph {
            glyph_id: GlyphId::new(u32::from(glyph.id)),
            text_range: at..at + letter.len_utf8(),
            x_advance: hundredths(glyph.advance) / 10.0,
            x_offset: 0.0,
            y_offset: 0.0,
            y_advance: 0.0,
            location: None,
        }
    };
    text.char_indices().map(glyph).collect()
}

/// Hundredths of a point as points.
fn points(value: i64) -> f32 {
    hundredths(value)
}

#[expect(clippy::cast_precision_loss, reason = "a page is small")]
fn hundredths(value: i64) -> f32 {
    value as f32 / 100.0
}
