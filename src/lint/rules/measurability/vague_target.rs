//! L203: a qualitative target that says a direction or a praise, nothing to check.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::measurability::{compound_target, value_repeats_name};
use crate::model::value::Goal;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L203",
    name: "vague-target",
    title: "指标值含糊",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "“显著提升”“有所改善”到年底无法核对：谁来看、和什么比、到什么程度算达成，都没有写。\
          能用数字的改用数字；确实只能定性的，在 `说明` 里写清各档的标准。",
    wrong: &[
        Wrong { text: "营商环境改善情况 定性 \"明显改善\"", finds: &["明显"] },
        Wrong { text: "居民健康意识 定性 \"逐步提高\"", finds: &["逐步"] },
        Wrong { text: "可持续影响 定性 \"长期\"", finds: &["长期"] },
        Wrong { text: "就业质量 定性 \"显著提高\" { 说明 \"略\" }", finds: &["显著"] },
        Wrong { text: "营商环境 定性 \"明显改善\" {\n    说明 \"由办公室负责评价\"\n}", finds: &["明显"] },
        Wrong { text: "机关运行 定性 \"安全平稳\"", finds: &["安全平稳"] },
        Wrong { text: "保持社会稳定 = 是\n是否显著提升服务能力 = 是", finds: &["保持", "显著"] },
        Wrong { text: "就业带动作用 定性 \"较强\"\n村容村貌 定性 \"焕然一新\"", finds: &["较强", "焕然一新"] },
    ],
    right: &[
        "企业开办平均用时 <= 1 天",
        "营商环境改善情况 定性 \"明显改善\" {\n    \
         说明 \"年度第三方评价：位次上升为达成，不变为部分达成，下降为未达成\"\n}",
        "机制建设 定性 \"优：三项到位；良：两项到位；差：一项及以下\"",
        "绩效考核等次 定性 \"优\"\n单位工程质量 定性 \"优良\"\n建立长效机制 = 是\n是否通过能力验收 = 是",
        "安全生产责任事故 定性 \"未发生较大以上事故\"",
    ],
    words: &["vague", "empty"],
    basis: "绩效指标应当细化、量化、可衡量；定性表述的，应当可评价（项目支出绩效管理的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Qualitative(text) = line.goal else { return hoped_for(cx, line) };
    // A name that asks for a number, a repetition and a list of targets are reported as such.
    if has_grades(line)
        || line.noun.is_rate()
        || line.noun.is_count()
        || matches!(line.noun, Noun::Timeliness | Noun::Cost)
        || value_repeats_name::repeats(line.name(), text)
        || compound_target::targets(cx, text) > 1
    {
        return;
    }
    let Some(word) = vague(cx, line, text) else { return };
    let place = cx.within(cx.value_place(line), word);
    let message = format!("`{}` 的指标值 `{text}` 含糊，到年底无法核对", line.name());
    let finding = cx.finding(place, message).label("说不出到什么程度");
    cx.report(finding.help("改成数字，例如 `>= 5%`；只能定性时，用 `说明` 写清达成、部分达成、未达成各是什么情况"));
}

/// 保持社会稳定 = 是: whether it is so, nobody can tell either.
fn hoped_for(cx: &mut Cx<'_>, line: &Line<'_>) {
    if *line.goal != Goal::YesNo(true) || line.has_scale(cx.words) {
        return;
    }
    let name = line.core_name().trim_start_matches("是否").trim_start_matches("能否");
    if cx.words.ends("abstract", name).is_none() {
        return;
    }
    let verb = cx.words.starts("verbs", name).or_else(|| KEEPING.into_iter().find(|verb| name.starts_with(verb)));
    let degree = DEGREES.into_iter().find(|word| name.contains(word));
    let Some(word) = degree.or(verb) else { return };
    let place = cx.within(line.name_place(), word);
    let message = format!("`{}` 是不是做到了，到年底无法核对", line.name());
    let finding = cx.finding(place, message).label("说不出到什么程度");
    cx.report(finding.help("改成数字，例如 `>= 5%`；只能定性时，用 `说明` 写清达成、部分达成、未达成各是什么情况"));
}

/// Verbs of keeping something as it is.
const KEEPING: [&str; 5] = ["保持", "维持", "实现", "维护", "持续"];

/// Words of how much, of which nobody says how much.
const DEGREES: [&str; 8] = ["显著", "明显", "有效", "大幅", "逐步", "不断", "进一步", "持续"];

/// What a note has to say so that words can be judged by it: how much, or what each grade takes.
const GRADES: &[&str] = &[
    "达成", "为优", "优为", "优：", "优秀", "为良", "良：", "合格", "达标", "等级", "等次", "分档", "得分", "评分", "扣", "满分", "位次",
    "排名", "上升", "下降", "不变", "不低于", "不少于", "不高于", "不超过", "高于", "低于", "以上", "以下", "比例", "占比", "评审", "验收",
    "认定", "未发生", "没有发生", "视为", "即为", "指标体系",
];

/// Numbers in words.
const NUMERALS: &[char] = &['一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '半'];

/// Whether a scoring rule, the target itself or a 说明 says what is reached when.
fn has_grades(line: &Line<'_>) -> bool {
    let note = line.text(TextKind::Note);
    let says = |note: &str| {
        note.contains(|letter: char| letter.is_ascii_digit() || NUMERALS.contains(&letter))
            || GRADES.iter().any(|word| note.contains(word))
    };
    line.has_own_grades() || note.is_some_and(says)
}

/// Names of verdicts: 等次 is 合格, and 验收结论 is 达标.
const VERDICTS: &[&str] = &["等次", "等级", "级别", "结果", "结论", "评级", "评定", "评价", "意见", "类别", "工程质量", "施工质量", "水质", "空气质量"];

/// The vague word of a text. One of a single character is vague only when nothing else is
/// said, and a text with a number in it says something.
fn vague<'t>(cx: &Cx<'_>, line: &Line<'_>, text: &'t str) -> Option<&'t str> {
    let plain = text.trim().trim_end_matches(['。', '！', '.']);
    // What is not to happen, or the grade of a review, can be told at the end of the year.
    let absent = ["未发生", "未出现", "没有发生", "不发生", "不出现", "零"].iter().any(|word| plain.starts_with(word));
    let graded = ["等次", "等级", "档次"].iter().any(|word| plain.ends_with(word));
    if absent || graded || plain.chars().any(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let word = cx.words.find("vague", plain).filter(|word| word.chars().count() > 1 || *word == plain);
    word.or_else(|| (!line.ends(VERDICTS) && says_nothing(cx, plain)).then_some(plain))
}

/// Whether a text is made of nothing but words that say something only of a thing: 安全平稳,
/// 及时足额, but not 无安全事故.
fn says_nothing(cx: &Cx<'_>, text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let found = cx.words.starts("empty", rest).or_else(|| cx.words.starts("vague", rest));
        let mark = rest.chars().next().filter(|letter| "、，, 和与且并及地".contains(*letter)).map(char::len_utf8);
        let Some(length) = found.map(str::len).or(mark) else { return false };
        rest = rest.get(length..).unwrap_or_default();
    }
    !text.is_empty()
}
