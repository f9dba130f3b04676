//! Units behind a number: first those the line itself speaks of, then those most usual for
//! what the name says is measured, then the others.

use std::collections::BTreeMap;

use super::place::Place;
use super::{Amount, CompletionKind, Offer};
use crate::lint::{Noun, Words};
use crate::model::declaration::Indicator;
use crate::model::name::normal;
use crate::model::unit::UnitId;
use crate::model::value::Goal;

/// The usual units of a noun, the most usual first: as counted over published declarations.
const USUAL: [(Noun, &[&str]); 16] = [
    (Noun::Satisfaction, &["%"]),
    (Noun::CappedRate, &["%"]),
    (Noun::Rate, &["%", "个百分点", "倍"]),
    (Noun::Cost, &["万元", "元", "亿元", "元/人", "万元/公里", "元/平方米", "元/人·天"]),
    (Noun::Money, &["万元", "亿元", "元"]),
    (Noun::People, &["人", "人次", "万人", "万人次", "名"]),
    (Noun::Households, &["户", "万户", "户次"]),
    (Noun::Times, &["次", "场", "场次", "期", "批次"]),
    (Noun::Count, &["个", "件", "家", "项", "台", "套", "份", "辆", "座", "株"]),
    (Noun::Area, &["平方米", "亩", "万平方米", "万亩", "公顷", "平方公里"]),
    (Noun::Length, &["公里", "米", "厘米", "千米"]),
    (Noun::Volume, &["立方米", "万立方米"]),
    (Noun::Mass, &["吨", "万吨", "公斤", "吨标准煤"]),
    (Noun::Timeliness, &["%", "天", "小时", "个工作日", "个月", "年", "分钟"]),
    (Noun::Index, &["分", "位次", "级"]),
    (Noun::Harm, &["起", "次", "件", "人"]),
];

/// Words in a name that say what is counted, whatever it ends with.
const COUNTED: [(&str, &str); 22] = [
    ("企业", "家"),
    ("机构", "家"),
    ("单位", "家"),
    ("专利", "件"),
    ("商标", "件"),
    ("案件", "件"),
    ("申请量", "件"),
    ("人次", "人次"),
    ("场次", "场"),
    ("活动", "场"),
    ("会议", "次"),
    ("期数", "期"),
    ("车", "辆"),
    ("树", "株"),
    ("设备", "台"),
    ("项目", "项"),
    ("奖", "项"),
    ("村", "个"),
    ("论文", "篇"),
    ("图书", "册"),
    ("房", "套"),
    ("床位", "张"),
];

/// Magnitude words that are usual, and the units they are usual with.
const JOINED: [(&str, &[&str]); 2] =
    [("万", &["元", "人", "人次", "平方米", "亩", "吨", "户", "件", "立方米"]), ("亿", &["元", "千瓦时", "立方米"])];

/// The usual units below a line.
const BELOW: [&str; 10] = ["万人", "人", "年", "平方米", "公里", "户", "天", "亩", "月", "人·天"];

/// The likeliest units of an indicator of this name.
pub(in crate::ide) fn likeliest(name: &str) -> Vec<&'static str> {
    let noun = noun(name);
    let counted = noun.is_count() || noun == Noun::Unknown;
    let named = COUNTED.iter().rev().find(|(word, _)| counted && name.contains(word)).map(|(_, text)| *text);
    let usual = USUAL.iter().find(|(known, _)| *known == noun).map_or(&[][..], |(_, units)| units);
    let mut all: Vec<&str> = named.into_iter().chain(usual.iter().copied()).collect();
    let mut seen = Vec::new();
    all.retain(|text| {
        !seen.contains(text) && {
            seen.push(*text);
            true
        }
    });
    all
}

/// What a name says is measured.
pub(super) fn noun(name: &str) -> Noun {
    Words::shared(&BTreeMap::new()).map_or(Noun::Unknown, |words| words.noun(name))
}

