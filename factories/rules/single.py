"""What is around a row that is made by itself, where nothing is said; in bulk the steps know."""

from __future__ import annotations

from typing import Final

ACCOUNT_AGE: Final = (60, 1500)
"""Days ago that a single customer's account was opened. Assumption."""
HIRED_AGO: Final = (400, 4000)
"""Days ago that a single technician was hired. Assumption."""
INSTALLED_BEFORE: Final = (900, 1500)
"""Days from the installation of a unit to an early visit: at least, and how many more at most.
Assumption."""
INSTALLED_IN_WARRANTY, INSTALLED_OUT_OF_WARRANTY = 400, 5400
"""Days from the installation of a unit to a visit under its warranty, and to one after it.
Assumption."""
CALLED_BACK_AFTER: Final = 14
"""Days from a visit to its callback. Assumption."""
USUAL_LOW, USUAL_HIGH = 52, 70
"""The day's lowest and highest temperature, F, where no weather is on record. Assumption."""
BETWEEN_VISITS: Final = 90
"""Minutes between two visits of a technician. Assumption: with a margin for any way in the
territory."""
LAST_START: Final = 17
"""Hour of the day by which the last visit begins. Assumption."""
BREAKS: Final = (BETWEEN_VISITS, 60)
"""Minutes between the visits of a day that the caller names: as much as there is room for.
Assumption: an hour still reaches any customer of the territory."""
LAST_END: Final = 21
"""Hour of the day by which a visit ends that stands between or after others. Assumption: as late as
routine visits are served."""
HOURS_A_DAY: Final = 12
"""Hours of visits that a technician has on one day, at most. Assumption: what the audit takes."""
FOLLOWS_BELOW_HOURS: Final = 6
"""Hours: a visit shorter than this may come after another one on the same day. Assumption."""
FAILING_UNIT_AGE: Final = 8
"""Years since a unit in which something fails was sold. Assumption."""
COOLING_REPAIR_MONTHS: Final = range(4, 10)
"""Months in which a single lead or request for a repair is about cooling. Assumption."""
SUCCEEDED_AFTER: Final = 5_000
"""Days after which a single device that was replaced got its successor: at the end of its life.
Assumption."""
BOOKED_WITHIN: Final = 18
"""Days ahead at most that a single appointment was booked, and one more: fourteen, and those that
the office is closed. Assumption."""
BILL_TO_PAYMENT: Final = 5
"""Days from the bill to a payment whose day is given. Assumption."""
VISIT_TO_FEEDBACK: Final = 2
"""Days from a visit to its feedback. Assumption: the median of
``rules.crm.feedback.ANSWER_DAYS``."""

# What a single row draws that, in a company, follows from its history. Days ago count back from
# today; a pair is the fewest and the most. All are Assumptions: usual, and valid with one another.

