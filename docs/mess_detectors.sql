-- The reference solution of docs/mess.md, for DuckDB: one query a kind of defect, each giving
-- lines of findings. It reads the CSV files of the folder that file_search_path names. Renamed
-- columns are not here: whoever knows the columns finds them in the headers.
-- Over clean seeds it finds nothing.

create or replace temp table appointments as
    from read_csv('appointments.csv', all_varchar = true, header = true);
create or replace temp table customer_feedback as
    from read_csv('customer_feedback.csv', all_varchar = true, header = true);
create or replace temp table customers as
    from read_csv('customers.csv', all_varchar = true, header = true);
create or replace temp table invoices as
    from read_csv('invoices.csv', all_varchar = true, header = true);
create or replace temp table leads as
    from read_csv('leads.csv', all_varchar = true, header = true);
create or replace temp table mailing_list as
    from read_csv('mailing_list.csv', all_varchar = true, header = true);
create or replace temp table parts_usage as
    from read_csv('parts_usage.csv', all_varchar = true, header = true);
create or replace temp table payments as
    from read_csv('payments.csv', all_varchar = true, header = true);
create or replace temp table quotes as
    from read_csv('quotes.csv', all_varchar = true, header = true);
create or replace temp table service_calls as
    from read_csv('service_calls.csv', all_varchar = true, header = true);
create or replace temp table subscriptions as
    from read_csv('subscriptions.csv', all_varchar = true, header = true);
create or replace temp table weather_daily as
    from read_csv('weather_daily.csv', all_varchar = true, header = true);

create or replace temp macro digits(phone) as
    right(regexp_replace(phone, '\D', '', 'g'), 10);

create or replace temp macro usual(phone) as
    regexp_replace(digits(phone), '(\d{3})(\d{3})(\d{4})', '(\1) \2-\3');

-- Lower case, without punctuation, words in the order of the alphabet.
create or replace temp macro plain_name(name) as
    array_to_string(
        list_sort(string_split(regexp_replace(lower(name), '[^a-z0-9 ]', '', 'g'), ' ')), ' '
    );

-- Businesses write from a domain of their own, whoever answers there; others have the same mailbox
-- with another provider, with a dot or without.
create or replace temp macro mailbox(email) as
    case
        when split_part(email, '@', 2) similar to '(.*[.])?example[.](com|net|org)'
            then regexp_replace(split_part(email, '@', 1), '[._]', '', 'g')
        else split_part(email, '@', 2)
    end;

-- Two entries are one customer when their address for e-mails is the same, or when the telephone
-- number or the house is, and the names or the mailboxes are alike. Only pairs that share one of
-- these are compared.
create or replace temp table pairs as
with entries as (
    select
        customer_id::bigint as customer_id,
        plain_name(customer_name) as name,
        email,
        mailbox(email) as mailbox,
        digits(phone) as phone,
        -- `Road` or `Rd`: the last word of a street is not what tells it from another.
        lower(regexp_replace(street, ' \S+$', '')) || ' ' || postal_code as house
    from customers
),

clues as (
    select customer_id, 'email' as clue, email as value from entries
    union all
    select customer_id, 'phone', phone from entries
    union all
    select customer_id, 'house', house from entries
),

candidates as (
    select
        first.customer_id as first_id,
        second.customer_id as second_id,
        bool_or(first.clue = 'email') as same_email
    from clues as first
    inner join clues as second
        on first.clue = second.clue
        and first.value = second.value
        and first.customer_id < second.customer_id
    group by all
)

select candidates.first_id, candidates.second_id
from candidates
inner join entries as first on candidates.first_id = first.customer_id
inner join entries as second on candidates.second_id = second.customer_id
where
    candidates.same_email
    or first.mailbox = second.mailbox
    or jaro_winkler_similarity(first.name, second.name) >= 0.75;

create or replace temp table findings as
with duplicate_customer as (
    select
        'customers' as "table",
        second_id::varchar as key,
        'customer_id' as "column",
        'duplicate_customer' as kind,
        first_id::varchar as true_value
    from pairs
),

-- A row that hangs on a second entry belongs to the first.
hanging as (
    select 'service_calls' as "table", service_call_id as key, customer_id from service_calls
    union all
    select 'appointments', appointment_id, customer_id from appointments
    union all
    select 'invoices', invoice_id, customer_id from invoices
    union all
    select 'customer_feedback', feedback_id, customer_id from customer_feedback
    union all
    select 'quotes', quote_id, customer_id from quotes
),

split_history as (
    select distinct
        hanging."table", hanging.key, 'customer_id', 'split_history', pairs.first_id::varchar
    from hanging
    inner join pairs on hanging.customer_id = pairs.second_id::varchar
),

phones as (
    select 'customers' as "table", customer_id as key, phone from customers
    union all
    select 'leads', lead_id, phone from leads
    union all
    select 'mailing_list', contact_id, phone from mailing_list
),

