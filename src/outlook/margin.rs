//! What is missing: indicator by indicator to full marks, to a grade or a total, and which value
//! that is missing matters most.

use super::curve::{Bar, unit};
use super::fewest::{Fewest, fewest};
use super::lever::{Barrier, Lever, Move, Subject, To, Variable, lever, money_factor};
use crate::exact::Exact;
use crate::plan::Plan;
use crate::score::actuals::{Actual, Actuals, Measure, Value};
use crate::score::trial::{Trials, needs};
use crate::score::{Points, Scorecard, score};
use rust_decimal::Decimal;

/// What is missing, and what would be enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// The execution of the budget, then the lines in the order of the plan.
    pub rooms: Vec<Room>,
    /// What was aimed at; none where the grade is the best already.
    pub aim: Option<Aim>,
    /// The rooms whose value is missing or unusable, the widest first; indices into `rooms`.
    pub missing: Vec<usize>,
    /// The rooms that could gain and share their data with others, so that no set has them; indices
    /// into `rooms`.
    pub shared: Vec<usize>,
}

/// How much one score could still become.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// Whose score.
    pub subject: Subject,
    /// As it is, rounded.
    pub now: Points,
    /// Full marks, rounded.
    pub most: Exact,
    /// How to get the most there is.
    pub full: Way,
}

impl Room {
    /// Whether the score is not decided.
    pub fn is_open(&self) -> bool {
        self.now.decided().is_none()
    }

    /// How many points the score may move the total by while it is not decided.
    pub fn spread(&self) -> Exact {
        self.now.high() - self.now.low()
    }
}

/// How to get the most.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// It has full marks.
    Full,
    /// By a change, the most that can be had.
    To(Change),
    /// Nothing more can be had, or said.
    Closed(Barrier),
}

/// A change and what comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The smallest first; the others would do as well (the data items of a formula).
    pub moves: Vec<Move>,
    /// The same for the points before rounding, where rounding gives them earlier: for full marks
    /// mostly what meets the target.
    pub unrounded: Vec<Move>,
    /// The score then, rounded.
    pub score: Exact,
    /// How many points more than now, or than the least it can be.
    pub gain: Exact,
    /// The total then, of the plan scored anew where other lines change with it.
    pub total: Points,
}

impl Change {
    /// The smallest move.
    pub fn first(&self) -> Option<&Move> {
        self.moves.first()
    }

    /// What it takes; none where the value is missing or is no number.
    pub fn effort(&self) -> Option<&Exact> {
        self.first()?.effort.as_ref()
    }
}

/// A total to get to.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// The grade that it is; none for a number of the user's own.
    pub grade: Option<String>,
    /// The total.
    pub at: Exact,
    /// How much the total falls short, with what is missing at its least; not above zero when it
    /// is reached.
    pub short: Exact,
    /// The changes of one value each that are enough, by effort; indices into the rooms.
    pub alone: Vec<(usize, Change)>,
    /// The smallest set of changes.
    pub fewest: Fewest,
}

/// What is aimed at.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// The next better grade.
    NextGrade,
    /// A grade by its name.
    Grade(String),
    /// A total.
    Total(Exact),
}

/// What is missing in a scorecard. None for a grade that the framework does not have, or that has
/// no bound.
pub fn margin(plan: &Plan, actuals: &Actuals, card: &Scorecard, wanted: &Wanted) -> Option<Margin> {
    let seeker = Seeker::new(plan, actuals, card);
    let rooms: Vec<Room> = seeker.subjects().into_iter().map(|subject| seeker.room(subject)).collect();
    let (grade, at) = match wanted {
        Wanted::Total(at) => (None, Some(at.clone())),
        Wanted::NextGrade => next_grade(plan, card),
        Wanted::Grade(name) => {
            let grade = plan.framework.grades.iter().find(|grade| grade.name == *name)?;
            (Some(grade.name.clone()), Some(grade.at_least.clone()?))
        }
    };
    let aim = at.map(|at| aim(&seeker, &rooms, grade, at));
    let mut missing: Vec<usize> = (0..rooms.len()).filter(|at| rooms.get(*at).is_some_and(Room::is_open)).collect();
    missing.sort_by_key(|at| std::cmp::Reverse(rooms.get(*at).map(Room::spread)));
    let gains = |room: &Room| matches!(room.full, Way::To(_)) && seeker.is_coupled(room.subject);
    let shared = (0..rooms.len()).filter(|at| rooms.get(*at).is_some_and(gains)).collect();
    Some(Margin { rooms, aim, missing, shared })
}

