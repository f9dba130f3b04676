//! L350: `》=`, `≧`, `═` and other glyphs that only look like a sign.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::source::{Place, Span};
use crate::syntax::ast::Target;
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L350",
    name: "non-standard-sign",
    title: "符号不是标准写法",
    level: Level::Off,
    certainty: Certainty::Certain,
    fix: Some(Safety::Safe),
    why: "`》=`、`≧`、`═` 读得懂，但查找、统计时会漏掉，抄回申报系统也可能不认。`heng fmt` 会把它们统一成标准写法，\
          因此这条默认关闭；审核别人交来的文件、不便改动时可以打开。",
    wrong: &[
        Wrong { text: "参训率 》= 95%\n设备完好率 ≧ 98%", finds: &["》=", "≧"] },
        Wrong { text: "验收合格率 ═ 100％", finds: &["═", "％"] },
    ],
    right: &["参训率 >= 95%\n设备完好率 ≥ 98%\n验收合格率 = 100%\n培训人次 不少于 300 人次"],
    words: &[],
    basis: "标准写法见语言参考的“容错输入”。",
    check: Check::Indicator(check),
};

/// Glyphs that stand in no form: what input methods and converters leave behind.
const ODD: [char; 12] = ['》', '《', '≧', '≦', '═', '﹦', '＞', '＜', '＝', '〉', '〈', '﹥'];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some(target) = cx.target(line) else { return };
    let (Target::Compare { sign, sign_span, .. } | Target::Growth { sign, sign_span, .. }) = target else { return };
    let place = line.at(*sign_span);
    if cx.slice(place).contains(ODD) {
        report_sign(cx, line, *sign, place);
    }
    let value = cx.value_place(line);
    if let Some(at) = cx.slice(value).find('％') {
        let start = value.span.start as usize + at;
        let place = Place { span: Span::new(start, start + '％'.len_utf8()), ..value };
        let message = format!("`{}` 的百分号 `％` 是全角的", line.name());
        cx.report(cx.finding(place, message).fix(Safety::Safe, place.span, "%", "改为 `%`"));
    }
}

fn report_sign(cx: &mut Cx<'_>, line: &Line<'_>, sign: Sign, place: Place) {
    let message = format!("`{}` 的符号 `{}` 不是标准写法", line.name(), cx.slice(place));
    cx.report(cx.finding(place, message).fix(Safety::Safe, place.span, sign.ascii(), format!("改为 `{}`", sign.ascii())));
}
