//! L5: what indicators and groups weigh.

family!(
    group_weight_off_framework,
    zero_weight,
    mixed_weights,
    dominant_indicator,
    core_indicator_below_average,
    weight_decimals,
);
