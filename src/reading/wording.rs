//! Targets without a number: placeholders, 不适用, 是 and 否, grades, words.

use super::{Scope, TargetKind, TargetReading, dates, read_scope};
use crate::reading::scan;
use crate::reading::words;

/// Nothing, a dash, or a template left as it was.
pub(super) fn placeholder(scope: &Scope) -> Option<TargetReading> {
    let empty = scope.text.is_empty();
    if !empty
        && !words::PLACEHOLDERS.contains(&scope.text)
        && !scope.text.chars().all(|letter| "-*/.?_#".contains(letter))
    {
        return None;
    }
    if scope.name.not_applicable {
        return Some(TargetReading::new(TargetKind::NotApplicable));
    }
    let message = if empty {
        "指标值是空的".to_owned()
    } else {
        format!("`{}` 是占位内容，没有说明目标是多少", scope.written(scope.all()))
    };
    let note =
        scope.note("E0711", scope.all(), message).help("写上符号、数和单位，如 `>= 800 件`；不考核的写 `不适用`");
    Some(TargetReading::new(TargetKind::Unreadable).noted(note))
}

/// `不适用`, or a row whose name says so.
pub(super) fn not_applicable(scope: &Scope) -> Option<TargetReading> {
    let said = words::NOT_APPLICABLE.contains(&scope.text)
        || scope.text.starts_with("不适用")
        || scope.text.ends_with("不适用") && scope.text.chars().count() <= 8;
    let named = scope.name.not_applicable && matches!(scope.text, "无" | "0" | "否" | "没有");
    let reason = || {
        let rest = scope.text.strip_prefix("不适用")?.strip_prefix([':', '('])?;
        let inner = rest.strip_suffix(')').unwrap_or(rest).trim();
        let start = scope.text.len() - rest.len();
        (!inner.is_empty()).then(|| scope.written(start..start + inner.len()))
    };
    (said || named).then(|| match reason() {
        Some(reason) => TargetReading::one(TargetKind::NotApplicable, None, reason),
        None => TargetReading::new(TargetKind::NotApplicable),
    })
}

/// `定性 优良`, `定性 2031年11月底前`.
pub(super) fn marked_qualitative(scope: &Scope) -> Option<TargetReading> {
    let rest = scope.text.strip_prefix("定性")?;
    let rest = rest.trim_start_matches([':', '-', ',']);
    let inner = scope.part(scope.text.len() - rest.len()..scope.text.len());
    if inner.text.is_empty() {
        let note = scope
            .note("E0711", scope.all(), "只写了 `定性`，没有说明要达到什么")
            .help("写出要达到的程度，如 `定性 \"显著提升\"`");
        return Some(TargetReading::new(TargetKind::Unreadable).noted(note));
    }
    grade_scale_of(&inner)
        .or_else(|| dates::day(&inner))
        .or_else(|| Some(TargetReading::one(TargetKind::Qualitative, None, inner.written(inner.all()))))
}

/// 是, 否, 有, 无, √.
pub(super) fn yes_no(scope: &Scope) -> Option<TargetReading> {
    let (word, answer) = words::YES_NO.iter().find(|(word, _)| *word == scope.text)?;
    let reading = TargetReading::one(TargetKind::YesNo, None, if *answer { "是" } else { "否" });
    if !matches!(*word, "无" | "没有") || scope.name.question {
        return Some(reading);
    }
    let note = scope.note("E0711", scope.all(), format!("`{word}` 没有说清：是没有这项指标，还是目标为零"));
    Some(reading.noted(note.help("不考核写 `不适用`；目标为零写 `= 0` 和单位；要回答是否写 `= 否`")))
}

/// A scale from which no grade was chosen, or with a figure for each grade.
pub(super) fn grade_scale(scope: &Scope) -> Option<TargetReading> {
    let figures = ["优", "良", "中", "差"].iter().filter(|grade| scope.text.contains(**grade)).count() >= 3
        && scope.text.starts_with('优')
        && scope.text.chars().any(|letter| letter.is_ascii_digit());
    // 优良 alone is also a grade (空气质量 优良), so only the marked form counts as a scale.
    let bare = scope.text != "优良" && words::GRADE_SCALES.contains(&scope.text);
    (figures || bare).then(|| scale(scope))
}

