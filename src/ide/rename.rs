//! Whether a name may become another, and why not.

use super::names::{NameKind, Occurrence, name_at, occurrences};
use super::{Analysis, holds};
use crate::diag::{Diagnostic, Severity};
use crate::model::name::normal;
use crate::model::quoted_name;
use crate::source::{Place, Span};

/// What may be renamed at an offset: its span without quotation marks, and the name.
///
/// # Errors
///
/// Why nothing here can be renamed.
pub fn renameable(analysis: &Analysis, offset: u32) -> Result<(Occurrence, Span, String), String> {
    let Some(found) = name_at(analysis, offset) else {
        return Err("这里没有可以改名的名称".to_owned());
    };
    let files = &analysis.model.files;
    let written = files.slice(found.place);
    if files.is_prelude(found.target.file) {
        return Err(format!("`{written}` 是自带的{}，不能改名", word(found.kind)));
    }
    let declared = files.slice(found.target);
    let mark = if found.quoted { written.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let span = found.place.span;
    let inner = Span::new(span.start as usize + mark, (span.end as usize).saturating_sub(mark));
    Ok((found, inner, without_marks(declared).to_owned()))
}

/// How the new name may be written, the plainest first.
///
/// # Errors
///
/// Why it cannot be the name.
pub fn renamed(analysis: &Analysis, found: &Occurrence, new: &str) -> Result<Vec<String>, String> {
    let new = without_marks(new.trim()).trim();
    if new.is_empty() {
        return Err("新名称是空的".to_owned());
    }
    if new.contains(['"', '\n']) {
        return Err("名称里不能有英文引号和换行".to_owned());
    }
    if let Some(other) = clash(analysis, found, new) {
        return Err(format!("已经有{other} `{new}`，不能改成同一个名称"));
    }
    if found.kind == NameKind::Unit {
        let odd = new.chars().any(|letter| letter.is_whitespace() || letter.is_numeric() || "/·{},#".contains(letter));
        return if odd { Err(format!("`{new}` 不能作单位的名称")) } else { Ok(vec![new.to_owned()]) };
    }
    // A word of the language is a name in quotation marks only.
    let mut written = vec![quoted_name(new), format!("\"{new}\"")];
    written.dedup();
    Ok(written)
}

/// A name without the quotation marks around it; those inside of it are its own.
fn without_marks(written: &str) -> &str {
    let inner = [('"', '"'), ('“', '”'), ('「', '」')].into_iter().find_map(|(open, close)| {
        let inner = written.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    });
    inner.unwrap_or(written)
}

/// A renaming that has been made: a compilation before and after it.
pub struct Made<'a> {
    /// With the old name.
    pub before: &'a Analysis,
    /// With the new one.
    pub after: &'a Analysis,
    /// What was renamed.
    pub kind: NameKind,
    /// How often it stands in the compilation.
    pub uses: usize,
    /// The new name as it is written.
    pub written: &'a str,
}

/// Why a renaming breaks a compilation; none when every use of the old name is one of the new,
/// and nothing is wrong that was not before.
pub fn broken(made: &Made<'_>) -> Option<String> {
    let Made { before, after, kind, uses, written } = made;
    let new = normal(without_marks(written));
    let named = |analysis: &Analysis| {
        let all = occurrences(analysis).into_iter().filter(|one| one.kind == *kind);
        all.filter(|one| normal(without_marks(analysis.model.files.slice(one.place))) == new).count()
    };
    let errors = |analysis: &Analysis| {
        let all = analysis.linted.findings.iter().filter(|found| found.severity == Severity::Error);
        all.map(|found| found.code).collect::<Vec<_>>()
    };
    let mut known = errors(before);
    let mut is_new = |found: &&Diagnostic| match known.iter().position(|code| *code == found.code) {
        Some(at) => {
            known.swap_remove(at);
            false
        }
        None => true,
    };
    let mut errors = after.linted.findings.iter().filter(|found| found.severity == Severity::Error);
    if let Some(wrong) = errors.find(|found| is_new(found)) {
        return Some(wrong.message.clone());
    }
    let gone = named(after) < named(before) + uses;
    gone.then(|| "改名以后，有的地方不再指它".to_owned())
}