CUSTOMER_TYPES: Final = {"residential": 85, "commercial": 15}
"""Weights of a single customer's type: as among all customers [E]."""
VISIT_TYPES: Final = {"Maintenance": 50, "Repair": 40, "Inspection": 10}
"""Weights of a single visit's type. Assumption: emergencies and installations are asked for."""
APPOINTMENT_TYPES: Final = {"Maintenance": 60, "Repair": 25, "Inspection": 15}
"""The same of an appointment without a visit. Assumption."""
SLOT: Final = 30
"""Minutes: single visits start on the hour or the half hour. Assumption."""
VISIT_SLOTS: Final = (16, 27)
"""First and last slot of the day, from midnight, in which a single visit starts. Assumption: at
8:00 to 13:30, so that it ends within the day."""
LAST_REPAIR_SLOT: Final = 23
"""The same for repairs, of which some take nine hours. Assumption."""
APPOINTMENT_SLOTS: Final = (16, 31)
"""The same for appointments without a visit. Assumption."""
VISITS_OVER_DAYS: Final = 25
"""Working days over which single visits are spread, one a day. Assumption: so that one technician
can make all of them."""
APPOINTMENT_AHEAD: Final = (1, 5)
"""Days from today to an emergency's, and to any other appointment. Assumption."""
REPAIR_BOOKED_AHEAD: Final = (1, 2)
"""Days from booking a repair to the visit. Assumption: nobody waits a week without heat."""
VISIT_BOOKED_AHEAD: Final = (6, 14)
"""The same for other visits. Assumption."""
EMERGENCY_NOTICE: Final = (40, 180)
"""Minutes from reporting an emergency to the appointment. Assumption."""
BOOKED_IN_THE_EVENING: Final = (18 * 60, 22 * 60)
"""Minutes of today before which an emergency that lies ahead was reported. Assumption."""
CONFIRMED_AFTER: Final = (10, 60)
"""Minutes from booking to confirming an emergency, and any other appointment. Assumption."""
EARLY_VISIT_YEARS: Final = 5
"""Whole calendar years ago before which a visit is early: its unit was installed for it.
Assumption."""
PAID_WITHIN: Final = 12
"""Days from a bill to its payment are below this. Assumption."""
RUNNING_SINCE: Final = (1, 14)
"""Days ago that a running campaign began. Assumption."""
FINISHED_CAMPAIGN_BEGAN: Final = (150, 700)
"""Days ago that a finished campaign began. Assumption."""
CAMPAIGN_BEGAN: Final = (5, 700)
"""Days ago that any other campaign began. Assumption."""
LEAD_AGE: Final = 600
"""Days ago within which a lead without a campaign came. Assumption."""
LEAD_BEFORE_ACCOUNT: Final = 12
"""Days from a lead to its account, at most. Assumption."""
LEAD_ACCOUNT_AGO: Final = (56, 60)
"""Days ago that the account of a quoted lead was opened. Assumption: its quote may still be open,
and may be answered or expired."""
LEAD_QUOTED_WITHIN: Final = 14
"""Days from opening a lead's account to the quote, at most. Assumption."""
QUOTED_AGO: Final = 55
"""Days ago within which other quotes were written. Assumption: some are open, some expired."""
DEAREST_REPAIR: Final = 2_500
"""Dollars from which a quote that says its total is for new equipment. Assumption."""
LABOR_PERCENT, UNIT_PERCENT = 40, 70
"""Percent of such a total that are labor, at most, and percent of the rest that are the unit.
Assumption."""
LONGEST_REPAIR: Final = 300
"""Hundredths of an hour that a repair is quoted with where the total is said, at most.
Assumption."""
EXPIRED_FOLLOWED_UP: Final = 0.6
"""Share of the expired quotes whose customer was called before. Assumption."""
SUBSCRIBED_LATELY: Final = (20, 55)
"""Days ago that a contact subscribed who has done so lately. Assumption."""
SUBSCRIBED_AFTER: Final = 50
"""Days from becoming a customer or a lead to subscribing, at most. Assumption."""
SUBSCRIBED_AGO: Final = 700
"""Days ago within which other contacts subscribed. Assumption."""
SETTLED_BEFORE: Final = 60
"""Days ago by which whatever happened to a single device had happened. Assumption."""
REPLACED_INSTALLED: Final = (SUCCEEDED_AFTER + SETTLED_BEFORE, SUCCEEDED_AFTER + 600)
"""Days ago that a device was installed which has been replaced. Assumption."""
INSTALLED_AT_LATEST: Final = (SETTLED_BEFORE, SETTLED_BEFORE + 30)
"""Days ago that a device was installed which would be newer. Assumption."""
MODEL_AGE_AT_LEAST: Final = 6
"""Years since a device's model was last sold new, where the model allows it. Assumption: before its
customer's account was opened."""
MODEL_YEARS: Final = 8
"""Years up to then in which the device was installed. Assumption."""
REORDER_POINT: Final = (2, 8)
"""Units at which a part is ordered again. Assumption."""
STOCK_ABOVE_POINT: Final = 10
"""Units above the reorder point that lie on a shelf, at most. Assumption."""
LEAD_TIME_DAYS: Final = (1, 7)
"""Days that a supplier takes to deliver. Assumption."""
RESTOCKED_AGO: Final = (20, 300)
"""Days ago that a shelf was last filled. Assumption."""
ORDER_QUANTITY: Final = (2, 40)
"""Units in a purchase order. Assumption."""
ORDER_LEAD_DAYS: Final = (2, 7)
"""Days from a purchase order to its expected delivery. Assumption."""
ORDERED_AGO: Final = (10, 200)
"""Days ago that a purchase order was written. Assumption: it has been delivered."""
VAN_AGE: Final = (200, 3300)
"""Days ago that a vehicle was bought. Assumption."""
VAN_AGE_AT_LEAST: Final = 10
"""The least of these days where its model year is said, and is this year's. Assumption."""
BOUGHT_WITHIN: Final = 300
"""Days from the first cars of a model year to buying one of them, at most. Assumption."""
MODEL_YEAR_STARTS_BEFORE: Final = 90
"""Days before a year from which its models are sold. Assumption: from October on."""
VAN_BOUGHT_USED: Final = (70, 18, 12)
"""Percent of the vehicles bought new, a year old and two years old. Assumption."""
USED_VAN_MILES: Final = 12_000
"""Miles that a vehicle bought used had for each year of its age. Assumption."""
VAN_SERVICED_AGO: Final = (3, 120)
"""Days of use since a vehicle's last service. Assumption."""
BRANCH_OPENED_WITHIN: Final = 1200
"""Days from the founding of the company to the opening of a branch are below this. Assumption."""
SERVICE_SKILL_SPREAD: Final = 2
"""Standard deviation of technicians' customer service skill, points of ten. Assumption."""
SKILL_SPREAD: Final = 1
"""The same of other skills, around what is usual at the level. Assumption."""
CARD_AGE_AT_LEAST: Final = 20
"""Days since a card that expires was renewed, and days for which it is still valid, at least.
Assumption: cards are renewed in time."""
EPA_608_BEFORE_HIRING: Final = 7
"""Days from earning EPA 608 to being hired, at least. Assumption."""
