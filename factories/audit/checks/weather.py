"""The weather: a row a day, nobody visited on a day without."""

from factories.audit.check import Check

CHECKS = (
    Check(
        "weather-has-no-gap",
        "Every day of a branch's weather is followed by the next, up to the as-of date",
        "weather",
        """
        select weather_id
        from (
            select weather_id, weather_date,
                   lead(weather_date, 1, date(:as_of, '+1 day')) over (
                       partition by branch_id order by weather_date
                   ) as next_date
            from weather_daily)
        where next_date <> date(weather_date, '+1 day')
        """,
    ),
    Check(
        "weather-of-every-branch",
        "The weather of all branches begins on the same day",
        "weather",
        """
        select b.branch_id
        from branches as b
        left join (
            select branch_id, min(weather_date) as first from weather_daily group by branch_id
        ) as w on w.branch_id = b.branch_id
        where w.first is not (select min(weather_date) from weather_daily)
        """,
        whole_books=True,
    ),
    Check(
        "weather-of-every-call",
        "Every visit is made on a day whose weather is known",
        "weather",
        """
        select service_call_id
        from service_calls
        where service_date not between (select min(weather_date) from weather_daily)
                                   and (select max(weather_date) from weather_daily)
        """,
        whole_books=True,
    ),
    Check(
        "summer-is-warmer-than-winter",
        "July and August are warmer than January and February, where both are known",
        "weather",
        """
        select branch_id
        from weather_daily
        group by branch_id
        having avg(case when substr(weather_date, 6, 2) in ('07', '08') then mean_temperature_f end)
            <= avg(case when substr(weather_date, 6, 2) in ('01', '02') then mean_temperature_f end)
        """,
    ),
    Check(
        "weather-is-earthly",
        "Temperatures stay within what the United States have seen, and within 70 F a day",
        "weather",
        """
        select weather_id
        from weather_daily
        where low_temperature_f < -60 or high_temperature_f > 130
           or high_temperature_f - low_temperature_f > 70
        """,
    ),
)
