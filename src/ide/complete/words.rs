//! Keywords, signs and scoring methods, each with the places to fill in.

use super::place::Place;
use super::{CompletionKind, Offer, names, pinyin};
use crate::lint::Noun;
use crate::model::framework::TargetKind;
use crate::model::placement::{Site, keywords};

/// Keywords with what stands behind them, as a snippet, and what they are for.
const KEYWORDS: [(&str, &str, &str); 36] = [
    ("部门", "部门 ${1:名称} {\n    年度 ${2:2024}\n    $0\n}", "部门整体的绩效目标"),
    ("项目", "项目 ${1:名称} {\n    年度 ${2:2024}\n    $0\n}", "一个项目的绩效目标"),
    ("框架", "框架 $0", "一级、二级指标的名称、分值和计分规则"),
    ("任务", "任务 ${1:名称} {\n    资金 ${2:100} 万元\n    内容 \"$3\"\n    目标 \"$4\"\n}", "年度重点工作任务"),
    ("预算", "预算 {\n    $0\n}", "预算和执行的金额"),
    ("数据", "数据 {\n    ${1:名称} ${2:件}\n}", "公式用到的数据项"),
    ("默认计分", "默认计分 {\n    $0\n}", "各种指标值不写计分时用的规则"),
    ("等级", "等级 {\n    优 >= ${1:90} 分\n    良 >= ${2:80} 分\n    中 >= ${3:60} 分\n    差 其余\n}", "总分的等级"),
    (
        "监控灯",
        "监控灯 {\n    依据 \"$1\"\n    红 < ${2:60}%\n    黄 < ${3:80}%\n    绿 < ${4:120}%\n    蓝 其余\n}",
        "按进度亮的灯",
    ),
    ("年度", "年度 ${1:2024}", "预算年度"),
    ("总体目标", "总体目标 \"\"\"\n    $0\n\"\"\"", "年度总体目标"),
    ("内容", "内容 \"$0\"", "任务的内容"),
    ("目标", "目标 \"$0\"", "任务的目标"),
    ("来源", "来源 \"$0\"", "数据来源"),
    ("佐证", "佐证 \"$0\"", "佐证材料"),
    ("说明", "说明 \"$0\"", "说明"),
    ("负责", "负责 \"$0\"", "负责的科室或人"),
    ("代码", "代码 \"$0\"", "项目或指标的代码"),
    ("依据", "依据 \"$0\"", "所依据的文件"),
    ("原因", "原因 \"$0\"", "偏差原因"),
    ("调整", "调整 \"$0\"", "年中调整的理由"),
    ("资金", "资金 ${1:100} 万元", "任务的资金"),
    ("满分", "满分 ${1:100} 分", "框架的满分"),
    ("上年", "上年 $0", "上年的实际完成值"),
    ("及格", "及格 ${1:60%}", "低于它不得分"),
    ("得分", "得分 ${1:10} 分", "评委给定性指标的分"),
    ("周期", "周期 >= $0", "整个实施周期的指标值"),
    ("方向", "方向 ${1|正向,反向|}", "越大越好，还是越小越好"),
    ("计分", "计分 $0", "怎么计分"),
    ("公式", "公式 $0", "实际完成值怎么算出来"),
    ("舍入", "舍入 ${1:2} 位", "得分留几位小数"),
    ("超额", "超额 ${1:130%} 需说明", "超过多少要写原因"),
    ("空缺", "空缺 ${1:满意度指标} 归 ${2:效益指标}", "没有指标的类别，分值归哪里"),
    (
        "测试",
        "测试 \"${1:完成 90 件得 9 分}\" {\n    ${2:指标} = ${3:90 件}\n    期望 ${2:指标}.得分 = ${4:9 分}\n}",
        "一个算例",
    ),
    ("期望", "期望 $0", "算例应得的结果"),
    ("实际", "实际 ${1:名称} ${2:2024} {\n    $0\n}", "实际完成值"),
];

