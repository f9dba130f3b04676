//! The page of every code.
