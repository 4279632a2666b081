-- Written by `python -m factories.cost --sql teardown`; a test holds this copy current.
-- It drops the database with ALL that is in it. Leave out the warehouse if others use it.

use role accountadmin;
drop database if exists hvac_analytics;
drop role if exists hvac_analyst;
drop warehouse if exists compute_wh;
drop resource monitor if exists hvac_budget;
