with source as (

    select * from {{ raw('weather_daily') }}

),

renamed as (

    select
        weather_id,
        branch_id,

        weather_date,
        low_temperature_f,
        mean_temperature_f,
        high_temperature_f,
        heating_degree_days,
        cooling_degree_days,

        heating_degree_days + cooling_degree_days as degree_days,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
