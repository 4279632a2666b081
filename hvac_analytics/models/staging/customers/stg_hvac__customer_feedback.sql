with source as (

    select * from {{ raw('customer_feedback') }}

),

renamed as (

    select
        feedback_id,
        service_call_id,
        customer_id,

        feedback_date,
        feedback_type,
        overall_satisfaction,
        technician_rating,
        timeliness_rating,
        quality_rating,
        value_rating,
        comments,
        would_recommend,
        follow_up_required as needs_follow_up,
        source as feedback_source,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
