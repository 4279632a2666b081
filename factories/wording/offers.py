"""What is said while selling: wishes of leads, fate of quotes, plans, campaign slogans."""

from factories.wording.needs import Clause, Needs
from factories.wording.phrases import Clauses

QUOTE_EXTRAS: dict[str, Clauses] = {
    "Repair": (
        "Includes parts, labor and test of operation.",
        "Price includes diagnosis and labor.",
        "Parts and labor, one year on parts.",
        "Labor and material included.",
    ),
    "Installation": (
        "Includes start-up and warranty registration.",
        "Includes electrical connection, startup and one year labor warranty.",
        "Includes delivery, installation and commissioning.",
    ),
    "Replacement": (
        "Includes removal of the old unit and start-up.",
        "Includes removal, start-up and one year labor warranty.",
        "Existing connections reused where in good condition.",
    ),
    "System Upgrade": (
        "Includes new thermostat and commissioning.",
        "Includes controls, start-up and rebate paperwork.",
        "Includes removal of old equipment and warranty registration.",
    ),
}
"""What the price includes: no permit, disposal or other fee that the bill adds."""
WATER_HEATER_EXTRAS: Clauses = (
    "Includes start-up and warranty registration.",
    "Includes gas and water connections, startup and one year labor warranty.",
    "Includes delivery, installation and commissioning.",
)
"""The same of a new water heater, whose burner needs no electricity."""

PLAN_EXTRAS: dict[str, Clauses] = {
    "Basic": (
        "Two tune-ups a year with safety check.",
        "Seasonal visits, safety check and member discount on repairs.",
    ),
    "Premium": (
        "Two visits a year with priority scheduling.",
        "Seasonal visits, filters and member discount on repairs.",
        "Covers scheduled visits, filters and priority scheduling.",
    ),
    "Comprehensive": (
        "Covers scheduled visits, filters and small repair parts.",
        "Seasonal visits with priority scheduling, small repair parts at no charge.",
    ),
    "Commercial": (
        "Maintenance visits, filters and belts, written condition report.",
        "Covers scheduled visits, filters and priority response.",
    ),
}
"""What a contract is quoted with: nothing that the plan (``PLANS``) does not give."""

FOUND, AGED, MEASURED = "found", "aged", "measured"
"""What lies behind a quote: a fault found at a visit, an old unit, a salesman's visit."""

QUOTE_REASONS: dict[tuple[str, str | None], Clauses] = {
    ("Repair", None): ("Customer asked for a price before work.", "", ""),
    ("Repair", FOUND): ("Found during the last visit.", "Found during the last visit.", ""),
    ("Installation", None): ("Sized for the space served.", "", ""),
    ("Installation", MEASURED): ("Sized for the space served.", "Sizing checked on site.", ""),
    ("Replacement", None): ("Customer asked for a written price.", "", ""),
    ("Replacement", AGED): (
        "Old unit is near the end of its life.",
        "Repair cost no longer makes sense.",
        "",
    ),
    ("System Upgrade", None): (
        "Goal is a lower energy bill.",
        "Customer wants better comfort and less noise.",
        "May qualify for a utility rebate.",
        "",
    ),
    ("Maintenance Contract", None): (
        "Term of one year.",
        "Renews yearly unless cancelled.",
        "",
        "",
    ),
}
"""Why it is offered, by type and what lies behind it; None is nothing known."""
WATER_HEATER_REASONS: Clauses = ("Sized for the hot water used.", "", "")
"""The same of a new water heater."""

NOT_CALLED = "Expired, not called"
"""The status of a quote that ran out without anybody calling."""

ELSEWHERE = "Declined, and gone elsewhere"
"""The status of a quote for something new whose customer let somebody else put it in, and left."""

ON_THE_SPOT = "Accepted on the spot"
"""The status of a quote for a repair that was done at the same visit."""

