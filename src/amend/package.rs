//! The parts of a workbook's file: read one by one, changed as texts, and put together again.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Refusal;
use super::xml::{self, Shape, splice, tags};

/// The most bytes of a part that is changed; a sheet of four million cells has fewer.
const MAX_PART_BYTES: u64 = 512 << 20;
/// What follows `calcPr` in a workbook.
const BEHIND_CALCULATION: [&str; 9] = [
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
];
const TYPES: &str = "[Content_Types].xml";
const RELATION_SPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A workbook's file.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The parts of the file as they are called in it.
    names: Vec<String>,
    /// The new texts of parts.
    changed: BTreeMap<String, String>,
    /// The part of the workbook itself.
    workbook: String,
}

/// One sheet.
pub(super) struct Sheet {
    /// As people see it.
    pub name: String,
    /// Its part.
    pub part: String,
    /// From 1, for what needs a number of its own.
    pub number: usize,
    /// What relations of the workbook's kind are called: up to the last slash.
    pub relations: String,
}

/// A relation of a part.
pub(super) struct Relation {
    pub id: String,
    pub kind: String,
    /// The part it leads to.
    pub target: String,
}

impl<'b> Package<'b> {
    /// Reads the directory of a file.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::NotAWorkbook)?;
        let names = archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
        let names = names.collect::<Result<Vec<String>, _>>().map_err(|_| Refusal::Broken)?;
        let mut package = Package { archive, names, changed: BTreeMap::new(), workbook: String::new() };
        let roots = package.relations("")?;
        let main = roots.into_iter().find(|relation| relation.kind.ends_with("/officeDocument"));
        let main = main.filter(|relation| relation.target.ends_with(".xml")).ok_or(Refusal::NotAWorkbook)?;
        package.workbook = main.target;
        Ok(package)
    }

    /// The sheets in their order.
    pub(super) fn sheets(&mut self) -> Result<Vec<Sheet>, Refusal> {
        let text = self.workbook()?;
        let relations = self.relations(&self.workbook.clone())?;
        let mut found = Vec::new();
        let mut tags = tags(&text);
        while let Some(tag) = tags.next()? {
            if !tag.begins("sheet") {
                continue;
            }
            let (name, id) = (tag.exact_attribute("name"), tag.attribute("id"));
            let (Some(name), Some(id)) = (name, id) else { return Err(Refusal::Broken) };
            let number = found.len() + 1;
            // Sheets of other kinds, of a chart alone for one, have no cells.
            let relation = relations.iter().find(|relation| relation.id == id && relation.kind.ends_with("/worksheet"));
            if let Some(relation) = relation {
                let relations = relation.kind.trim_end_matches("worksheet").to_owned();
                found.push(Sheet { name, part: relation.target.clone(), number, relations });
            }
        }
        Ok(found)
    }

    fn workbook(&mut self) -> Result<String, Refusal> {
        self.text(&self.workbook.clone())?.ok_or(Refusal::NotAWorkbook)
    }

    /// Where the styles are.
    pub(super) fn styles(&mut self) -> Result<Option<String>, Refusal> {
        let relations = self.relations(&self.workbook.clone())?;
        Ok(relations.into_iter().find(|relation| relation.kind.ends_with("/styles")).map(|found| found.target))
    }

    /// The text of a part as it now is.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, Refusal> {
        let Some(name) = self.name(part) else { return Ok(None) };
        if let Some(changed) = self.changed.get(&name) {
            return Ok(Some(changed.clone()));
        }
        let found = self.archive.by_name(&name).map_err(|_| Refusal::Broken)?;
        let mut bytes = Vec::new();
        found.take(MAX_PART_BYTES + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Broken)?;
        if bytes.len() as u64 > MAX_PART_BYTES {
            return Err(Refusal::Broken);
        }
        String::from_utf8(bytes).map(Some).map_err(|_| Refusal::Broken)
    }

    /// What a part is called in the file, however it is spelled.
    fn name(&self, part: &str) -> Option<String> {
        let new = self.changed.keys();
        self.names.iter().chain(new).find(|name| name.eq_ignore_ascii_case(part)).cloned()
    }

    /// Gives a part a new text.
    pub(super) fn put(&mut self, part: &str, text: String) {
        let name = self.name(part).unwrap_or_else(|| part.to_owned());
        self.changed.insert(name, text);
    }

    /// A name that no part has: `xl/comments3.xml`.
    pub(super) fn free(&self, stem: &str, suffix: &str) -> String {
        let names = (1..).map(|number: usize| format!("{stem}{number}{suffix}"));
        names.into_iter().find(|name| self.name(name).is_none()).unwrap_or_default()
    }

    /// The relations of a part; of the file itself for no name.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refusal> {
        let Some(text) = self.text(&relations_part(part))? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let mut tags = tags(&text);
        while let Some(tag) = tags.next()? {
            if tag.begins("Relationship")
                && let (Some(id), Some(kind), Some(target)) =
                    (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
            {
                found.push(Relation { id, kind, target: resolved(part, &target) });
            }
        }
        Ok(found)
    }

    /// Adds a relation of a part and gives its id.
    pub(super) fn relate(&mut self, part: &str, kind: &str, target: &str) -> Result<String, Refusal> {
        let known = self.relations(part)?;
        let ids = (1..).map(|number: usize| format!("rIdHeng{number}"));
        let id = ids.into_iter().find(|id| known.iter().all(|relation| relation.id != *id)).unwrap_or_default();
        let own = relations_part(part);
        let text = self.text(&own)?.unwrap_or_else(|| {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <Relationships xmlns=\"{RELATION_SPACE}\"></Relationships>"
            )
        });
        let new = |prefix: &str| format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>");
        self.put(&own, appended(&text, "Relationships", new)?);
        Ok(id)
    }

    /// Says what kind of part a name is.
    pub(super) fn declare(&mut self, part: &str, kind: &str) -> Result<(), Refusal> {
        let text = self.text(TYPES)?.ok_or(Refusal::Broken)?;
        let new = |prefix: &str| format!("<{prefix}Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
        self.put(TYPES, appended(&text, "Types", new)?);
        Ok(())
    }

    /// Has programs calculate every formula when they open the workbook, if it has any.
    pub(super) fn recalculate(&mut self, sheets: &[Sheet]) -> Result<(), Refusal> {
        let mut has_formula = false;
        for sheet in sheets {
            let text = self.text(&sheet.part)?.unwrap_or_default();
            has_formula |= ["<f>", "<f ", ":f>", ":f "].iter().any(|mark| text.contains(mark));
        }
        if !has_formula {
            return Ok(());
        }
        let text = self.workbook()?;
        let mut tags = tags(&text);
        let (mut prefix, mut depth) = (String::new(), 0_usize);
        let mut at = None;
        while let Some(tag) = tags.next()? {
            if depth == 0 {
                prefix = tag.prefix().to_owned();
            }
            if tag.begins("calcPr") {
                let new = tag.with("fullCalcOnLoad", "1");
                self.put(&self.workbook.clone(), splice(&text, vec![(tag.range, new)]));
                return Ok(());
            }
            let is_behind = depth == 1 && (BEHIND_CALCULATION.contains(&tag.name()) || tag.shape == Shape::Close);
            if is_behind && at.is_none() {
                at = Some(tag.range.start);
            }
            match tag.shape {
                Shape::Open => depth += 1,
                Shape::Close => depth = depth.saturating_sub(1),
                Shape::Empty => {}
            }
        }
        let at = at.ok_or(Refusal::Broken)?;
        let new = format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>");
        self.put(&self.workbook.clone(), splice(&text, vec![(at..at, new)]));
        Ok(())
    }

    /// The file with its changed parts; the others are copied as they lie in it.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Refusal> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let broken = |_| Refusal::Broken;
        for at in 0..self.archive.len() {
            let part = self.archive.by_index_raw(at).map_err(broken)?;
            let name = part.name().map_err(broken)?.into_owned();
            match self.changed.remove(&name) {
                None => out.raw_copy_file(part).map_err(broken)?,
                Some(text) => {
                    let time = part.last_modified().unwrap_or_default();
                    write(&mut out, &name, &text, SimpleFileOptions::default().last_modified_time(time))?;
                }
            }
        }
        for (name, text) in &self.changed {
            write(&mut out, name, text, SimpleFileOptions::default())?;
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}

fn write(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    options: SimpleFileOptions,
) -> Result<(), Refusal> {
    out.start_file(name, options).map_err(|_| Refusal::Broken)?;
    out.write_all(text.as_bytes()).map_err(|_| Refusal::Broken)
}

/// A text with an element at the end of its root, whose prefix is the root's.
pub(super) fn appended(text: &str, root: &str, new: impl Fn(&str) -> String) -> Result<String, Refusal> {
    let mut tags = tags(text);
    let mut last = None;
    while let Some(tag) = tags.next()? {
        if tag.name() == root && tag.shape != Shape::Open {
            last = Some(tag);
        }
    }
    let last = last.ok_or(Refusal::Broken)?;
    let prefix = last.prefix();
    let start = last.range.start;
    Ok(match last.shape {
        Shape::Empty => splice(text, vec![(last.range.clone(), opened(&last, &new(prefix)))]),
        Shape::Open | Shape::Close => splice(text, vec![(start..start, new(prefix))]),
    })
}

/// An empty element with a content.
pub(super) fn opened(tag: &xml::Tag<'_>, content: &str) -> String {
    let open = tag.text.trim_end_matches('>').trim_end_matches('/').trim_end();
    format!("{open}>{content}</{}{}>", tag.prefix(), tag.name())
}

/// `xl/worksheets/_rels/sheet1.xml.rels`.
fn relations_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part that a relation of another leads to.
fn resolved(from: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}
