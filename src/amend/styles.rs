//! The styles of a workbook, and copies of them with another colour behind the cell.

use std::collections::BTreeMap;
use std::ops::Range;

use super::package::Package;
use super::xml::{Shape, Tag, splice, tags, with_attribute};
use super::{Mark, Refusal};

/// Number formats that every spreadsheet knows: percentages, and days.
const PERCENT: [u32; 2] = [9, 10];
const DAYS: [u32; 4] = [14, 15, 16, 22];

/// The styles of a workbook.
#[derive(Default)]
pub(super) struct Styles {
    /// Where they stand; a workbook need not have any.
    part: Option<String>,
    text: String,
    /// Each format of a cell.
    formats: Vec<Format>,
    fills: Option<List>,
    cells: Option<List>,
    /// The colours that were added, in their order.
    new_fills: Vec<Mark>,
    /// The formats that were added, by what they are copies of.
    new_formats: BTreeMap<(u32, Mark), (u32, String)>,
}

struct Format {
    text: String,
    shows: Shows,
    /// The number format.
    code: String,
}

/// What a number is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    Number,
    Percent,
    Day,
}

/// An element that counts its children.
struct List {
    open: Range<usize>,
    open_text: String,
    prefix: String,
    end: usize,
    count: u32,
}

impl Styles {
    /// Reads the styles of a workbook.
    pub(super) fn open(package: &mut Package<'_>) -> Result<Self, Refusal> {
        let Some(part) = package.styles()? else { return Ok(Styles::default()) };
        let Some(text) = package.text(&part)? else { return Ok(Styles::default()) };
        let mut styles = Styles { part: Some(part), text: text.clone(), ..Styles::default() };
        let mut codes: BTreeMap<u32, String> = BTreeMap::new();
        let mut open: Option<Tag<'_>> = None;
        let mut count = 0;
        let mut format: Option<usize> = None;
        let mut tags = tags(&text);
        while let Some(tag) = tags.next()? {
            let inside = open.as_ref().map(Tag::name);
            match (tag.name(), tag.shape) {
                ("fills" | "cellXfs", Shape::Open) => (open, count) = (Some(tag), 0),
                ("fills" | "cellXfs", Shape::Close) => {
                    let Some(open) = open.take() else { continue };
                    let list = List {
                        open: open.range.clone(),
                        open_text: open.text.to_owned(),
                        prefix: open.prefix().to_owned(),
                        end: tag.range.start,
                        count,
                    };
                    let slot = if open.name() == "fills" { &mut styles.fills } else { &mut styles.cells };
                    *slot = Some(list);
                }
                ("fill", Shape::Open | Shape::Empty) if inside == Some("fills") => count += 1,
                ("xf", shape) if inside == Some("cellXfs") => {
                    if shape != Shape::Close {
                        count += 1;
                        format = Some(tag.range.start);
                        let code = tag.attribute("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                        let shows = shown(code, codes.get(&code).map(String::as_str));
                        let code = codes.get(&code).cloned().unwrap_or_default();
                        styles.formats.push(Format { text: String::new(), shows, code });
                    }
                    if shape != Shape::Open
                        && let (Some(start), Some(last)) = (format.take(), styles.formats.last_mut())
                    {
                        last.text = text.get(start..tag.range.end).unwrap_or_default().to_owned();
                    }
                }
                ("numFmt", Shape::Open | Shape::Empty) => {
                    let id = tag.attribute("numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, tag.attribute("formatCode")) {
                        codes.insert(id, code);
                    }
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// What a format shows a number as.
    pub(super) fn shows(&self, style: u32) -> Shows {
        self.formats.get(style as usize).map_or(Shows::Number, |format| format.shows)
    }

    /// Whether a format shows a unit behind the number.
    pub(super) fn shows_unit(&self, style: u32, unit: &str) -> bool {
        let code = self.formats.get(style as usize).map_or("", |format| &format.code);
        code.chars().filter(|letter| !"\"\\".contains(*letter)).collect::<String>().contains(unit)
    }

    /// The format that is a copy of another with the colour of a mark.
    pub(super) fn marked(&mut self, style: u32, mark: Mark) -> Option<u32> {
        if let Some((known, _)) = self.new_formats.get(&(style, mark)) {
            return Some(*known);
        }
        let (fills, cells) = (self.fills.as_ref()?, self.cells.as_ref()?);
        let format = self.formats.get(style as usize).or_else(|| self.formats.first())?;
        let at = self.new_fills.iter().position(|known| *known == mark).unwrap_or_else(|| {
            self.new_fills.push(mark);
            self.new_fills.len() - 1
        });
        let fill = fills.count + u32::try_from(at).ok()?;
        let end = format.text.find('>')? + 1;
        let (open, rest) = format.text.split_at_checked(end)?;
        let open = with_attribute(&with_attribute(open, "fillId", &fill.to_string()), "applyFill", "1");
        let new = cells.count + u32::try_from(self.new_formats.len()).ok()?;
        self.new_formats.insert((style, mark), (new, open + rest));
        Some(new)
    }

    /// Puts what was added into the workbook.
    pub(super) fn close(self, package: &mut Package<'_>) {
        let (Some(part), Some(fills), Some(cells)) = (&self.part, &self.fills, &self.cells) else { return };
        if self.new_formats.is_empty() {
            return;
        }
        let prefix = &fills.prefix;
        let new_fills = self.new_fills.iter().map(|mark| {
            format!(
                "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"{}\"/>\
                 <{prefix}bgColor indexed=\"64\"/></{prefix}patternFill></{prefix}fill>",
                mark.argb()
            )
        });
        let mut formats: Vec<(u32, String)> = self.new_formats.into_values().collect();
        formats.sort_unstable();
        let counted = |list: &List, more: usize| {
            let count = u64::from(list.count) + more as u64;
            (list.open.clone(), with_attribute(&list.open_text, "count", &count.to_string()))
        };
        let changes = vec![
            counted(fills, self.new_fills.len()),
            (fills.end..fills.end, new_fills.collect()),
            counted(cells, formats.len()),
            (cells.end..cells.end, formats.into_iter().map(|(_, text)| text).collect()),
        ];
        package.put(part, splice(&self.text, changes));
    }
}

/// What a number format shows; of a code only what is neither quoted nor in brackets counts.
fn shown(id: u32, code: Option<&str>) -> Shows {
    if PERCENT.contains(&id) {
        return Shows::Percent;
    }
    if DAYS.contains(&id) {
        return Shows::Day;
    }
    let mut plain = String::new();
    let mut until = None;
    let mut letters = code.unwrap_or_default().chars();
    while let Some(letter) = letters.next() {
        match (until, letter) {
            (Some(end), letter) if letter == end => until = None,
            (Some(_), _) => {}
            (None, '"') => until = Some('"'),
            (None, '[') => until = Some(']'),
            (None, '\\' | '_' | '*') => {
                letters.next();
            }
            (None, letter) => plain.push(letter.to_ascii_lowercase()),
        }
    }
    if plain.contains('%') {
        Shows::Percent
    } else if plain.contains('y') && plain.contains('m') {
        Shows::Day
    } else {
        Shows::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats_as_people_see_them() {
        for (id, code, shows) in [
            (0, None, Shows::Number),
            (10, None, Shows::Percent),
            (14, None, Shows::Day),
            (164, Some("0.0%"), Shows::Percent),
            (164, Some("yyyy\"年\"m\"月\"d\"日\""), Shows::Day),
            (164, Some("0.00\"%\""), Shows::Number),
            (164, Some("[$-804]yyyy-mm-dd"), Shows::Day),
            (164, Some("General\"件\""), Shows::Number),
        ] {
            assert_eq!(shown(id, code), shows, "{id} {code:?}");
        }
    }
}