fn next_grade(plan: &Plan, card: &Scorecard) -> (Option<String>, Option<Exact>) {
    let above = match card.grade.map(|grading| grading.at_low) {
        Some(Some(at)) => at.checked_sub(1),
        // Below all grades the lowest is next.
        Some(None) => plan.framework.grades.len().checked_sub(1),
        None => None,
    };
    let grade = above.and_then(|at| plan.framework.grades.get(at));
    (grade.map(|grade| grade.name.clone()), grade.and_then(|grade| grade.at_least.clone()))
}

fn aim(seeker: &Seeker<'_>, rooms: &[Room], grade: Option<String>, at: Exact) -> Aim {
    let short = &at - seeker.card.total.low();
    let mut alone = Vec::new();
    if short.is_positive() {
        for (index, room) in rooms.iter().enumerate() {
            let Way::To(most) = &room.full else { continue };
            if most.gain < short && *most.total.low() < at {
                continue;
            }
            let enough = seeker.change(room, &(room.now.low() + &short)).filter(|change| *change.total.low() >= at);
            alone.extend(
                enough
                    .or_else(|| Some(most.clone()))
                    .filter(|change| *change.total.low() >= at)
                    .map(|change| (index, change)),
            );
        }
        alone.sort_by(|(_, a), (_, b)| (a.effort().is_none(), a.effort()).cmp(&(b.effort().is_none(), b.effort())));
    }
    let fewest = fewest(seeker, rooms, &at);
    Aim { grade, at, short, alone, fewest }
}

/// Finds changes for the lines of one scorecard.
pub(super) struct Seeker<'a> {
    pub trials: Trials<'a>,
    pub card: &'a Scorecard,
    /// Whether the score of another line may change with a line's.
    coupled: Vec<bool>,
}

impl<'a> Seeker<'a> {
    fn new(plan: &'a Plan, actuals: &'a Actuals, card: &'a Scorecard) -> Self {
        Seeker { trials: Trials::new(plan, actuals), card, coupled: coupled(plan) }
    }

    fn plan(&self) -> &'a Plan {
        self.trials.plan()
    }

    fn subjects(&self) -> Vec<Subject> {
        let execution = self.card.execution.as_ref().map(|_| Subject::Execution);
        execution.into_iter().chain((0..self.card.lines.len()).map(Subject::Line)).collect()
    }

    /// Whether a change of it may change other scores.
    pub(super) fn is_coupled(&self, subject: Subject) -> bool {
        match subject {
            Subject::Execution => false,
            Subject::Line(index) => self.coupled.get(index).copied().unwrap_or(false),
        }
    }

    /// One in the last place of a score.
    pub(super) fn unit(&self) -> Exact {
        unit(self.plan().framework.places)
    }

    fn round(&self, points: &Exact) -> Exact {
        points.round(self.plan().framework.places, self.plan().framework.rounding)
    }

    fn weight_and_score(&self, subject: Subject) -> (Exact, Points) {
        let found = match subject {
            Subject::Execution => {
                let execution = self.plan().framework.execution.as_ref().zip(self.card.execution.as_ref());
                execution.map(|(execution, scored)| (execution.weight.clone(), scored.rounded.clone()))
            }
            Subject::Line(index) => {
                let line = self.plan().lines.get(index).zip(self.card.lines.get(index));
                line.map(|(line, scored)| (line.weight.clone(), scored.rounded.clone()))
            }
        };
        found.unwrap_or((Exact::ZERO, Points::ZERO))
    }

    fn room(&self, subject: Subject) -> Room {
        let (weight, now) = self.weight_and_score(subject);
        let most = self.round(&weight);
        let mut room = Room { subject, now, most, full: Way::Full };
        if *room.now.low() < room.most {
            room.full = self.fullest(&room, &weight);
        }
        room
    }

    /// The change that earns the most that can be had.
    fn fullest(&self, room: &Room, weight: &Exact) -> Way {
        let lever = lever(&self.trials, room.subject);
        let round = |points: &Exact| self.round(points);
        for score in lever.highest(weight, &round, &self.unit()) {
            if score <= *room.now.low() {
                break;
            }
            if let Some(mut change) = self.change_by(&lever, room, &score) {
                let whole = Bar { at: score.min(weight.clone()), above: false };
                change.unrounded = lever.moves(&self.trials, room.subject, &whole);
                if change.unrounded.first().is_some_and(|first| change.first().is_some_and(|own| own.to == first.to)) {
                    change.unrounded.clear();
                }
                return Way::To(change);
            }
        }
        let full = self.bar(&room.most);
        Way::Closed(match lever {
            Lever::Closed(barrier) => barrier,
            _ if lever.is_past(&full) => Barrier::CountedAlready,
            _ => Barrier::RuleGivesNoMore,
        })
    }

    fn bar(&self, score: &Exact) -> Bar {
        Bar::of(score, self.plan().framework.places, self.plan().framework.rounding)
    }

    /// The smallest change that earns at least a score, as it is rounded.
    pub(super) fn change(&self, room: &Room, wanted: &Exact) -> Option<Change> {
        self.change_by(&lever(&self.trials, room.subject), room, wanted)
    }

    pub(super) fn lever(&self, room: &Room) -> Lever {
        lever(&self.trials, room.subject)
    }

    pub(super) fn change_by(&self, lever: &Lever, room: &Room, wanted: &Exact) -> Option<Change> {
        // Scores have so many places, and what is aimed at may have more.
        let rounded = self.round(wanted);
        let wanted = if rounded < *wanted { &rounded + &self.unit() } else { rounded };
        let moves = lever.moves(&self.trials, room.subject, &self.bar(&wanted));
        let first = moves.first()?;
        let (score, total) = if self.is_coupled(room.subject) {
            let actuals = with_move(self.plan(), self.trials.actuals(), room.subject, first)?;
            let card = score(self.plan(), &actuals);
            let Subject::Line(index) = room.subject else { return None };
            (card.lines.get(index)?.rounded.low().clone(), card.total)
        } else {
            let (now, total) = (&room.now, &self.card.total);
            let rest = Points::between(total.low() - now.low(), total.high() - now.high());
            let score = self.round(&first.points);
            (score.clone(), rest.plus(&Points::Exactly(score)))
        };
        let gain = &score - room.now.low();
        Some(Change { moves, unrounded: Vec::new(), score, gain, total })
    }
}

