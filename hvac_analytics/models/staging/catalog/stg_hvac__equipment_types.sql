with source as (

    select * from {{ raw('equipment_types') }}

),

renamed as (

    select
        equipment_id,

        brand,
        model as model_number,
        equipment_type,
        btu_rating,
        energy_rating,
        rating_unit,
        refrigerant,
        list_price,
        expected_life_years,
        warranty_months,
        introduced_year,
        discontinued_year,

        discontinued_year is not null as is_discontinued,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
