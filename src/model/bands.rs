//! 分档, 插值 and 等级: what stands in the braces of a scoring rule.

use crate::diag::{Diagnostic, Safety, suggest};
use crate::exact::Exact;
use crate::model::context::{Context, quoted_name};
use crate::model::rule::{Band, JudgedBand, Method, Point, Subject, Worth};
use crate::model::scoring::{lines, share};
use crate::model::value::Quantity;
use crate::source::Span;
use crate::syntax::ast::{self, Block, Clause, Name, Value};
use crate::terms::{Judgement, Sign};

/// Words of the methods whose braces hold bands.
pub(crate) const BANDS: &str = "分档";
/// See [`BANDS`].
pub(crate) const POINTS: &str = "插值";
/// See [`BANDS`].
pub(crate) const JUDGED: &str = "等级";

/// Whether the braces after this method hold its bands.
pub(crate) fn takes_bands(method: &str) -> bool {
    matches!(method, BANDS | POINTS | JUDGED)
}

const SUBJECTS: [(&str, Subject); 2] = [("完成率", Subject::Attainment), ("实际", Subject::Actual)];

/// A band with where it stands.
struct Read {
    band: Band,
    span: Span,
}

/// 分档.
pub(crate) fn steps(cx: &mut Context<'_>, keyword: Span, block: Option<&Block>) -> Option<Method> {
    let mut bands: Vec<Read> = Vec::new();
    let mut sound = true;
    for (clause, stmt) in lines(block) {
        match clause {
            Clause::Band(written) => {
                let span = stmt.map_or(written.points.span(), |stmt| stmt.span);
                match band(cx, written, span) {
                    Some(band) => sound &= reachable(cx, &bands, &band) && push(&mut bands, band),
                    None => sound = false,
                }
            }
            Clause::Broken => sound = false,
            _ => {}
        }
    }
    if !sound || unclosed(block) {
        return None;
    }
    if bands.is_empty() {
        let diagnostic = Diagnostic::error("E0411", cx.place(keyword), "`分档` 里没有写档");
        cx.report(diagnostic.help("如 `计分 分档 { >= 90% 得 100%; >= 60% 得 50%; 其余 得 0% }`"));
        return None;
    }
    if !covers(cx, &bands) {
        let place = cx.place(keyword);
        let diagnostic = Diagnostic::error("E0411", place, "各档没有盖住所有情况，缺 `其余`");
        cx.report(diagnostic.help("在最后加一行：`其余 得 0%`"));
        return None;
    }
    Some(Method::Bands(bands.into_iter().map(|read| read.band).collect()))
}

/// Whether the brace was reported, so that what is missing may stand elsewhere.
fn unclosed(block: Option<&Block>) -> bool {
    block.is_some_and(|block| block.close.is_none())
}

fn push(bands: &mut Vec<Read>, band: Read) -> bool {
    bands.push(band);
    true
}

fn band(cx: &mut Context<'_>, written: &ast::Band, span: Span) -> Option<Read> {
    let subject = subject(cx, written.subject)?;
    let bound = match (written.sign, written.bound) {
        (Some((sign, _)), Some(bound)) => Some((sign, cx.quantity(bound)?)),
        (None, Some(bound)) => {
            let text = cx.slice(bound.span());
            let diagnostic =
                Diagnostic::error("E0410", cx.place(bound.span()), format!("`分档` 的界限 `{text}` 前面缺符号"));
            cx.report(diagnostic.help(format!("写成 `>= {text} 得 …`；要在各点之间按直线计算时用 `插值`")));
            return None;
        }
        (_, None) => None,
    };
    let worth = worth(cx, written.points)?;
    Some(Read { band: Band { subject, bound, worth }, span })
}

/// `Some(None)` when none is written.
fn subject(cx: &mut Context<'_>, name: Option<Name>) -> Option<Option<Subject>> {
    let Some(name) = name else { return Some(None) };
    let text = cx.name(name);
    match SUBJECTS.iter().find(|(word, _)| *word == text) {
        Some((_, subject)) => Some(Some(*subject)),
        None => {
            let nearest = suggest::nearest(text, SUBJECTS.iter().map(|(word, _)| *word));
            let help = "符号前面可写 `完成率` 或 `实际`，也可不写".to_owned();
            cx.unknown("E0206", name.span, format!("得分档不能按 `{text}` 划分"), nearest, Some(help));
            None
        }
    }
}

