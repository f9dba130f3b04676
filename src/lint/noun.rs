//! What the name of an indicator says is measured.

/// What is measured, as far as the name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// 满意度.
    Satisfaction,
    /// A rate that cannot exceed 100%: 合格率, 覆盖率.
    CappedRate,
    /// A rate that may: 增长率, 完成率.
    Rate,
    /// What is spent; less is better: 成本, 造价.
    Cost,
    /// Any other amount of money: 金额, 产值.
    Money,
    /// 人数.
    People,
    /// 户数.
    Households,
    /// 次数.
    Times,
    /// 数量 of anything.
    Count,
    /// 面积.
    Area,
    /// 长度, 里程.
    Length,
    /// 体积, 方量.
    Volume,
    /// 重量, 产量 and other masses.
    Mass,
    /// When or how fast: 完成时间, 及时率, 时限.
    Timeliness,
    /// 排名, 指数, 得分, 等级: numbers without a unit of their own.
    Index,
    /// Harm done; less is better: 投诉, 事故.
    Harm,
    /// Nothing can be told.
    Unknown,
}

impl Noun {
    /// Every kind that a list may name: in the file of nouns and in `heng.toml`.
    const WORDS: [(&'static str, &'static str, Noun); 16] = [
        ("满意度", "satisfaction", Noun::Satisfaction),
        ("封顶比率", "capped-rate", Noun::CappedRate),
        ("比率", "rate", Noun::Rate),
        ("成本", "cost", Noun::Cost),
        ("金额", "money", Noun::Money),
        ("人数", "people", Noun::People),
        ("户数", "households", Noun::Households),
        ("次数", "times", Noun::Times),
        ("数量", "count", Noun::Count),
        ("面积", "area", Noun::Area),
        ("长度", "length", Noun::Length),
        ("体积", "volume", Noun::Volume),
        ("质量", "mass", Noun::Mass),
        ("时效", "timeliness", Noun::Timeliness),
        ("指数", "index", Noun::Index),
        ("损害", "harm", Noun::Harm),
    ];

    /// The lists of endings that `heng.toml` may extend, with what they hold.
    pub const KEYS: &'static [(&'static str, &'static str)] = &[
        ("satisfaction", "满意度的名称结尾"),
        ("capped-rate", "不超过 100% 的比率的名称结尾"),
        ("rate", "可以超过 100% 的比率的名称结尾"),
        ("cost", "成本的名称结尾"),
        ("money", "金额的名称结尾"),
        ("people", "人数的名称结尾"),
        ("households", "户数的名称结尾"),
        ("times", "次数的名称结尾"),
        ("count", "数量的名称结尾"),
        ("area", "面积的名称结尾"),
        ("length", "长度的名称结尾"),
        ("volume", "体积的名称结尾"),
        ("mass", "重量的名称结尾"),
        ("timeliness", "时效的名称结尾"),
        ("index", "没有单位的数值的名称结尾"),
        ("harm", "越少越好的事的名称结尾"),
    ];

    /// From the first word of a line of the file of nouns.
    pub(super) fn from_word(word: &str) -> Option<Noun> {
        Noun::WORDS.iter().find(|(known, ..)| *known == word).map(|(.., noun)| *noun)
    }

    /// From a key of `heng.toml`.
    pub(super) fn from_key(key: &str) -> Option<Noun> {
        Noun::WORDS.iter().find(|(_, known, _)| *known == key).map(|(.., noun)| *noun)
    }

    /// Whether it is a share or a rate.
    pub fn is_rate(self) -> bool {
        matches!(self, Noun::Satisfaction | Noun::CappedRate | Noun::Rate)
    }

    /// Whether it cannot exceed 100%, in the name of an indicator without its brackets.
    pub(super) fn is_share(self, name: &str) -> bool {
        match self {
            Noun::Satisfaction | Noun::CappedRate => true,
            Noun::Timeliness => name.ends_with('率'),
            _ => false,
        }
    }

    /// Whether it counts things one by one.
    pub fn is_count(self) -> bool {
        matches!(self, Noun::People | Noun::Households | Noun::Times | Noun::Count)
    }
}
