//! JSON as a table: a list of rows, an object of rows by name, or a scorecard of heng's own.
//!
//! Keys keep their order and a doubled key its two values: nothing is dropped in silence.

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Content, MAX_CELLS, Pointers, Row, Sheet};
use crate::table::{TableFinding, columns};

/// Keys under which a list of rows may stand.
const LISTS: &[&str] = &["指标", "绩效指标", "indicators", "actuals", "实际", "实际值", "rows", "data", "数据"];
/// Keys of a scorecard or table that say nothing about an indicator.
const ASIDE: &[&str] = &[
    "version",
    "schema",
    "$schema",
    "title",
    "total",
    "grade",
    "framework",
    "record",
    "名称",
    "部门",
    "项目",
    "年度",
    "year",
];

/// Values stand no deeper than this; every level is read once more.
const MAX_DEPTH: usize = 32;

/// A JSON document with its order kept, and its numbers as they are written.
#[derive(Debug)]
enum Json {
    Null,
    Bool(bool),
    Number(Option<Decimal>),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

pub(super) fn sheets(text: &str, file: &str) -> Result<Vec<Sheet>, TableFinding> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| broken(text, file, &error))?;
    let json = Json::of(raw, MAX_DEPTH).map_err(|error| match error {
        Unread::Deep => TableFinding::of_file("E0536", file, "JSON 里一层套一层，太深了").help(EXPECTED),
        Unread::Broken(error) => broken(text, file, &error),
    })?;
    let of_heng = |(key, value): &(String, Json)| {
        key == "format" && matches!(value, Json::Text(text) if text.starts_with("heng-"))
    };
    if json.entries().unwrap_or_default().iter().any(of_heng) {
        return Err(TableFinding::of_file("E0536", file, "这是 heng compile 写出的模型，里面没有实际值").help(EXPECTED));
    }
    let mut sheets = Vec::new();
    collect(&json, "", &mut sheets);
    let cells: usize = sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    if cells > MAX_CELLS {
        return Err(super::text::too_many_cells(file));
    }
    if sheets.is_empty() {
        return Err(TableFinding::of_file("E0536", file, "JSON 里没有指标的实际值").help(EXPECTED));
    }
    Ok(sheets)
}

/// Where a text stops being JSON: the columns of people are characters.
fn broken(text: &str, file: &str, error: &serde_json::Error) -> TableFinding {
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.as_bytes().get(..error.column()).unwrap_or(line.as_bytes());
    let column = String::from_utf8_lossy(before).chars().count();
    let message = format!("JSON 在第 {} 行第 {column} 列断了", error.line());
    TableFinding::of_file("E0536", file, message).help("检查那里的引号、逗号和括号")
}

const EXPECTED: &str =
    "写成 `[{\"指标\": \"PCT国际专利申请量\", \"实际完成值\": \"760件\"}]`，或 `{\"PCT国际专利申请量\": \"760件\"}`";

