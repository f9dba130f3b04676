//! L2: targets that can be measured.

family!(
    no_definition,
    name_starts_with_verb,
    vague_target,
    qualitative_without_scale,
    unmeasurable_percentage,
    value_repeats_name,
    target_in_name,
    goal_as_indicator,
    compound_subject,
    undefined_scope,
    no_data_source,
    qualitative_for_countable,
    compound_target,
    deadline_without_date,
    target_is_no,
);