fn grade_scale_of(scope: &Scope) -> Option<TargetReading> {
    words::GRADE_SCALES.contains(&scope.text).then(|| scale(scope))
}

fn scale(scope: &Scope) -> TargetReading {
    let written = scope.written(scope.all());
    let note = scope.note("E0714", scope.all(), format!("`{written}` 是等级表，没有选定目标是哪一级"));
    TargetReading::one(TargetKind::Qualitative, None, written).noted(note.help("写出目标的等级，如 `定性 \"优\"`"))
}

/// Words: what is left when nothing else fits, provided it is language.
pub(super) fn qualitative(scope: &Scope) -> Option<TargetReading> {
    // `3A级`, `5A`: a class of sights, of credit.
    let class = scope.text.trim_end_matches('级').strip_suffix('A');
    if class.is_some_and(|stars| stars.len() == 1 && stars.bytes().all(|star| star.is_ascii_digit())) {
        return Some(TargetReading::one(TargetKind::Qualitative, None, scope.written(scope.all())));
    }
    if !is_language(scope.text) {
        return None;
    }
    let reading = TargetReading::one(TargetKind::Qualitative, None, scope.written(scope.all()));
    if let Some((_, end)) = leading_sign(scope) {
        let sign = scope.written(0..end);
        let note = scope.note("E0719", 0..end, format!("`{sign}` 后面没有数"));
        return Some(reading.noted(note.help("写出数和单位；没有数的，去掉符号，写成 `定性 \"…\"`")));
    }
    let Some(digits) = scope.text.find(|letter: char| letter.is_ascii_digit()) else { return Some(reading) };
    let length = scope.text.get(digits..)?.bytes().take_while(u8::is_ascii_digit).count();
    let note = scope
        .note(
            "E0718",
            digits..digits + length,
            format!("文字里的 `{}` 没有读作指标值", scope.text.get(digits..digits + length)?),
        )
        .help("要考核这个数，就把指标值写成符号、数和单位，如 `>= 3 次`");
    Some(reading.noted(note))
}

/// What is left over.
pub(super) fn unreadable(scope: &Scope) -> TargetReading {
    let written = scope.written(scope.all());
    let shown: String = written.chars().take(40).collect();
    let note = scope
        .note("E0713", scope.all(), format!("读不懂指标值 `{shown}`"))
        .help("写上符号、数和单位，如 `>= 800 件`；没有数的写要达到的程度，如 `定性 \"显著提升\"`");
    TargetReading::new(TargetKind::Unreadable).noted(note)
}

fn leading_sign(scope: &Scope) -> Option<(crate::terms::Sign, usize)> {
    let mut cursor = scope.cursor();
    let sign = scan::sign(&mut cursor)?;
    // 达 begins many words (达标, 达成); only the glyphs and the clear words ask for a number.
    (!scope.text.starts_with('达') && !scope.text.starts_with('控')).then(|| (sign, cursor.offset()))
}

/// Whether a text is words rather than the remains of a number.
fn is_language(text: &str) -> bool {
    if text.contains('\u{fffd}') || text.matches('?').count() > 1 {
        return false;
    }
    let grade = !text.is_empty()
        && text.len() <= 4
        && text.trim_end_matches(['+', '-']).chars().all(|letter| ('A'..='D').contains(&letter));
    let mut letters: String = text.chars().filter(|letter| is_han(*letter)).collect();
    if text.chars().any(|letter| letter.is_ascii_digit()) {
        // `M.8万元`: figures and units only.
        let mut units: Vec<&str> = words::UNITS.iter().chain(words::MAGNITUDES).copied().collect();
        units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        let rest: Vec<char> = letters.chars().collect();
        letters =
            if rest.len() <= 4 && units.iter().any(|unit| letters.ends_with(*unit)) { String::new() } else { letters };
    }
    grade || !letters.is_empty()
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

/// Reads a part as a whole target of its own.
pub(super) fn read_part(scope: &Scope) -> TargetReading {
    read_scope(&scope.stripped())
}
