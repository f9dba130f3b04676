//! L4: indicators in the group that they belong to.

mod group;

family!(
    rate_under_quantity,
    count_under_quality,
    satisfaction_elsewhere,
    not_satisfaction_under_satisfaction,
    timeliness_elsewhere,
    not_timeliness_under_timeliness,
    cost_elsewhere,
    not_cost_under_cost,
    output_as_benefit,
    process_as_output,
    input_as_goal,
);