fn worth(cx: &mut Context<'_>, written: ast::Quantity) -> Option<Worth> {
    let quantity = cx.quantity(written)?;
    if written.unit.is_none() && written.number > rust_decimal::Decimal::ONE {
        let number = written.number;
        let diagnostic = Diagnostic::error("E0412", cx.place(written.span()), format!("得分 `{number}` 没有写单位"));
        let diagnostic = diagnostic.help(format!("是分数写 `{number} 分`，是分值的百分比写 `{number}%`"));
        cx.report(diagnostic.fix(Safety::Unsafe, written.number_span.after(), " 分", "补上单位"));
        return None;
    }
    if cx.is_ratio(quantity.unit) {
        return share(cx, written, "得分的比例").map(Worth::Share);
    }
    let points = cx.points(written, "得分")?;
    if points.is_negative() {
        cx.error("E0412", written.span(), "得分不能小于 0");
        return None;
    }
    Some(Worth::Points(points))
}

/// Whether a band can ever hold after those above it; reports it when not.
fn reachable(cx: &mut Context<'_>, above: &[Read], band: &Read) -> bool {
    let Some(hiding) = above.iter().find(|earlier| hides(cx, &earlier.band, &band.band)) else { return true };
    let shown = cx.slice(hiding.span);
    let message = format!("这一档永远轮不到，上面的 `{shown}` 已经包括了它");
    let place = cx.place(hiding.span);
    let diagnostic = Diagnostic::error("E0410", cx.place(band.span), message).related(place, "先判断这一档");
    cx.report(diagnostic.help("各档从最严到最宽排列：`>=` 从大到小，`<=` 从小到大"));
    false
}

fn hides(cx: &Context<'_>, earlier: &Band, later: &Band) -> bool {
    let Some((sign, bound)) = earlier.bound else { return true };
    let Some((later_sign, later_bound)) = later.bound else { return false };
    if earlier.subject != later.subject || !cx.units.same_dimension(bound.unit, later_bound.unit) {
        return false;
    }
    let order = cx.in_base(later_bound).cmp(&cx.in_base(bound));
    match (sign, later_sign) {
        (Sign::Ge, Sign::Ge | Sign::Gt | Sign::Eq) | (Sign::Gt, Sign::Gt) => order.is_ge(),
        (Sign::Gt, Sign::Ge | Sign::Eq) => order.is_gt(),
        (Sign::Le, Sign::Le | Sign::Lt | Sign::Eq) | (Sign::Lt, Sign::Lt) => order.is_le(),
        (Sign::Lt, Sign::Le | Sign::Eq) => order.is_lt(),
        (Sign::Eq, Sign::Eq) => order.is_eq(),
        _ => false,
    }
}

/// Whether every value falls into some band. Nothing lies below zero: negative values
/// score as zero.
fn covers(cx: &Context<'_>, bands: &[Read]) -> bool {
    let bounds: Vec<(Sign, Quantity)> = bands.iter().filter_map(|read| read.band.bound).collect();
    if bounds.len() < bands.len() {
        return true;
    }
    let lower = bounds.iter().filter(|(sign, _)| matches!(sign, Sign::Ge | Sign::Gt));
    let upper = bounds.iter().filter(|(sign, _)| matches!(sign, Sign::Le | Sign::Lt));
    let lowest = lower.map(|(sign, bound)| (cx.in_base(*bound), *sign == Sign::Ge)).min_by(|a, b| a.0.cmp(&b.0));
    let highest = upper.map(|(sign, bound)| (cx.in_base(*bound), *sign == Sign::Le)).max_by(|a, b| a.0.cmp(&b.0));
    match (lowest, highest) {
        (Some((low, included)), _) if low.is_negative() || (low.is_zero() && included) => true,
        (Some((low, low_in)), Some((high, high_in))) => low < high || (low == high && (low_in || high_in)),
        _ => false,
    }
}

/// 插值.
pub(crate) fn points(cx: &mut Context<'_>, keyword: Span, block: Option<&Block>) -> Option<Method> {
    let mut points: Vec<(Point, Span)> = Vec::new();
    let mut sound = true;
    for (clause, _) in lines(block) {
        match clause {
            Clause::Band(written) => match point(cx, written) {
                Some(point) => points.push(point),
                None => sound = false,
            },
            Clause::Broken => sound = false,
            _ => {}
        }
    }
    if !sound || unclosed(block) {
        return None;
    }
    if points.len() < 2 {
        let diagnostic = Diagnostic::error("E0411", cx.place(keyword), "`插值` 至少要两个点");
        cx.report(diagnostic.help("如 `计分 插值 { 60% 得 0%; 100% 得 100% }`"));
        return None;
    }
    rising(cx, points)
}

