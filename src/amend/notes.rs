//! Comments of cells: the texts in one part, the boxes that show them in another.

use super::package::{Package, Sheet, appended, opened};
use super::xml::{Shape, escaped, splice, tags};
use super::{Edits, Refusal};
use crate::table::sheet::address;

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
/// Who writes the comments.
const AUTHOR: &str = "heng";
/// What follows the drawing of comments in a sheet.
const BEHIND_DRAWING: [&str; 7] =
    ["legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"];
/// The names of drawings in XML.
const SPACES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];
/// The shape that all boxes have.
const BOX: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
    path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>\
    <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
/// How many shapes a sheet numbers before it needs another block.
const BLOCK: usize = 1024;

/// A comment to be written.
struct Note<'e> {
    cell: String,
    row: u32,
    column: u32,
    text: &'e str,
}

/// Adds the comments of a sheet.
pub(super) fn apply(package: &mut Package<'_>, sheet: &Sheet, edits: &Edits<'_>) -> Result<(), Refusal> {
    let notes = edits.iter().filter_map(|((row, column), edit)| {
        let text = edit.note.as_deref()?;
        Some(Note { cell: address(*row, *column), row: *row, column: *column, text })
    });
    let notes: Vec<Note<'_>> = notes.collect();
    if notes.is_empty() {
        return Ok(());
    }
    let relations = package.relations(&sheet.part)?;
    let known = relations.iter().find(|relation| relation.kind.ends_with("/comments"));
    let new = match known {
        Some(relation) => {
            let text = package.text(&relation.target)?.ok_or(Refusal::Broken)?;
            let (text, new) = added(&text, &notes)?;
            package.put(&relation.target, text);
            new
        }
        None => {
            let part = package.free("xl/comments", ".xml");
            let space = main_space(package, sheet)?;
            let (text, new) = added(&empty(&space), &notes)?;
            package.put(&part, text);
            package.declare(&part, COMMENTS)?;
            package.relate(&sheet.part, &format!("{}comments", sheet.relations), &part)?;
            new
        }
    };
    draw(package, sheet, &new)
}

/// The name of the sheet's own elements.
fn main_space(package: &mut Package<'_>, sheet: &Sheet) -> Result<String, Refusal> {
    let text = package.text(&sheet.part)?.ok_or(Refusal::Broken)?;
    let root = tags(&text).next()?.ok_or(Refusal::Broken)?;
    let key = match root.prefix().trim_end_matches(':') {
        "" => "xmlns".to_owned(),
        prefix => format!("xmlns:{prefix}"),
    };
    root.exact_attribute(&key).ok_or(Refusal::Broken)
}

fn empty(space: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <comments xmlns=\"{space}\"><authors></authors><commentList></commentList></comments>"
    )
}

/// The comments with some more; and those of them that no cell had before.
fn added<'n, 'e>(text: &str, notes: &'n [Note<'e>]) -> Result<(String, Vec<&'n Note<'e>>), Refusal> {
    let mut authors: Vec<String> = Vec::new();
    let mut changes = Vec::new();
    let mut known = Vec::new();
    let mut current: Option<&Note<'_>> = None;
    let mut from = 0;
    let mut reader = tags(text);
    let mut author_at = None;
    while let Some(tag) = reader.next()? {
        let prefix = tag.prefix();
        match (tag.name(), tag.shape) {
            ("author", Shape::Open) => author_at = Some(tag.range.end),
            ("author", Shape::Close) => {
                let name = author_at.take().and_then(|from| text.get(from..tag.range.start));
                authors.push(name.unwrap_or_default().to_owned());
            }
            ("author", Shape::Empty) => authors.push(String::new()),
            ("comment", Shape::Open) => {
                let cell = tag.exact_attribute("ref").unwrap_or_default();
                current = notes.iter().find(|note| note.cell.eq_ignore_ascii_case(&cell));
                known.extend(current.map(|note| &note.cell));
                from = tag.range.end;
            }
            ("comment", Shape::Close) => current = None,
            // What somebody else wrote stays above.
            ("text", Shape::Empty) => {
                if let Some(note) = current.take() {
                    changes.push((tag.range.clone(), opened(&tag, &run(prefix, note.text))));
                }
            }
            ("rPh" | "phoneticPr", Shape::Open | Shape::Empty) | ("text", Shape::Close) => {
                let at = tag.range.start;
                let said = text.get(from..at).unwrap_or_default();
                // Nobody reads a thing twice.
                if let Some(note) = current.take().filter(|note| !said.contains(&escaped(note.text))) {
                    changes.push((at..at, run(prefix, &format!("\n\n{}", note.text))));
                }
            }
            _ => {}
        }
    }
    let new: Vec<&Note<'_>> = notes.iter().filter(|note| !known.contains(&&note.cell)).collect();
    let mut text = splice(text, changes);
    let author = authors.iter().position(|name| name == AUTHOR);
    if author.is_none() && !new.is_empty() {
        text = appended(&text, "authors", |prefix| format!("<{prefix}author>{AUTHOR}</{prefix}author>"))?;
    }
    let author = author.unwrap_or(authors.len());
    if !new.is_empty() {
        text = appended(&text, "commentList", |prefix| {
            let comment = |note: &&Note<'_>| {
                let run = run(prefix, note.text);
                format!(
                    "<{prefix}comment ref=\"{}\" authorId=\"{author}\"><{prefix}text>{run}</{prefix}text></{prefix}comment>",
                    note.cell
                )
            };
            new.iter().map(comment).collect()
        })?;
    }
    Ok((text, new))
}

