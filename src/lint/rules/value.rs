//! L3: values, units and signs that agree with what the name says.

mod guess;
mod names;

family!(
    missing_unit,
    number_without_unit,
    unit_against_name,
    unit_in_name_differs,
    per_unit_missing,
    bare_magnitude,
    fractional_count,
    duration_in_wrong_unit,
    rate_not_in_percent,
    percentage_over_100,
    misread_sign,
    percent_of_fraction,
    growth_in_points,
    wrong_direction,
    overrun_counts_as_met,
    vacuous_target,
    at_least_full,
    equal_may_be_exceeded,
    strict_at_budget,
    zero_target,
    serial_date,
    date_outside_year,
    date_without_year,
    dates_out_of_order,
    part_exceeds_whole,
    non_standard_sign,
);
