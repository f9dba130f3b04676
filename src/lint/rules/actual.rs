//! L7: actual values and what they score.

family!(
    missed_without_reason,
    over_without_reason,
    far_over_target,
    actual_copies_target,
    all_full_marks,
    full_satisfaction,
    execution_out_of_range,
);
