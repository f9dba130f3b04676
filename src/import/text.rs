//! Names, texts and numbers as heng writes them.

use rust_decimal::Decimal;

use crate::reading::normal::normalised;

/// Words that are more than a name where a name may stand.
const KEYWORDS: &[&str] = &[
    "年度",
    "框架",
    "预算",
    "数据",
    "总体目标",
    "任务",
    "资金",
    "内容",
    "目标",
    "来源",
    "佐证",
    "说明",
    "负责",
    "代码",
    "依据",
    "原因",
    "调整",
    "满分",
    "上年",
    "及格",
    "得分",
    "方向",
    "量纲",
    "零头",
    "核心",
    "默认计分",
    "监控灯",
    "等级",
    "部门",
    "项目",
    "舍入",
    "超额",
    "空缺",
    "引用",
    "核对",
    "检查",
    "测试",
    "期望",
    "实际",
    "单位",
    "量级",
    "计分",
    "公式",
    "周期",
    "定性",
    "不适用",
    "同比",
    "其余",
    "又名",
    "是",
    "否",
    "上年实际",
    "扣分",
];

/// A name, with quotation marks where it needs them.
pub(super) fn name(text: &str) -> String {
    let text = text.replace(['\n', '\r', '\t'], "");
    let is_letter =
        |letter: char| ('\u{4E00}'..='\u{9FFF}').contains(&letter) || letter.is_ascii_alphabetic() || letter == '_';
    let is_bare = text.chars().all(|letter| is_letter(letter) || letter.is_ascii_digit() || letter == '·')
        && text.chars().find(|letter| !letter.is_ascii_digit()).is_some_and(is_letter)
        && !KEYWORDS.contains(&&*text);
    if is_bare { text } else { quoted(&text) }
}

/// A text of one line or of several.
pub(super) fn text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.contains('\n') {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        return format!("\"\"\"\n{}\n\"\"\"", lines.join("\n").replace("\"\"\"", "“”“"));
    }
    quoted(&text)
}

fn quoted(text: &str) -> String {
    let marks = [('"', '"', "\""), ('“', '”', "”"), ('「', '」', "」"), ('＂', '＂', "＂")];
    let fits = |end: &str| !text.contains(end);
    let found = marks.into_iter().find(|(open, _, end)| fits(end) && (*open != '“' || !text.contains('“')));
    match found {
        Some((open, close, _)) => format!("{open}{text}{close}"),
        // All four marks in one text: the plain ones become Chinese ones.
        None => format!("\"{}\"", text.replace('"', "”")),
    }
}

/// A number as printed, without what surrounds it: `10分`, `95%`, `1,097.01 万元`.
pub(super) fn number(text: &str) -> Option<(String, Decimal, String)> {
    let text = normalised(text);
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !",.-".contains(letter)).unwrap_or(text.len());
    let (digits, unit) = (text.get(..end)?, text.get(end..)?);
    let groups: Vec<&str> = digits.trim_start_matches('-').split('.').next().unwrap_or_default().split(',').collect();
    let (first, rest) = groups.split_first()?;
    let grouped =
        rest.is_empty() || (!first.is_empty() && first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let value = Decimal::from_str_exact(&digits.replace(',', "")).ok().filter(|_| grouped)?;
    Some((digits.to_owned(), value, unit.trim_matches(['(', ')']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_they_must_be() {
        for (found, written) in [
            ("PCT国际专利申请量", "PCT国际专利申请量"),
            ("12345热线接通率", "12345热线接通率"),
            ("2024", "\"2024\""),
            ("满意度（%）", "\"满意度（%）\""),
            ("预算", "\"预算\""),
            ("“四项”制度", "\"“四项”制度\""),
            ("\"四项\"制度", "“\"四项\"制度”"),
        ] {
            assert_eq!(name(found), written, "{found}");
        }
        assert_eq!(text("甲\r\n乙"), "\"\"\"\n甲\n乙\n\"\"\"");
    }

    #[test]
    fn numbers_keep_their_digits() {
        let read = |text| number(text).map(|(digits, _, unit)| (digits, unit));
        assert_eq!(read("1,097.01"), Some(("1,097.01".into(), String::new())));
        assert_eq!(read("10 分"), Some(("10".into(), "分".into())));
        assert_eq!(read("1,09"), None);
        assert_eq!(read("无"), None);
    }
}