/// Keywords at the top of a file and in declarations whose lines hold a title and an expression.
const TITLED: [(&str, &str, &str); 5] = [
    ("引用", "引用 \"${1:公共/计分规则.heng}\"", "引入另一个文件"),
    ("核对", "核对 \"${1:收支平衡}\" ${2:预算.支出} = ${3:预算.收入来源}", "金额应当相等"),
    ("检查", "检查 \"${1:数量指标不少于 3 条}\" 警告 ${2:个数(产出指标)} >= ${3:3}", "自定的检查"),
    ("单位", "单位 ${1:款}", "声明一个单位"),
    ("量级", "量级 ${1:万} = ${2:10000}", "声明一个量级"),
];

/// How a deduction is written.
const SIDES: &str = "扣分 每低 1 个百分点 扣 0.5 分";

/// Words that stand inside of statements.
const OTHERS: [(&str, &str, &str); 28] = [
    ("核心", "甲数量 >= 8 件, 核心", "核心指标：分值应当不低于平均"),
    ("零头", "计分 扣分 每低 1 个百分点 扣 0.5 分, 零头 舍去", "扣分时不足一截的：按比例（不写时）、舍去、进位"),
    ("定性", "营商环境 定性 \"显著提升\"", "定性指标：不是数，由评委评"),
    ("同比", "服务企业家数 同比 >= 5%", "比上年增长多少"),
    ("不适用", "成本指标 不适用 \"理由\"", "列出而不考核，不占分值"),
    ("是", "平台建成 = 是", "做到了"),
    ("否", "重大安全事故 = 否", "没有发生"),
    ("正向", "方向 正向", "越大越好"),
    ("反向", "方向 反向", "越小越好"),
    ("区间", "区间 达标", "指标值是一个区间的指标"),
    ("日期", "日期 达标", "指标值是日期的指标"),
    ("是否", "是否 达标", "指标值是 是、否 的指标"),
    ("每低", SIDES, "低于指标值的部分，每一截扣几分"),
    ("每少", SIDES, "少于指标值的部分，每一截扣几分"),
    ("每高", SIDES, "高于指标值的部分，每一截扣几分"),
    ("每超", SIDES, "超过指标值的部分，每一截扣几分"),
    ("每多", SIDES, "多于指标值的部分，每一截扣几分"),
    ("每晚", SIDES, "晚于期限的部分，每一截扣几分"),
    ("舍去", "零头 舍去", "不足一截的不扣"),
    ("进位", "零头 进位", "不足一截的按一截扣"),
    ("按比例", "零头 按比例", "不足一截的按比例扣"),
    ("四舍五入", "舍入 2 位 四舍五入", "满五进一"),
    ("四舍六入", "舍入 2 位 四舍六入", "五前为双则舍，为单则进"),
    ("截断", "舍入 2 位 截断", "后面的数字都舍去"),
    ("实际", "实际 >= 90 分", "实际完成值"),
    ("完成率", "完成率 >= 90%", "实际完成值与指标值之比，反向指标倒过来"),
    ("警告", "检查 \"标题\" 警告 个数(产出指标) >= 3", "不合时给警告，不挡住评价"),
    ("提示", "检查 \"标题\" 提示 个数(产出指标) >= 3", "不合时给提示"),
];