pub(super) fn units(place: &Place<'_>, amount: Amount<'_>, offer: &mut Offer<'_>) {
    match amount {
        Amount::Points => return unit("分", "", offer),
        Amount::PointsOrShare => return ["%", "分"].iter().for_each(|text| unit(text, "", offer)),
        Amount::Money => return ["万元", "元", "亿元"].iter().for_each(|text| unit(text, "", offer)),
        Amount::Below => BELOW.iter().for_each(|text| unit(text, "", offer)),
        Amount::Target(name) | Amount::Item(name) => {
            of_indicator(place, name, offer);
            usual(place, name, offer);
        }
    }
    others(place, offer);
}

fn unit(text: &str, detail: &str, offer: &mut Offer<'_>) {
    if offer.fits(text) {
        offer.word(text, CompletionKind::Unit, detail);
    }
}

/// The unit that the indicator's own target has, and those of the same dimension.
fn of_indicator(place: &Place<'_>, name: &str, offer: &mut Offer<'_>) {
    let model = &place.analysis.model;
    let wanted = normal(name);
    let all = place.declaration.into_iter().flat_map(|declaration| &declaration.indicators);
    let own = all.filter(|line| normal(&line.name) == wanted).find_map(unit_of);
    let Some(own) = own.filter(|own| *own != UnitId::NONE) else { return };
    let own = model.units.get(own);
    // The letters that are being typed are no unit yet.
    if *own.text == *offer.letters {
        return;
    }
    unit(&own.text, "这个指标的单位", offer);
    for (_, usual) in USUAL {
        let alike = |text: &&&str| model.units.read(text).is_ok_and(|unit| unit.dimension == own.dimension);
        usual.iter().filter(alike).for_each(|text| unit(text, "同一量纲", offer));
    }
}

/// The unit of an indicator's target.
fn unit_of(line: &Indicator) -> Option<UnitId> {
    match line.goal.as_ref()? {
        Goal::Quantity { value, .. } => Some(value.unit),
        Goal::Range { high, .. } => Some(high.unit),
        _ => line.extras.as_ref()?.previous.map(|previous| previous.unit),
    }
}

fn usual(place: &Place<'_>, name: &str, offer: &mut Offer<'_>) {
    let noun = noun(name);
    let likeliest = likeliest(name);
    let usual = USUAL.iter().find(|(known, _)| *known == noun).map_or(&[][..], |(_, units)| units);
    let named = likeliest.first().filter(|first| usual.first() != Some(*first));
    named.into_iter().for_each(|text| unit(text, "名称所指", offer));
    // What the same noun is measured in elsewhere in the file.
    let model = &place.analysis.model;
    let ending: String = name.chars().rev().take(2).collect();
    let alike = |line: &&Indicator| {
        let other: String = line.name.chars().rev().take(2).collect();
        !ending.is_empty() && other == ending && *line.name != *name
    };
    let all = place.declaration.into_iter().flat_map(|declaration| &declaration.indicators);
    let found = all.filter(alike).find_map(unit_of).filter(|own| *own != UnitId::NONE);
    let elsewhere = found.map(|own| model.units.get(own).text.to_string());
    if noun == Noun::Unknown || noun == Noun::Count {
        elsewhere.iter().for_each(|text| unit(text, "本文件里的同类指标", offer));
    }
    likeliest.iter().for_each(|text| unit(text, "常用", offer));
}

/// Every other unit, and magnitude words joined with those they are usual with. A magnitude
/// word that is typed already is joined with all.
fn others(place: &Place<'_>, offer: &mut Offer<'_>) {
    let units = &place.analysis.model.units;
    for (prefix, joined) in JOINED {
        joined.iter().for_each(|text| unit(&format!("{prefix}{text}"), "", offer));
    }
    let typed = JOINED.iter().find(|(prefix, _)| offer.letters.starts_with(prefix));
    for name in units.names() {
        match typed {
            Some((prefix, _)) => unit(&format!("{prefix}{name}"), "", offer),
            None => unit(name, "", offer),
        }
    }
    offer.incomplete = true;
}
