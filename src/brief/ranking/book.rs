//! A ranking as a workbook: the ranking, the distribution, what is missed, what needs a look.

use super::{Entry, Ranking, mark, percent};
use crate::forms::{Cell, Chart, Content, Form, Shown, Style};

/// The sheets.
pub fn forms(ranking: &Ranking) -> Vec<Form> {
    let mut forms = vec![places(ranking), grades(ranking)];
    let missed = ranking.missed.iter().map(|one| {
        vec![
            text(0, &one.name),
            number(1, &one.missed.to_string()),
            number(2, &one.of.to_string()),
            number(3, &one.lost),
        ]
    });
    forms.push(sheet(
        "未达成最多的指标",
        &[("指标", 40), ("未达成", 10), ("有这个指标的", 14), ("少得的分", 12)],
        missed,
    ));
    let looks = ranking
        .to_look_at()
        .map(|entry| vec![text(0, &entry.name), text(1, &entry.look.join("；")), text(2, &entry.file)]);
    let failed =
        ranking.failed.iter().map(|failed| vec![text(0, "没能计分"), text(1, &failed.why), text(2, &failed.file)]);
    forms.push(sheet("需要看一看", &[("部门、项目", 36), ("为什么", 60), ("文件", 40)], looks.chain(failed)));
    forms
}

fn places(ranking: &Ranking) -> Form {
    const HEADS: [(&str, u16); 13] = [
        ("名次", 8),
        ("部门、项目", 36),
        ("总分", 12),
        ("最高", 12),
        ("满分", 8),
        ("等级", 10),
        ("预算执行率", 12),
        ("达成", 8),
        ("指标", 8),
        ("满分率", 10),
        ("情况", 14),
        ("指标文件", 36),
        ("实际完成值", 36),
    ];
    let row = |entry: &Entry| {
        // What is open has a least and a most; what is decided has one.
        let (low, high) = entry.total.split_once(" – ").unwrap_or((&entry.total, ""));
        vec![
            number(0, &entry.rank.to_string()),
            text(1, &entry.name),
            number(2, low),
            number(3, high),
            number(4, &entry.full),
            text(5, entry.grade.as_deref().unwrap_or_default()),
            text(6, entry.execution.as_deref().unwrap_or_default()),
            number(7, &entry.met.0.to_string()),
            number(8, &entry.met.1.to_string()),
            text(9, &percent(entry.full_marks).unwrap_or_default()),
            text(10, mark(entry).word),
            text(11, &entry.file),
            text(12, &entry.values),
        ]
    };
    let mut form = sheet("排名", &HEADS, ranking.entries.iter().map(row));
    let last = u32::try_from(ranking.entries.len()).unwrap_or(0);
    form.chart =
        (last > 0).then(|| Chart { title: "总分".to_owned(), rows: (1, last), columns: (1, 2), at: (last + 2, 1) });
    form
}

fn grades(ranking: &Ranking) -> Form {
    let rows = ranking.grades.iter().map(|(grade, count)| vec![text(0, grade), number(1, &count.to_string())]);
    let (full, of) = ranking.full_marks;
    let rate = ranking.full_rate.clone().unwrap_or_default();
    let full = vec![text(0, &format!("满分率 {rate}（{of} 个得分中 {full} 个满分）"))];
    sheet("等级分布", &[("等级", 44), ("个数", 10)], rows.chain([full]))
}

fn sheet(name: &str, heads: &[(&str, u16)], rows: impl Iterator<Item = Vec<Cell>>) -> Form {
    let head = (0..).zip(heads).map(|(column, (head, _))| Cell::text(column, Style::Label, *head)).collect();
    Form {
        sheet: name.to_owned(),
        widths: heads.iter().map(|(_, width)| *width).collect(),
        rows: std::iter::once(head).chain(rows).collect(),
        printed: u16::try_from(heads.len()).unwrap_or(u16::MAX),
        repeated: Some(0),
        landscape: true,
        ..Form::default()
    }
}

fn text(column: u16, text: &str) -> Cell {
    Cell::text(column, Style::Text, text)
}

fn number(column: u16, number: &str) -> Cell {
    Cell::new(column, Style::Centre, Content::Number(number.to_owned(), Shown::Unit(String::new())))
}
