//! Where what stands at an offset is declared; the prelude counts.

use super::{Analysis, holds, name_at, path};
use crate::source::Place;
use crate::syntax::ast::{Clause, Value};

/// The place of the declaration of what stands at an offset.
pub fn definition(analysis: &Analysis, offset: u32) -> Option<Place> {
    if let Some(file) = imported(analysis, offset) {
        return Some(file);
    }
    if let Some(found) = name_at(analysis, offset) {
        return Some(found.target);
    }
    base_unit(analysis, offset)
}

/// The file that a 引用 leads to.
fn imported(analysis: &Analysis, offset: u32) -> Option<Place> {
    let entry = analysis.model.files.entry();
    let imports = analysis.model.files.imports().iter();
    let import = imports.filter(|import| import.place.file == entry).find(|import| holds(import.place.span, offset))?;
    Some(Place { file: import.file, span: Default::default() })
}

/// A unit that is declared under another name: its first base unit.
fn base_unit(analysis: &Analysis, offset: u32) -> Option<Place> {
    let parsed = analysis.parsed()?;
    let stmt = *path(&parsed.stmts, offset).last()?;
    let span = super::hover::unit_at(stmt, offset).or_else(|| {
        stmt.clauses().find_map(|clause| match clause {
            Clause::Item { value: Some(Value::Word { span, .. }), .. } if holds(*span, offset) => Some(*span),
            _ => None,
        })
    })?;
    analysis.model.units.declared_at(parsed.slice(span).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    fn leads_to(text: &str) -> String {
        let (analysis, offset) = at_cursor(text);
        let Some(place) = definition(&analysis, offset) else { return String::new() };
        let name = &analysis.model.files.get(place.file).unwrap().source.name;
        format!("{name} {}", analysis.model.files.slice(place))
    }

    #[test]
    fn names_lead_to_their_declarations() {
        assert_eq!(leads_to(&project("融资额 >= 80 亿‸元")), "<heng>/units.heng 元");
        let formula = "数据 {\n病床数 张\n人口 万人\n}\n";
        let text = project("千人床位 >= 5 张/千人 { 公式 病床‸数 / 人口 }")
            .replace("年度 2024\n", &format!("年度 2024\n{formula}"));
        assert_eq!(leads_to(&text), "示例.heng 病床数");
        assert_eq!(
            leads_to(
                &project("甲 >= 1 件")
                    .replace("年度 2024", "年度 2024\n框架 财政部2‸020")
                    .as_str()
                    .replace("甲", "甲量")
            ),
            "<heng>/frameworks.heng 财政部2020"
        );
        let with_values = format!("{}实际 示例 2024 {{\n甲‸量 = 3 件\n}}\n", project("甲量 >= 1 件"));
        assert_eq!(leads_to(&with_values), "示例.heng 甲量");
    }
}