/// The tables of a document: every known list, and the names with values beside them.
fn collect(json: &Json, pointer: &str, sheets: &mut Vec<Sheet>) {
    match json {
        Json::List(items) => sheets.extend(rows(items, pointer)),
        Json::Object(entries) => {
            let lists = |value: &Json| matches!(value, Json::List(_) | Json::Object(_));
            for (key, value) in entries.iter().filter(|(key, value)| LISTS.contains(&key.as_str()) && lists(value)) {
                collect(value, &join(pointer, key), sheets);
            }
            let named: Vec<(&str, &Json)> = entries
                .iter()
                .filter(|(key, value)| {
                    !(ASIDE.contains(&key.as_str()) || (LISTS.contains(&key.as_str()) && lists(value)))
                })
                .map(|(key, value)| (key.as_str(), value))
                .collect();
            sheets.extend(by_name(&named, pointer));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => {}
    }
}

/// `[{"指标": …, "实际完成值": …}]`.
fn rows(items: &[Json], pointer: &str) -> Option<Sheet> {
    let mut keys: Vec<&str> = Vec::new();
    for (key, _) in items.iter().filter_map(Json::entries).flatten() {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    if keys.is_empty() || keys.len() > u16::MAX as usize {
        return None;
    }
    let header = keys.iter().enumerate().map(|(column, key)| (column as u32, Content::Text((*key).to_owned())));
    let mut sheet = Sheet { rows: vec![Row { index: 0, cells: header.collect() }], ..Sheet::default() };
    let mut pointers =
        Pointers { rows: vec![pointer.to_owned()], columns: keys.iter().map(|key| join("", key)).collect() };
    for (at, item) in items.iter().enumerate() {
        pointers.rows.push(format!("{pointer}/{at}"));
        let Some(entries) = item.entries() else { continue };
        let mut cells: Vec<(u32, Content)> = entries
            .iter()
            .filter_map(|(key, value)| Some((keys.iter().position(|known| known == key)? as u32, value.content())))
            .filter(|(_, content)| !content.is_empty())
            .collect();
        one_a_column(&mut cells);
        sheet.rows.push(Row { index: at as u32 + 1, cells });
    }
    sheet.pointers = Some(pointers);
    Some(sheet)
}

/// `{"PCT国际专利申请量": "760件", "验收合格率": {"实际完成值": 98, "单位": "%"}}`.
fn by_name(entries: &[(&str, &Json)], pointer: &str) -> Option<Sheet> {
    let usable = |value: &Json| match value {
        Json::Object(_) | Json::Bool(_) | Json::Number(_) | Json::Text(_) => true,
        Json::Null | Json::List(_) => false,
    };
    if !entries.iter().any(|(_, value)| usable(value)) {
        return None;
    }
    let mut keys = vec!["指标", "实际完成值"];
    for (key, _) in entries.iter().filter_map(|(_, value)| value.entries()).flatten() {
        if columns::role(key) != Some(columns::Role::Actual) && !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    let header = keys.iter().enumerate().map(|(column, key)| (column as u32, Content::Text((*key).to_owned())));
    let mut sheet = Sheet { rows: vec![Row { index: 0, cells: header.collect() }], ..Sheet::default() };
    let mut pointers = Pointers { rows: vec![pointer.to_owned()], columns: vec![String::new(); keys.len()] };
    for (at, (name, value)) in entries.iter().enumerate() {
        pointers.rows.push(join(pointer, name));
        let mut cells = vec![(0, Content::Text((*name).to_owned()))];
        match value.entries() {
            None => cells.push((1, value.content())),
            Some(fields) => cells.extend(fields.iter().filter_map(|(key, value)| {
                let actual = columns::role(key) == Some(columns::Role::Actual);
                let column = if actual { 1 } else { keys.iter().position(|known| known == key)? };
                Some((column as u32, value.content()))
            })),
        }
        one_a_column(&mut cells);
        cells.retain(|(_, content)| !content.is_empty());
        sheet.rows.push(Row { index: at as u32 + 1, cells });
    }
    sheet.pointers = Some(pointers);
    Some(sheet)
}

/// Sorts cells by column. A key that is written twice with different values has none.
fn one_a_column(cells: &mut Vec<(u32, Content)>) {
    cells.sort_by_key(|(column, _)| *column);
    cells.dedup_by(|(later, second), (earlier, first)| {
        if later == earlier && first != second {
            *first = Content::Broken(format!("同一个键写了 `{}` 和 `{}`", first.text(), second.text()));
        }
        later == earlier
    });
}

/// A step of a JSON pointer.
fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

impl Json {
    fn entries(&self) -> Option<&[(String, Json)]> {
        match self {
            Json::Object(entries) => Some(entries),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => None,
        }
    }

    /// As a cell. An object is a number with its unit, a list its items side by side.
    fn content(&self) -> Content {
        match self {
            Json::Null => Content::Empty,
            Json::Bool(answer) => Content::Bool(*answer),
            Json::Number(Some(number)) => Content::Number(*number),
            Json::Number(None) => Content::Broken("数字位数太多".to_owned()),
            Json::Text(text) => Content::Text(text.clone()),
            Json::List(items) => {
                let texts: Vec<String> = items.iter().map(|item| item.content().text()).collect();
                Content::Text(texts.join("、"))
            }
            Json::Object(entries) => {
                let part = |names: &[&str]| {
                    let found = entries.iter().find(|(key, _)| names.contains(&key.as_str()));
                    found.map(|(_, value)| value.content().text()).unwrap_or_default()
                };
                let value = part(&["value", "number", "text", "值", "数"]) + &part(&["unit", "单位"]);
                if !value.is_empty() || entries.is_empty() {
                    return Content::Text(value);
                }
                let named = entries.iter().map(|(key, value)| format!("{key}: {}", value.content().text()));
                Content::Text(format!("{{{}}}", named.collect::<Vec<_>>().join(", ")))
            }
        }
    }
}

/// Why a value was not read.
enum Unread {
    Deep,
    Broken(serde_json::Error),
}

impl From<serde_json::Error> for Unread {
    fn from(error: serde_json::Error) -> Self {
        Unread::Broken(error)
    }
}

impl Json {
    /// A value from its text. Numbers never pass through floats, which would round them.
    fn of(raw: &RawValue, depth: usize) -> Result<Json, Unread> {
        let Some(depth) = depth.checked_sub(1) else { return Err(Unread::Deep) };
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let entries: Entries<'_> = serde_json::from_str(text)?;
                let read = |(key, value)| Ok((key, Json::of(value, depth)?));
                Json::Object(entries.0.into_iter().map(read).collect::<Result<_, Unread>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Json::List(items.into_iter().map(|item| Json::of(item, depth)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Json::Text(serde_json::from_str(text)?),
            Some(b't') => Json::Bool(true),
            Some(b'f') => Json::Bool(false),
            Some(b'n') => Json::Null,
            _ => Json::Number(number(text)),
        })
    }
}

/// A number as written; none where it has more digits than are kept.
fn number(text: &str) -> Option<Decimal> {
    let number = match text.contains(['e', 'E']) {
        true => Decimal::from_scientific(text),
        false => Decimal::from_str_exact(text),
    };
    number.ok().map(|number| number.normalize())
}

/// The entries of an object in their order, doubled keys and all.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Entries<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Entries(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit_and_nothing_is_too_deep_to_refuse() {
        for (text, wanted) in [
            ("79.9999999999999999", Some("79.9999999999999999")),
            ("9007199254740993", Some("9007199254740993")),
            ("98.0", Some("98")),
            ("-1.5e3", Some("-1500")),
            ("0.00000000000000000000000000001", None),
            ("1e400", None),
        ] {
            assert_eq!(number(text).map(|number| number.to_string()).as_deref(), wanted, "{text}");
        }
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(sheets(&deep, "深.json").unwrap_err().code, "E0536");
    }

    #[test]
    fn a_broken_place_is_counted_in_characters() {
        let found = sheets("{\"培训人次\":\"6万人次\",\n\"甲\":\"一二三\" \"乙\"}", "坏.json").unwrap_err();
        assert_eq!(found.message, "JSON 在第 2 行第 11 列断了");
    }
}