/// The methods of the language: a name, a snippet and what it does.
pub(in crate::ide) const METHODS: [(&str, &str, &str); 10] = [
    ("比例", "比例", "按完成率给分"),
    ("达标", "达标", "达到给满分，否则不得分"),
    ("门槛", "门槛 ${1:60%}", "低于门槛不得分，以上按超出部分给分"),
    ("线性", "线性", "偏离一倍扣完"),
    (
        "分档",
        "分档 {\n    >= ${1:90%} 得 ${2:100%}\n    >= ${3:60%} 得 ${4:60%}\n    其余 得 ${5:0%}\n}",
        "按完成率分档给分",
    ),
    ("插值", "插值 {\n    ${1:60%} 得 ${2:0%}\n    ${3:100%} 得 ${4:100%}\n}", "在相邻两点之间按比例给分"),
    ("扣分", "扣分 每低 ${1:1 个百分点} 扣 ${2:0.5 分}", "每差一截扣几分"),
    ("等级", "等级", "定性指标由评委按等级给分"),
    ("公式", "公式 ${1:分值 * 完成率}", "自己写算式"),
    ("比例, 及格", "比例, 及格 ${1:60%}", "按完成率给分，低于及格不得分"),
];

/// A whole indicator, for those who write their first one.
const INDICATORS: [(&str, &str, &str); 3] = [
    ("指标 >=", "${1:指标名称} >= ${2:100} ${3:件}", "一条指标：不低于"),
    ("指标 <=", "${1:指标名称} <= ${2:100} ${3:万元}", "一条指标：不高于"),
    ("指标 定性", "${1:指标名称} 定性 \"${2:显著提升}\"", "一条定性指标"),
];

/// A whole file, for those who write their first one; it has nothing that the checks object to.
const WHOLE: [(&str, &str, &str); 2] = [
    (
        "部门 整个文件",
        "部门 ${1:单位名称} {\n    年度 ${2:2024}\n    框架 ${3|部门整体,一体化,财政部2021|}\n\n    \
         总体目标 \"\"\"\n        ${4:这一年要做成什么。}\n    \"\"\"\n\n    \
         产出指标 {\n        数量指标 {\n            ${5:指标名称} >= ${6:1} ${7:件}\n        }\n    }\n    \
         效益指标 {\n        社会效益指标 {\n            ${8:受益人数} >= ${9:1} 人\n        }\n    }\n    \
         满意度指标 {\n        服务对象满意度指标 {\n            服务对象满意度 >= ${10:95}%\n        }\n    }\n}$0",
        "部门整体绩效目标的整个文件",
    ),
    (
        "项目 整个文件",
        "项目 ${1:项目名称} {\n    年度 ${2:2024}\n    框架 ${3|财政部2021,财政部2020|}\n\n    \
         总体目标 \"\"\"\n        ${4:这一年要做成什么。}\n    \"\"\"\n\n    \
         产出指标 {\n        数量指标 {\n            ${5:指标名称} >= ${6:1} ${7:件}\n        }\n    }\n    \
         效益指标 {\n        社会效益指标 {\n            ${8:受益人数} >= ${9:1} 人\n        }\n    }\n    \
         满意度指标 {\n        服务对象满意度指标 {\n            服务对象满意度 >= ${10:90}%\n        }\n    }\n}$0",
        "项目支出绩效目标的整个文件",
    ),
];

const BUDGET: [&str; 3] = ["支出", "收入来源", "按预算级次"];
const FIGURES: [&str; 3] = ["年初预算数", "全年预算数", "全年执行数"];
const GRADES: [&str; 4] = ["优", "良", "中", "差"];
const LIGHTS: [&str; 4] = ["红", "黄", "绿", "蓝"];