QUOTE_STATUS: dict[str, Clauses] = {
    "Pending": (
        Clause("Sent by email, waiting for an answer.", Needs.EMAIL),
        "Customer is comparing quotes.",
        Clause("Will discuss with spouse or partner and call back.", Needs.HOME),
        "Left voicemail to follow up.",
        "Customer asked for time to decide.",
    ),
    "Accepted": (
        "Customer signed, schedule the work.",
        Clause("Approved by phone, confirmation emailed.", Needs.EMAIL),
        "Accepted as quoted.",
        Clause("Approved by email.", Needs.EMAIL),
    ),
    ON_THE_SPOT: (
        "Customer signed on site, done at the same visit.",
        "Agreed on site before the work began.",
        "Price approved at the unit, repaired right away.",
        "Signed at the visit, nothing left to schedule.",
    ),
    "Declined": (
        "Customer decided to wait.",
        "Customer will think about it again next year.",
        "Declined, over budget.",
        "Not going ahead, no reason given.",
        "Customer chose to keep it as is for now.",
    ),
    ELSEWHERE: (
        "Went with another contractor on price.",
        "Another contractor could start sooner, and has put it in.",
        "Another contractor was cheaper, customer stays with them.",
    ),
    "Expired": (
        "No answer after two follow-ups, validity ran out.",
        "Called twice, expired without a decision.",
        "Could not reach the customer before the quote expired.",
    ),
    NOT_CALLED: (
        "Expired without a decision, prices need to be updated.",
        "Nobody followed up, validity ran out.",
        "Ran out, customer never came back to us.",
    ),
    "Revised": (
        "Revised after the customer asked for a lower price option.",
        "Price talked over with the customer, new version sent.",
        "Revised to update part prices.",
        "Customer asked for a better price, quote revised.",
    ),
}
"""What fits each status of a quote, and nothing that has not happened under it."""

BIG_JOBS: dict[str, Clauses] = {
    "Pending": (
        "Financing application sent to the customer.",
        "Offered good, better and best options.",
        "Waiting for landlord or board approval.",
    ),
    "Accepted": (
        "Customer picked a date, order equipment.",
        Clause("Agreed at the kitchen table, order equipment.", Needs.HOME),
    ),
    "Declined": ("Financing was not approved.",),
    "Expired": ("Customer put the project off, quote ran out.",),
    NOT_CALLED: ("Project put off, quote ran out.",),
    "Revised": ("Reworked with a lower material price.",),
}
"""Further notes on offers that cost thousands."""

KEEPS_THE_OLD: dict[str, Clauses] = {"Declined": ("Customer will repair the old unit instead.",)}
"""Further ones where there is an old unit."""

FOUND_US: dict[str, Clauses] = {
    "Website": (
        "Came in through the website form.",
        "Web request.",
        "Booked a callback on our website.",
        "Used the website chat.",
    ),
    "Referral": (
        "Referred by a current customer.",
        "Neighbor recommended us.",
        "Referral from a friend.",
        "Sent to us by a real estate agent.",
    ),
    "Cold Call": ("Reached by cold call.", "Outbound call, was open to talk.", "Cold call list."),
    "Trade Show": (
        "Met at the home show booth.",
        "Left a card at the trade show.",
        "Trade show contact.",
    ),
    "Social Media": (
        "Messaged us on social media.",
        "Responded to a neighborhood group post.",
        "Saw our post and sent a message.",
    ),
    "Advertisement": (
        "Called from the ad.",
        "Responded to our ad.",
        "Saw the ad and called the office.",
    ),
}

WISHES: dict[str, Clauses] = {
    "Installation": (
        "Wants a price for a new system.",
        "Adding on and needs equipment for the new space.",
        "Asked about rebates and financing on a new system.",
    ),
    "Maintenance": (
        "Wants a tune-up.",
        "Asked what a tune-up includes.",
        "System has not been serviced in years.",
        "New to the property, wants the system checked.",
        "Wants it looked at before the season.",
    ),
    "Emergency Service": (
        "System is down completely.",
        "Asked for after-hours service.",
        "No response from their usual contractor.",
        "Unit quit overnight.",
        "Needs an emergency visit.",
    ),
}

WISHES_TO_CHECK: Clauses = (
    "New to the property, wants the system checked.",
    "Wants it looked at before the season.",
    "Asked for an inspection with a written report.",
    "Wants to know what condition the system is in.",
)
"""Of people who want their system looked at, and mean an inspection."""
WISHES_TO_REPLACE: Clauses = (
    "Looking to replace an old unit.",
    "Asked about rebates and financing on a new system.",
    "Comparing bids for a replacement.",
)
"""Of people who want a new system in the place of an old one and do not say of what kind."""
WISHES_OF_ONE_IN_NEED: Clauses = (
    "Asked for after-hours service.",
    "No response from their usual contractor.",
    "Needs an emergency visit.",
)
"""Where the system may well run."""

WISHES_UNCALLED: Clauses = (
    "Had nobody to call the last time the system quit.",
    "Asked about after-hours service.",
    "Wants a contractor for emergencies.",
    "Current contractor does not answer at night.",
)
"""Of people who want emergency service though it was us who went to them."""

