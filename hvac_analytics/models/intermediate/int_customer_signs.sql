with facts as (

    select * from {{ ref('int_customer_facts') }}

),

-- What people do before they leave, or why: see the column of each sign.
signs as (

    select
        customer_id,
        has_no_device_left,
        coalesce(recency_days, tenure_days) > {{ var('sign_of_leaving_days') }} as is_long_unseen,
        -- Below 0 days: the next one is signed, and has not begun.
        coalesce(
            contract_plan is null
            and days_without_contract between 0 and {{ var('sign_of_leaving_days') }},
            false
        ) as has_lapsed_contract,
        needs_follow_up and (
            last_visit_date is null or last_visit_date <= latest_feedback_date
        ) as has_open_complaint,
        -- A share: who is billed often owes more, and is no nearer to leaving for it.
        long_overdue_amount > 0
        and long_overdue_amount >= {{ var('sign_of_leaving_owed_share') }} * billed_total
            as has_long_overdue_balance
    from facts

),

counted as (

    select
        *,
        case when is_long_unseen then 1 else 0 end
        + case when has_lapsed_contract then 1 else 0 end
        + case when has_open_complaint then 1 else 0 end
        + case when has_long_overdue_balance then 1 else 0 end as churn_signs
    from signs

)

select
    *,
    case
        -- Nobody is called back who has gone: those at risk are all still here.
        when has_no_device_left then 'Left'
        when churn_signs >= 2 then 'High'
        when churn_signs = 1 then 'Medium'
        else 'Low'
    end as churn_risk
from counted
