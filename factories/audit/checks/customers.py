"""Customers and what they say."""

from factories.audit.check import Check

CHECKS = (
    Check(
        "customer-known-before-call",
        "A customer is recorded before the first visit",
        "customers",
        """
        select s.service_call_id
        from service_calls as s
        join customers as c on c.customer_id = s.customer_id
        where s.started_at < c.created_at
        """,
    ),
    Check(
        "customer-known-before-appointment",
        "A customer is recorded before an appointment is made",
        "customers",
        """
        select a.appointment_id
        from appointments as a
        join customers as c on c.customer_id = a.customer_id
        where a.created_date < c.created_at
        """,
    ),
    Check(
        "customer-known-before-contract",
        "A customer is recorded before a contract starts",
        "customers",
        """
        select p.subscription_id
        from subscriptions as p
        join customers as c on c.customer_id = p.customer_id
        where p.start_date < substr(c.created_at, 1, 10)
        """,
    ),
    Check(
        "customer-known-before-quote",
        "A customer is recorded before a quote is sent, unless the quote won the customer",
        "customers",
        """
        select q.quote_id
        from quotes as q
        join customers as c on c.customer_id = q.customer_id
        where q.lead_id is null and q.quote_date < substr(c.created_at, 1, 10)
        """,
    ),
    Check(
        "customer-after-branch-opened",
        "A branch has no customer before it opens",
        "customers",
        """
        select c.customer_id
        from customers as c
        join branches as b on b.branch_id = c.branch_id
        where substr(c.created_at, 1, 10) < b.opened_date
        """,
    ),
    Check(
        "customer-recorded-once",
        "No customer is recorded twice: not by name and address, nor by e-mail",
        "customers",
        """
        select min(customer_id) as customer_id
        from customers
        group by customer_name, address having count(*) > 1
        union all
        select min(customer_id)
        from customers
        where email is not null
        group by email having count(*) > 1
        """,
    ),
    Check(
        "feedback-customer-of-call",
        "Feedback comes from the customer of its call",
        "customers",
        """
        select f.feedback_id
        from customer_feedback as f
        join service_calls as s on s.service_call_id = f.service_call_id
        where f.customer_id <> s.customer_id
        """,
    ),
    Check(
        "feedback-soon-after-call",
        "Feedback is given within 60 days after its call",
        "customers",
        """
        select f.feedback_id
        from customer_feedback as f
        join service_calls as s on s.service_call_id = f.service_call_id
        where f.feedback_date < date(s.completed_at)
           or f.feedback_date > date(s.service_date, '+60 days')
        """,
    ),
    Check(
        "feedback-ratings-near-overall",
        "Ratings lie within 5 of the overall satisfaction, and not all of them 3 to one side of it",
        "customers",
        """
        select feedback_id
        from customer_feedback
        where max(technician_rating, timeliness_rating, quality_rating, value_rating)
              not between overall_satisfaction - 2 and overall_satisfaction + 5
           or min(technician_rating, timeliness_rating, quality_rating, value_rating)
              not between overall_satisfaction - 5 and overall_satisfaction + 2
        """,
    ),
    Check(
        "feedback-type-fits-rating",
        "A complaint rates 5 or less and a compliment 7 or more",
        "customers",
        """
        select feedback_id
        from customer_feedback
        where feedback_type = 'Complaint' and overall_satisfaction > 5
           or feedback_type = 'Compliment' and overall_satisfaction < 7
        """,
    ),
    Check(
        "review-is-online",
        "What is written online is a review, and reviews are written online",
        "customers",
        """
        select feedback_id
        from customer_feedback
        where (feedback_type = 'Review') <> (source = 'Online Review')
        """,
    ),
    Check(
        "e-mail-survey-went-somewhere",
        "Only who has an e-mail address answers a survey by e-mail",
        "customers",
        """
        select f.feedback_id
        from customer_feedback as f
        join customers as c on c.customer_id = f.customer_id
        where f.source = 'Email Survey' and c.email is null
        """,
    ),
    Check(
        "recommendation-fits-rating",
        "Who rates 8 or more would recommend the company, who rates 4 or less would not",
        "customers",
        """
        select feedback_id
        from customer_feedback
        where overall_satisfaction >= 8 and not would_recommend
           or overall_satisfaction <= 4 and would_recommend
        """,
    ),
    Check(
        "praised-repair-has-held",
        "Nobody praises a repair for which somebody had to come again by then",
        "customers",
        """
        select f.feedback_id
        from customer_feedback as f
        where f.overall_satisfaction >= 9 and exists (
            select 1
            from service_calls as l
            where l.callback_of_id = f.service_call_id and l.service_date < f.feedback_date)
          and not exists (
            select 1 from incident_response as i where i.service_call_id = f.service_call_id)
        """,
    ),
    Check(
        "mailing-list-e-mail-of-customer",
        "A mailing-list contact who is a customer has the customer's e-mail address",
        "customers",
        """
        select m.contact_id
        from mailing_list as m
        join customers as c on c.customer_id = m.customer_id
        where m.email is not c.email
        """,
    ),
    Check(
        "mailing-list-address-of-customer",
        "A mailing-list contact who is a customer has the customer's address and phone",
        "customers",
        """
        select m.contact_id
        from mailing_list as m
        join customers as c on c.customer_id = m.customer_id
        where m.address <> c.address or m.phone <> c.phone
        """,
    ),
    Check(
        "mailing-list-customer-once",
        "A customer is on the mailing list once at most",
        "customers",
        """
        select customer_id
        from mailing_list
        where customer_id is not null
        group by customer_id having count(*) > 1
        """,
    ),
    Check(
        "mailing-list-knows-customers",
        "Who is on the mailing list with a customer's e-mail address is that customer",
        "customers",
        """
        select m.contact_id
        from customers as c
        join mailing_list as m on m.email = c.email
        where m.customer_id is null
        """,
        whole_books=True,
    ),
    Check(
        "mailing-list-source-by-then",
        "Who came to the mailing list as a customer was one by then, who came otherwise was none",
        "customers",
        """
        select m.contact_id
        from mailing_list as m
        join customers as c on c.customer_id = m.customer_id
        where case when m.contact_source = 'Existing Customer'
              then m.subscription_date < date(c.created_at)
              else m.subscription_date >= date(c.created_at) end
        """,
        whole_books=True,
    ),
)