-- The mailing list knows the numbers of its customers, and a lead may have become one.
missing_phone as (
    select 'customers', customers.customer_id, 'phone', 'missing_phone', usual(contacts.phone)
    from customers
    left join mailing_list as contacts on customers.customer_id = contacts.customer_id
    where customers.phone is null
    union all
    select 'leads', leads.lead_id, 'phone', 'missing_phone', usual(customers.phone)
    from leads
    left join customers on leads.customer_id = customers.customer_id
    where leads.phone is null
),

phone_format as (
    select
        "table",
        key,
        'phone',
        'phone_format',
        usual(phone)
    from phones
    where not regexp_full_match(phone, '\(\d{3}\) \d{3}-\d{4}')
),

-- Every lead and every contact has an address. A customer may have none, but not one who answered
-- a survey by e-mail; the mailing list may know it.
missing_email as (
    select 'leads', leads.lead_id, 'email', 'missing_email', customers.email
    from leads
    left join customers on leads.customer_id = customers.customer_id
    where leads.email is null
    union all
    select 'mailing_list', contacts.contact_id, 'email', 'missing_email', customers.email
    from mailing_list as contacts
    left join customers as customers on contacts.customer_id = customers.customer_id
    where contacts.email is null
    union all
    select distinct 'customers', customers.customer_id, 'email', 'missing_email', contacts.email
    from customers as customers
    inner join customer_feedback as answers on customers.customer_id = answers.customer_id
    left join mailing_list as contacts on customers.customer_id = contacts.customer_id
    where customers.email is null and answers.source = 'Email Survey'
),

-- An invoice is due so many days after its date.
terms as (
    select
        invoice_id,
        issue_date::date as issued,
        due_date::date - coalesce(try_cast(substr(payment_terms, 5) as integer), 0) as should_be
    from invoices
),

late_invoice as (
    select distinct 'invoices', invoice_id, 'issue_date', 'late_invoice', should_be::varchar
    from terms
    where issued > should_be
),

-- A visit ends as long after its start as it took.
visits as (
    select
        service_call_id,
        started_at::timestamp as started,
        completed_at::timestamp as completed,
        started_at::timestamp
        + to_minutes(round(duration_hours::decimal(6, 2) * 60)::bigint) as should_end
    from service_calls
),

-- A kept appointment is the start of its visit.
time_zone_slip as (
    select distinct
        'service_calls', service_call_id, 'completed_at', 'time_zone_slip', should_end::varchar
    from visits
    where completed > should_end
    union all
    select distinct
        'appointments', kept.appointment_id, 'scheduled_time', 'time_zone_slip', calls.started_at
    from appointments as kept
    inner join service_calls as calls on kept.service_call_id = calls.service_call_id
    where kept.scheduled_time <> calls.started_at
),

end_before_start as (
    select distinct
        'service_calls', service_call_id, 'completed_at', 'end_before_start', should_end::varchar
    from visits
    where completed < started
    union all
    select 'subscriptions', subscription_id, 'end_date', 'end_before_start', null
    from subscriptions
    where end_date < start_date
    union all
    select
        'quotes',
        quote_id,
        'valid_until',
        'end_before_start',
        (quote_date::date + 30)::varchar
    from quotes
    where valid_until < quote_date
),

daily as (
    select 'weather_daily' as "table", weather_id as key, 'weather_date' as day_column,
        weather_date as day
    from weather_daily
    union all
    select 'service_calls', service_call_id, 'service_date', service_date from service_calls
    union all
    select 'parts_usage', usage_id, 'usage_date', usage_date from parts_usage
    union all
    select 'payments', payment_id, 'payment_date', payment_date from payments
),

double_day as (
    select "table", day, any_value(day_column), 'double_day', count(distinct key)::varchar
    from daily
    group by "table", day
    having count(*) > count(distinct key)
),

-- A day without weather between days with weather; kept appointments whose visit is not there;
-- visits that charged parts on a day when no part was used.
lost_day as (
    select
        'weather_daily' as "table",
        strftime(unnest(generate_series(min(day)::date, max(day)::date, interval 1 day)), '%Y-%m-%d')
            as day,
        'weather_date' as day_column
    from daily
    where "table" = 'weather_daily'
    union all
    select 'service_calls', kept.appointment_date, 'service_date'
    from appointments as kept
    anti join service_calls as calls on kept.service_call_id = calls.service_call_id
    where kept.service_call_id is not null
    union all
    select 'parts_usage', service_date, 'usage_date'
    from service_calls
    where parts_cost::decimal(10, 2) > 0
),

empty_day as (
    select distinct lost_day."table", lost_day.day, lost_day.day_column, 'empty_day', null
    from lost_day
    anti join daily on lost_day."table" = daily."table" and lost_day.day = daily.day
)

from duplicate_customer
union all
from split_history
union all
from missing_phone
union all
from phone_format
union all
from missing_email
union all
from late_invoice
union all
from time_zone_slip
union all
from end_before_start
union all
from double_day
union all
from empty_day;