/// Which lines share their data with others, or are what others are computed from.
fn coupled(plan: &Plan) -> Vec<bool> {
    let mut coupled = vec![false; plan.lines.len()];
    let mut first_user: Vec<Option<usize>> = vec![None; plan.data.len()];
    let mut mark = |at: usize| {
        if let Some(slot) = coupled.get_mut(at) {
            *slot = true;
        }
    };
    for index in 0..plan.lines.len() {
        let (items, lines) = needs(plan, index);
        lines.into_iter().for_each(&mut mark);
        for item in items {
            match first_user.get_mut(item) {
                Some(slot @ None) => *slot = Some(index),
                Some(Some(first)) if *first != index => {
                    mark(*first);
                    mark(index);
                }
                _ => {}
            }
        }
    }
    coupled
}

/// The values after a move. None where a number is too long to be written as a decimal.
pub fn with_move(plan: &Plan, actuals: &Actuals, subject: Subject, step: &Move) -> Option<Actuals> {
    let mut changed = actuals.clone();
    changed.lines.resize(plan.lines.len().max(changed.lines.len()), Actual::default());
    changed.data.resize(plan.data.len().max(changed.data.len()), Actual::default());
    let value = match (&step.to, step.variable) {
        (To::YesNo(yes), _) => Value::YesNo(*yes),
        (To::Judged(judgement), _) => Value::Judged { judgement: Some(*judgement), share: None },
        (To::Least(to) | To::Most(to), Variable::Days(date)) => {
            let days = to.as_pair().and_then(|(days, _)| i64::try_from(days).ok())?;
            Value::Date(date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?)
        }
        (To::Least(to) | To::Most(to), Variable::Growth) => Value::Growth(measure(to.clone(), to)?),
        (To::Least(to) | To::Most(to), Variable::Executed) => {
            let budget = changed.budget.as_ref()?;
            let (factor, unit) = (money_factor(plan, budget), budget.unit().map(Into::into));
            Value::Number(Measure { unit, ..measure(to * &factor, to)? })
        }
        (To::Least(to) | To::Most(to), _) => Value::Number(measure(to.clone(), to)?),
    };
    let slot = match (step.variable, subject) {
        (Variable::Data(item), _) => changed.data.get_mut(item)?,
        (Variable::Executed, _) => &mut changed.budget.as_mut()?.executed,
        (_, Subject::Line(index)) => changed.lines.get_mut(index)?,
        (_, Subject::Execution) => return None,
    };
    *slot = Actual { value, ..Actual::default() };
    Some(changed)
}

/// A value as it is written.
fn measure(value: Exact, written: &Exact) -> Option<Measure> {
    let number = Decimal::from_str_exact(&written.to_decimal(28)?).ok()?;
    Some(Measure { number, unit: None, value })
}