TIMELINES: dict[str, Clauses] = {
    "High": ("Timeline: as soon as possible.", "Timeline: this week.", "Marked urgent."),
    "Medium": ("Timeline: next two weeks.", "Timeline: this month.", "Flexible by a few days."),
    "Low": ("No rush.", "Timeline: next season.", "Timeline: open."),
}
NO_HURRY_TO_REPAIR: Clauses = ("No rush.", "Any day that suits us.", "Timeline: open.")
"""Of low urgency, where something has failed: that does not wait for another season."""
TIMELINES_OF_EMERGENCIES: Clauses = (
    "Timeline: today.",
    "Timeline: as soon as possible.",
    "Marked urgent.",
)

LOST_LATER = "Lost after a while"
"""The status of leads that were lost after they had been kept warm."""

LOST_IN_NEED = "Lost in need"
"""The status of leads that were lost of people who needed somebody at once."""

WHERE_IT_STANDS: dict[str, Clauses] = {
    "New": (
        "Not contacted yet.",
        "First call to be made.",
        "Assigned, waiting for first contact.",
        "New in the queue.",
    ),
    "Contacted": (
        "Left voicemail, waiting for a call back.",
        "Spoke briefly, will call again.",
        "Emailed information and price range.",
        "Talked by phone, needs to check dates.",
    ),
    "Qualified": (
        "Owner and decision maker, budget fits.",
        "Confirmed equipment and budget, ready for an estimate.",
        "Site visit to be set.",
        "Serious about it, wants a written quote.",
    ),
    "Converted": (
        "Became a customer.",
        "Booked the job with us.",
        "Said yes, first visit booked.",
        "Won, set up in the customer file.",
    ),
    "Lost": (
        "Went with a competitor.",
        "No answer after three attempts.",
        "Price was too high for them.",
        "Decided not to do anything.",
        "Outside what they can spend.",
    ),
    LOST_LATER: (
        "Stopped answering our messages, closed.",
        "Had it done by somebody else in the meantime.",
        "Kept in touch for months, then decided against it.",
        "No longer interested, taken off the list.",
        "Put it off again, closed.",
    ),
    LOST_IN_NEED: (
        "Found somebody who could come sooner.",
        "Could not wait until we had a truck free.",
        "After-hours price was too high for them.",
        "Landlord sent his own contractor.",
        "No answer when we called back.",
        "Went with a competitor.",
    ),
    "Nurturing": (
        "Keep on the email list.",
        "Call again next season.",
        "Stays in touch, sends questions now and then.",
        "Waiting on other work first, check back in a few months.",
    ),
}

PLANS: dict[str, str] = {
    "Basic": "Two seasonal tune-ups a year, safety check, member discount on repairs",
    "Premium": (
        "Two seasonal tune-ups a year, safety check, filters, priority scheduling, "
        "higher member discount on repairs"
    ),
    "Comprehensive": (
        "Two seasonal tune-ups a year, safety check, filters, priority scheduling, "
        "small repair parts (no compressor, coil, heat exchanger or refrigerant) at no charge, "
        "highest member discount on repairs"
    ),
    "Commercial": (
        "Maintenance visits to the units in turn, filters and belts, priority response, "
        "written condition report, member discount on repairs"
    ),
}
"""What the yearly price buys: Basic 120, Premium 200, Comprehensive 350, Commercial 500 dollars.

No percentages: the discount is agreed contract by contract (factories.rules.crm.contracts).
"""

CHANGED: dict[bool, Clauses] = {
    True: (
        "Change order signed on site: more work than quoted, {amount} added.",
        "Change order: extra time and material agreed with the customer, {amount} added.",
    ),
    False: (
        "Change order: less material needed than quoted, {amount} taken off.",
        "Change order: part of the work was not needed, {amount} taken off.",
    ),
}
"""Why a bill is not the price that was accepted: whether it is more, and by how much."""

CAMPAIGN_HOOKS: dict[str, Clauses] = {
    "AC Repair": (
        "{season} AC Repair Special",
        "Cool Again AC Repair",
        "{season} No Sweat AC Repair",
    ),
    "Heating Repair": ("{season} Heating Repair Special", "Warm Home Heating Repair"),
    "Installation": (
        "{season} System Replacement Event",
        "New System Rebate",
        "{season} Install Savings",
    ),
    "Maintenance": (
        "{season} Tune-Up Special",
        "{season} Maintenance Plan Drive",
        "{season} System Check",
    ),
    "Emergency Service": ("24/7 Emergency Service", "{season} Emergency Ready", "Always On Call"),
}
