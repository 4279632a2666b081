{# A complaint is low, a compliment high, and people recommend what they liked. #}
select feedback_id
from {{ ref('stg_hvac__customer_feedback') }}
where
    (feedback_type = 'Complaint' and overall_satisfaction > 6)
    or (feedback_type = 'Compliment' and overall_satisfaction < 7)
    or (would_recommend and overall_satisfaction < 5)
    or (not would_recommend and overall_satisfaction > 7)
    or abs(
        overall_satisfaction
        - (technician_rating + timeliness_rating + quality_rating + value_rating) / 4.0
    ) > 4
    or overall_satisfaction not between 1 and 10
    or technician_rating not between 1 and 10
    or timeliness_rating not between 1 and 10
    or quality_rating not between 1 and 10
    or value_rating not between 1 and 10
