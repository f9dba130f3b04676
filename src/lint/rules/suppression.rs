//! L9: comments that suppress findings.

family!(unused_suppression, suppression_without_reason, unknown_suppressed_rule);