/// What may begin a line or an attribute.
pub(super) fn start(place: &Place<'_>, head: &str, first: bool, offer: &mut Offer<'_>) {
    // Behind a comma stand the attributes of what the line declares.
    let site = match (place.site, first) {
        (Site::Group, false) => Site::Indicator,
        (Site::Data, false) => Site::DataItem,
        (Site::Actuals | Site::Test, false) => Site::Actual,
        (Site::Framework | Site::FrameworkGroup, false) => Site::FrameworkGroup,
        (Site::File, false) => Site::Rule,
        (site, _) => site,
    };
    match site {
        Site::Declaration | Site::Group | Site::FrameworkGroup | Site::Framework if first => {
            names::levels(place, offer);
        }
        Site::Actuals | Site::Test => names::to_fill_in(place, offer),
        Site::Budget => BUDGET.iter().for_each(|word| offer.word(word, CompletionKind::Keyword, "预算")),
        Site::ActualBudget => FIGURES.iter().for_each(|word| offer.word(word, CompletionKind::Keyword, "预算执行")),
        Site::Grades => GRADES.iter().for_each(|word| offer.word(word, CompletionKind::Value, "等级")),
        Site::Lights => LIGHTS.iter().for_each(|word| offer.word(word, CompletionKind::Value, "监控灯")),
        Site::Defaults => {
            TargetKind::ALL.iter().for_each(|kind| offer.word(kind.word(), CompletionKind::Keyword, "默认计分"));
        }
        Site::Rule if first => offer.item("其余", CompletionKind::Keyword, "余下的档", "其余 得 ", None),
        _ => {}
    }
    if site == Site::File && first {
        for (label, snippet, detail) in WHOLE {
            let word = label.split(' ').next().unwrap_or_default();
            offer.item(label, CompletionKind::Keyword, detail, word, Some(snippet.to_owned()));
        }
    }
    for word in keywords(site) {
        offered(word, place.site == Site::Declaration, offer);
    }
    // What a method before the comma may be followed by.
    let after = head.rfind("计分").and_then(|at| head.get(at..)).unwrap_or_default();
    let more = [("比例", "及格"), ("扣分", "零头")].into_iter().find(|(method, _)| after.contains(method));
    if let Some((_, word)) = more.filter(|_| !first) {
        offered(word, false, offer);
        offer.items.sort_by_key(|item| item.label != word);
    }
    if site == Site::Group && first && place.groups.len() > 1 {
        for (label, snippet, detail) in INDICATORS {
            offer.item(label, CompletionKind::Value, detail, &plain(snippet), Some(snippet.to_owned()));
        }
    }
}

/// How a keyword is written, and what it is for.
pub(in crate::ide) fn keyword(word: &str) -> Option<(String, &'static str)> {
    let (_, snippet, about) = KEYWORDS.iter().chain(&TITLED).chain(&OTHERS).find(|(known, ..)| *known == word)?;
    Some((plain(snippet), about))
}

/// What a deduction counts, behind 扣分.
pub(super) fn sides(offer: &mut Offer<'_>) {
    for (word, about) in [
        ("每低", "低于指标值"),
        ("每少", "少于指标值"),
        ("每高", "高于指标值"),
        ("每超", "超过指标值"),
        ("每晚", "晚于期限"),
    ] {
        let step = if word == "每晚" { "1 天" } else { "1 个百分点" };
        offer.item(word, CompletionKind::Keyword, about, word, Some(format!("{word} ${{1:{step}}} 扣 ${{2:0.5 分}}")));
    }
}

fn offered(word: &str, uses: bool, offer: &mut Offer<'_>) {
    let known = KEYWORDS.iter().chain(&TITLED).find(|(known, ..)| *known == word);
    match known {
        Some((_, _, detail)) if word == "框架" && uses => {
            offer.item(word, CompletionKind::Keyword, detail, "框架 ", None);
        }
        // Without snippets, a keyword alone is more use than a form with made-up values.
        Some((_, snippet, detail)) => {
            offer.item(word, CompletionKind::Keyword, detail, word, Some((*snippet).to_owned()));
        }
        None => offer.word(word, CompletionKind::Keyword, ""),
    }
}

/// The methods, those that fit the word typed first, and the rules that are declared.
pub(super) fn methods(place: &Place<'_>, offer: &mut Offer<'_>) {
    for (label, snippet, detail) in METHODS {
        offer.item(label, CompletionKind::Method, detail, &plain(snippet), Some(snippet.to_owned()));
    }
    for rule in &place.analysis.model.rules {
        let basis = rule.basis.as_deref().unwrap_or("声明的计分规则");
        offer.word(&rule.name, CompletionKind::Method, basis);
    }
    offer.items.sort_by_key(|item| !pinyin::fits(&item.label, offer.letters));
}

