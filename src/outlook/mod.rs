//! What could still become of a score: how much each value is short of, what would be enough, how
//! a year is going.
//!
//! Nothing here knows a rule of scoring. A score is asked of [`crate::score`] with other values;
//! [`curve`] puts the answers together into exact pieces and solves those, [`lever`] says which
//! values can be other ones, and in what steps.

mod curve;
mod fewest;
mod lever;
pub mod margin;
pub mod pace;
pub mod whatif;

pub use fewest::{Fewest, Set};
pub use lever::{Barrier, Move, Subject, To, Variable};
pub use margin::{Aim, Change, Margin, Room, Wanted, Way, margin};