fn run(prefix: &str, text: &str) -> String {
    let text = escaped(text);
    format!("<{prefix}r><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}r>")
}

/// Adds the boxes of new comments to the drawing that the sheet has for them, or to a new one.
fn draw(package: &mut Package<'_>, sheet: &Sheet, notes: &[&Note<'_>]) -> Result<(), Refusal> {
    if notes.is_empty() {
        return Ok(());
    }
    let text = package.text(&sheet.part)?.ok_or(Refusal::Broken)?;
    let mut reader = tags(&text);
    let (mut depth, mut at, mut id) = (0_usize, None, None);
    let mut prefix = String::new();
    while let Some(tag) = reader.next()? {
        if depth == 0 {
            prefix = tag.prefix().to_owned();
        }
        if depth == 1 && tag.begins("legacyDrawing") {
            id = tag.attribute("id");
        }
        let is_behind = depth == 1 && (BEHIND_DRAWING.contains(&tag.name()) || tag.shape == Shape::Close);
        if is_behind && at.is_none() {
            at = Some(tag.range.start);
        }
        match tag.shape {
            Shape::Open => depth += 1,
            Shape::Close => depth = depth.saturating_sub(1),
            Shape::Empty => {}
        }
    }
    if let Some(id) = id {
        let relations = package.relations(&sheet.part)?;
        let part = relations.into_iter().find(|relation| relation.id == id).ok_or(Refusal::Broken)?.target;
        let drawing = package.text(&part)?.ok_or(Refusal::Broken)?;
        package.put(&part, with_boxes(&drawing, notes, sheet.number)?);
        return Ok(());
    }
    let part = package.free("xl/drawings/vmlDrawing", ".vml");
    let spaces: String = SPACES.iter().map(|(prefix, space)| format!(" xmlns:{prefix}=\"{space}\"")).collect();
    let drawing = format!(
        "<xml{spaces}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{}\"/></o:shapelayout></xml>",
        sheet.number
    );
    package.put(&part, with_boxes(&drawing, notes, sheet.number)?);
    package.declare(&part, DRAWING)?;
    let relation = package.relate(&sheet.part, &format!("{}vmlDrawing", sheet.relations), &part)?;
    let at = at.ok_or(Refusal::Broken)?;
    let space = sheet.relations.trim_end_matches('/');
    let new = format!("<{prefix}legacyDrawing xmlns:r=\"{space}\" r:id=\"{relation}\"/>");
    package.put(&sheet.part, splice(&text, vec![(at..at, new)]));
    Ok(())
}

/// A drawing with boxes at its end. Old ones are not always XML, so that only the end is looked for.
fn with_boxes(drawing: &str, notes: &[&Note<'_>], block: usize) -> Result<String, Refusal> {
    let end = drawing.rfind("</xml").ok_or(Refusal::Broken)?;
    let numbers = drawing.split("_x0000_s").skip(1).filter_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    });
    let first = numbers.max().unwrap_or(block * BLOCK) + 1;
    let lacking = SPACES.iter().filter(|(_, space)| !drawing.contains(space));
    let spaces: String = lacking.map(|(prefix, space)| format!(" xmlns:{prefix}=\"{space}\"")).collect();
    let mut new = String::new();
    if !drawing.contains("id=\"_x0000_t202\"") {
        new.push_str(&BOX.replacen("<v:shapetype", &format!("<v:shapetype{spaces}"), 1));
    }
    for (number, note) in (first..).zip(notes) {
        let lines = note.text.lines().map(|line| line.chars().count() / 16 + 1).sum::<usize>();
        let (left, right) = (note.column + 1, note.column + 5);
        let (top, bottom) = (note.row.saturating_sub(1), note.row + 2 + u32::try_from(lines).unwrap_or(8).min(12));
        let (row, column) = (note.row, note.column);
        new.push_str(&format!(
            "<v:shape{spaces} id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;\
             margin-top:2pt;width:216pt;height:80pt;z-index:{number};visibility:hidden\" fillcolor=\"#ffffe1\" \
             o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>\
             <v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\">\
             <div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>\
             <x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>\
             <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        ));
    }
    Ok(splice(drawing, vec![(end..end, new)]))
}
