//! Scorecards as tables, JSON, CSV and Markdown.

pub mod model_json;