fn point(cx: &mut Context<'_>, written: &ast::Band) -> Option<(Point, Span)> {
    let subject = subject(cx, written.subject)?;
    match (written.sign, written.bound) {
        (None, Some(bound)) => {
            let at = cx.quantity(bound)?;
            let worth = worth(cx, written.points)?;
            Some((Point { subject, at, worth }, bound.span()))
        }
        (Some((_, sign)), _) => {
            let diagnostic = Diagnostic::error("E0410", cx.place(sign), "`插值` 的点前面不写符号");
            cx.report(diagnostic.help("写成 `60% 得 0%`；要分档计分时用 `分档`"));
            None
        }
        (None, None) => {
            cx.error("E0410", written.points.span(), "`插值` 没有 `其余`：两端之外按最近的点计分");
            None
        }
    }
}

/// The points from low to high; they may be written either way, but not mixed.
fn rising(cx: &mut Context<'_>, points: Vec<(Point, Span)>) -> Option<Method> {
    let values: Vec<Exact> = points.iter().map(|(point, _)| cx.in_base(point.at)).collect();
    let falls = matches!((values.first(), values.last()), (Some(first), Some(last)) if last < first);
    let wrong = values.windows(2).position(|pair| match pair {
        [a, b] => {
            if falls {
                b >= a
            } else {
                b <= a
            }
        }
        _ => false,
    });
    if let Some(at) = wrong {
        let (span, before) = (points.get(at + 1)?.1, points.get(at)?.1);
        let place = cx.place(before);
        let diagnostic = Diagnostic::error("E0410", cx.place(span), "`插值` 的点要依次增大或依次减小，不能重复");
        cx.report(diagnostic.related(place, "前一个点"));
        return None;
    }
    let mut points: Vec<Point> = points.into_iter().map(|(point, _)| point).collect();
    if falls {
        points.reverse();
    }
    Some(Method::Interpolate(points))
}

const JUDGEMENTS: [Judgement; 3] = [Judgement::Met, Judgement::Partly, Judgement::Missed];

/// The lowest shares of 财预〔2021〕101号 style judging, in percent, best first.
const USUAL_LOWS: [i128; 3] = [80, 60, 0];

/// 等级: the lowest share of each judgement, `达成 80%`; the usual ones without braces.
pub(crate) fn judged(cx: &mut Context<'_>, block: Option<&Block>) -> Option<Method> {
    let mut lows: [Option<Exact>; 3] = [None, None, None];
    let mut written = false;
    for (clause, _) in lines(block) {
        let Clause::Item { name, value, .. } = clause else { continue };
        written = true;
        let text = cx.name(*name);
        let Some(at) = JUDGEMENTS.iter().position(|judgement| judgement.word() == text) else {
            let nearest = suggest::nearest(text, JUDGEMENTS.iter().map(|judgement| judgement.word()));
            let help = "等级有 `达成`、`部分达成`、`未达成`".to_owned();
            cx.unknown("E0206", name.span, format!("没有等级 `{text}`"), nearest, Some(help));
            return None;
        };
        let Some(Value::Quantity(quantity)) = value else {
            let help = format!("写上这一等级的最低比例，如 `{} 80%`", quoted_name(text));
            let diagnostic = Diagnostic::error("E0412", cx.place(name.span), format!("等级 `{text}` 没有比例"));
            cx.report(diagnostic.help(help));
            return None;
        };
        let low = share(cx, *quantity, "等级的比例")?;
        if let Some(slot) = lows.get_mut(at) {
            *slot = Some(low);
        }
    }
    if !written {
        lows = USUAL_LOWS.map(|percent| Exact::ratio(percent, 100));
    }
    let [Some(met), Some(partly), Some(missed)] = lows else {
        let at = block.map_or(Span::default(), |block| block.open);
        cx.error("E0411", at, "`等级` 要写全 `达成`、`部分达成`、`未达成` 三档");
        return None;
    };
    if met <= partly || partly <= missed {
        let at = block.map_or(Span::default(), |block| block.open);
        cx.error("E0410", at, "`达成`、`部分达成`、`未达成` 的最低比例要依次减小");
        return None;
    }
    Some(Method::Judged(vec![
        JudgedBand { judgement: Judgement::Met, low: met.clone(), high: Exact::ONE, high_included: true },
        JudgedBand { judgement: Judgement::Partly, low: partly.clone(), high: met, high_included: false },
        JudgedBand { judgement: Judgement::Missed, low: missed, high: partly, high_included: false },
    ]))
}