/// The signs, and the words that stand for a whole target.
pub(super) fn signs(offer: &mut Offer<'_>) {
    for (sign, detail) in [(">=", "不低于"), ("<=", "不高于"), ("=", "等于"), (">", "高于"), ("<", "低于")]
    {
        offer.word(sign, CompletionKind::Value, detail);
    }
    for (word, snippet, detail) in [
        ("定性", "定性 \"${1:显著提升}\"", "定性指标"),
        ("同比", "同比 >= ${1:5%}", "比上年增长"),
        ("不适用", "不适用 \"${1:理由}\"", "列出而不考核"),
    ] {
        offer.item(word, CompletionKind::Keyword, detail, word, Some(snippet.to_owned()));
    }
}

/// What may stand behind a sign, what the name speaks of first.
pub(super) fn values(place: &Place<'_>, head: &str, offer: &mut Offer<'_>) {
    let name = head.split_whitespace().next().unwrap_or_default();
    let dated = super::units::noun(name) == Noun::Timeliness && !head.trim_end().ends_with(['=', '＝'])
        || ["时间", "日期", "期限"].iter().any(|end| name.ends_with(end));
    if dated {
        let date =
            place.declaration.and_then(|own| own.year).map_or("12月31日".to_owned(), |year| format!("{year}-12-31"));
        offer.word(&date, CompletionKind::Value, "年度内的日期");
    }
    if matches!(place.site, Site::Group | Site::Indicator) {
        offer.word("上年", CompletionKind::Value, "上年的实际完成值");
    }
    if head.trim_end().ends_with(['=', '＝']) {
        offer.word("是", CompletionKind::Value, "");
        offer.word("否", CompletionKind::Value, "");
    }
    if matches!(super::units::noun(name), Noun::Satisfaction | Noun::CappedRate) {
        offer.word("95%", CompletionKind::Value, "");
    }
}

/// A snippet as plain text: its places with what stands in them.
fn plain(snippet: &str) -> String {
    let mut out = String::new();
    let mut rest = snippet;
    while let Some(at) = rest.find('$') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        match rest.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((inner, after)) => {
                out.push_str(inner.split_once(':').map_or("", |(_, shown)| shown));
                rest = after;
            }
            None => rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit()),
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_has_its_snippet() {
        use Site as S;
        let sites = [S::File, S::Declaration, S::Indicator, S::Task, S::Framework, S::Rule, S::Actual, S::Test];
        for word in sites.into_iter().flat_map(keywords) {
            let known = KEYWORDS.iter().chain(&TITLED).any(|(known, ..)| *known == word);
            assert!(known || matches!(word, "核心" | "零头"), "{word}");
        }
    }

    #[test]
    fn a_whole_file_has_nothing_to_object_to() {
        for (label, snippet, _) in WHOLE {
            let text = plain(
                &snippet
                    .replace("|部门整体,一体化,财政部2021|", ":部门整体")
                    .replace("|财政部2021,财政部2020|", ":财政部2021"),
            );
            let (analysis, _) = crate::ide::testing::at_cursor(&format!("‸{text}\n"));
            let found = &analysis.linted.findings;
            let errors: Vec<_> = found.iter().filter(|one| one.severity == crate::diag::Severity::Error).collect();
            assert!(errors.is_empty(), "{label}: {errors:?}\n{text}");
        }
    }

    #[test]
    fn snippets_have_a_plain_form() {
        assert_eq!(plain("门槛 ${1:60%}"), "门槛 60%");
        assert_eq!(plain("来源 \"$0\""), "来源 \"\"");
        for (_, snippet, _) in KEYWORDS.iter().chain(&TITLED).chain(&METHODS) {
            assert!(!plain(snippet).contains(['$', '|']), "{snippet}");
        }
    }
}
