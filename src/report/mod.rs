//! Scorecards as tables, JSON, CSV and Markdown.