/// What has the new name already.
fn clash(analysis: &Analysis, found: &Occurrence, new: &str) -> Option<&'static str> {
    let wanted = normal(new);
    let model = &analysis.model;
    let taken = |name: &str, place: Place| normal(name) == wanted && place != found.target;
    let own = || {
        let file = found.target.file;
        let mut all = model.declarations.iter().filter(move |declaration| declaration.place.file == file);
        all.rfind(|declaration| holds(declaration.span, found.target.span.start))
    };
    match found.kind {
        NameKind::Indicator | NameKind::Data => {
            let own = own()?;
            let line = own.indicators.iter().any(|line| taken(&line.name, own.at(line.name_span)));
            let item = own.data.iter().any(|item| taken(&item.name, own.at(item.span)));
            line.then_some("指标").or(item.then_some("数据项"))
        }
        NameKind::Declaration => {
            let mut all = model.declarations.iter();
            all.any(|declaration| taken(&declaration.name, declaration.place)).then_some("部门或项目")
        }
        NameKind::Rule => {
            let declared = model.rules.iter().any(|rule| taken(&rule.name, rule.place));
            let shipped = super::complete::METHODS.iter().any(|(method, ..)| *method == new);
            (declared || shipped).then_some("计分规则")
        }
        NameKind::Framework => {
            model.frameworks.iter().any(|framework| taken(&framework.name, framework.place)).then_some("框架")
        }
        NameKind::Level => {
            let levels = model.frameworks.iter().flat_map(|framework| &framework.groups);
            let mut siblings = levels.filter(|level| {
                level.place == found.target || level.children.iter().any(|child| child.place == found.target)
            });
            let taken =
                |level: &crate::model::framework::Level| level.answers_to(&wanted) && level.place != found.target;
            siblings.any(|level| taken(level) || level.children.iter().any(taken)).then_some("指标类别")
        }
        NameKind::Unit => {
            let known = model.units.named_at(new).is_some_and(|place| place != found.target);
            known.then_some("单位")
        }
        NameKind::Budget => {
            let own = own()?;
            own.budget.iter().any(|line| taken(&line.name, own.at(line.span))).then_some("预算行")
        }
        NameKind::Task => {
            let own = own()?;
            own.tasks.iter().any(|task| taken(&task.name, own.at(task.span))).then_some("任务")
        }
    }
}

fn word(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Declaration => "部门或项目",
        NameKind::Indicator => "指标",
        NameKind::Data => "数据项",
        NameKind::Level => "指标类别",
        NameKind::Budget => "预算行",
        NameKind::Task => "任务",
        NameKind::Rule => "计分规则",
        NameKind::Framework => "框架",
        NameKind::Unit => "单位",
    }
}

/// Where a declaration is named in a compilation: the file by its name, since another
/// compilation numbers its files differently.
pub fn references(analysis: &Analysis, file: &str, span: Span) -> Vec<Occurrence> {
    let of_target = |one: &Occurrence| {
        let source = analysis.model.files.get(one.target.file).map(|parsed| &parsed.source);
        one.target.span == span && source.is_some_and(|source| *source.name == *file)
    };
    occurrences(analysis).into_iter().filter(of_target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    fn tried(text: &str, new: &str) -> Result<String, String> {
        let (analysis, offset) = at_cursor(text);
        let (found, ..) = renameable(&analysis, offset)?;
        Ok(renamed(&analysis, &found, new)?.remove(0))
    }

    #[test]
    fn what_is_shipped_and_what_clashes_is_refused() {
        assert_eq!(tried(&project("甲‸量 >= 1 件"), "乙量"), Ok("乙量".into()));
        assert_eq!(tried(&project("甲‸量 >= 1 件"), "四项\"程度"), Err("名称里不能有英文引号和换行".into()));
        assert_eq!(tried(&project("甲‸量 >= 1 件"), "“四项”程度"), Ok("\"“四项”程度\"".into()));
        assert_eq!(tried(&project("甲‸量 >= 1 件"), "“四项程度”"), Ok("四项程度".into()));
        let (analysis, offset) = at_cursor(&project("\"“四项制度”健‸全程度\" >= 90%"));
        assert_eq!(renameable(&analysis, offset).unwrap().2, "“四项制度”健全程度");
        assert_eq!(tried(&project("甲‸量 >= 1 件"), "四项 程度（%）"), Ok("\"四项 程度（%）\"".into()));
        let clash = tried(&project("甲‸量 >= 1 件\n乙量 >= 2 件"), "乙量").unwrap_err();
        assert!(clash.contains("已经有指标 `乙量`"), "{clash}");
        let shipped = tried(&project("甲量 >= 1 件‸"), "款").unwrap_err();
        assert_eq!(shipped, "`件` 是自带的单位，不能改名");
        let level = tried(&project("甲量 >= 1 件").replace("数量指标", "数量‸指标"), "乙").unwrap_err();
        assert!(level.contains("自带的指标类别"), "{level}");
        let rule = format!("计分 三档 = 达标\n{}", project("甲量 >= 5 件, 计分 三‸档"));
        assert!(tried(&rule, "比例").unwrap_err().contains("计分规则"));
    }
}
