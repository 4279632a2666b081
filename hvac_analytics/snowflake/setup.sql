-- Written by `python -m factories.cost --sql setup`; a test holds this copy current.
-- Run it once, as a user who may use ACCOUNTADMIN: only that role can make a resource monitor.
-- It can be run again: what is there stays, settings become these.

use role accountadmin;

-- $7.00 at $3.00 a credit are 2.33 credits,
-- 77 percent of a quota in whole credits. It never starts anew: raise it to go on.
create resource monitor if not exists hvac_budget with
    credit_quota = 3
    frequency = never
    start_timestamp = immediately;
alter resource monitor hvac_budget set
    credit_quota = 3
    triggers
        on 58 percent do notify
        on 73 percent do suspend
        on 77 percent do suspend_immediate;

create warehouse if not exists compute_wh with
    warehouse_size = 'X-SMALL'
    initially_suspended = true;
alter warehouse compute_wh set
    warehouse_size = 'X-SMALL'
    auto_suspend = 60
    auto_resume = true
    statement_timeout_in_seconds = 900
    resource_monitor = hvac_budget;

create database if not exists hvac_analytics;
create schema if not exists hvac_analytics.hvac_raw;
create schema if not exists hvac_analytics.hvac_analytics;

-- The least that loading the raw tables and building the models takes.
create role if not exists hvac_analyst;
grant usage on warehouse compute_wh to role hvac_analyst;
grant usage on database hvac_analytics to role hvac_analyst;
grant usage, create table on schema hvac_analytics.hvac_raw to role hvac_analyst;
grant usage, create table, create view on schema hvac_analytics.hvac_analytics to role hvac_analyst;

-- For you, and so that SYSADMIN sees what the role owns.
set hvac_user = current_user();
grant role hvac_analyst to user identifier($hvac_user);
grant role hvac_analyst to role sysadmin;
