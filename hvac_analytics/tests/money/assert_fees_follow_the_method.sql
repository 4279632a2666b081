{# Cards cost 2.9 % and 30 cents, an ACH transfer 0.8 % but at most $5, all else nothing. #}
with expected as (

    select
        payment_id,
        processing_fee,
        case
            when payment_status = 'Failed' then 0
            when payment_method in ('Credit Card', 'Online Payment')
                then round(payment_amount * 0.029, 2) + 0.30
            when payment_method = 'ACH Transfer'
                then
                    case
                        when payment_amount >= 625 then 5
                        else round(payment_amount * 0.008, 2)
                    end
            else 0
        end as fee
    from {{ ref('stg_hvac__payments') }}

)

select payment_id
from expected
where processing_fee <> fee
