"""What customers add to an opinion: thanks, the weather outside, a wish, a last word."""

from functools import cache

from factories.wording.needs import Clause, Needs, unless, without
from factories.wording.phrases import Clauses

SENT, SENT_LATER = 1, 2
"""What the customer has of the bill by the day of the comment, beside 0 for nothing: one of the day
of the visit or the next, or one that took longer."""

TOOK_DAYS = Clause("The invoice took a few days to arrive.", Needs.BILLED | Needs.BILLED_LATE)


def unbilled(bill: int) -> Needs:
    """Nobody speaks of a bill that has not come."""
    return unless(bill, Needs.BILLED) | unless(bill == SENT_LATER, Needs.BILLED_LATE)


EXTRAS: dict[str, Clauses] = {
    "residential": (
        "Wore shoe covers and left the house spotless.",
        "Left the work area cleaner than before.",
        Clause("Fair price and no surprises on the bill.", Needs.BILLED),
        Clause("Even gave me tips on filters.", Needs.MET | Needs.FILTERED),
        "Very respectful of our home.",
        Clause("Was great with our dog.", Needs.MET),
        Clause("Answered all of our questions.", Needs.MET),
        Clause("Showed me photos of everything.", Needs.MET),
        "The text updates before arrival were helpful.",
        Clause("The price was what we were told.", Needs.BILLED),
        Clause("Gave us options and did not push.", Needs.MET),
        "The office was easy to deal with too.",
    ),
    "commercial": (
        "Worked around our business hours.",
        "Our staff hardly noticed the work going on.",
        "Paperwork was complete and on time for our records.",
        "Checked in and out with our manager as we ask.",
        Clause("Fair price and clear invoice.", Needs.BILLED),
        "Followed all of our site safety rules.",
        "Easy to schedule for our building.",
        "Left everything clean before we opened.",
        "Told our manager what to watch for.",
        "The write-up was detailed enough for our files.",
    ),
}
EXTRAS["landlord"] = (
    *EXTRAS["commercial"],
    "Kept our tenants informed.",
    "Our building engineer was impressed.",
    "The report was detailed enough for the owner.",
)

SEASONAL: dict[str, tuple[tuple[int, Clauses], ...]] = {
    "cool": (
        (86, ("So good to have cool air again in this heat.", "A lifesaver in this humidity.")),
        (91, ("It was over 90 outside, so we are grateful.",)),
    ),
    "heat": (
        (40, ("So good to have heat again with this cold.",)),
        (31, ("A lifesaver on a freezing day.", "It was below freezing outside, so thank you.")),
    ),
}
"""What the weather adds: said when the day's high reached, or its low fell to, so many F."""

SUGGESTIONS: dict[str, Clauses] = {
    "late": (
        "Please text customers when the technician is running behind.",
        "A live map of where the technician is would help a lot.",
        "Suggest shorter windows, or a call when you know you'll be late.",
        "You should leave more time between jobs.",
    ),
    "Maintenance": (
        "It would help to book the next tune-up online.",
        "Suggest sending a reminder two weeks before the next service.",
        "Please leave a checklist of what was serviced.",
        "A discount for servicing two units at once would be nice.",
        Clause("You could offer filter delivery with the plan.", Needs.FILTERED),
        Clause("Suggest writing the filter size on the sticker.", Needs.FILTERED),
        "Evening appointments for tune-ups would be great.",
    ),
    "Repair": (
        Clause("Suggest listing parts and labor separately on the invoice.", Needs.BILLED),
        "It would help to get the price range before the visit.",
        "Please stock common parts on the van.",
        "A text with the technician's photo before arrival would be nice.",
        "You could send the diagnosis by email with pictures.",
        "Online booking for repairs would save a phone call.",
        "Suggest offering Saturday hours in the busy season.",
    ),
    "Emergency": (
        "Please post the emergency rates on your website.",
        "Suggest giving updates by text while people wait on an emergency.",
        "A direct number for emergencies would help.",
        "You could tell people what to do until help arrives.",
    ),
    "Installation": (
        "A short video on how to use the new equipment would help.",
        "Suggest a follow-up call a week after installation.",
        Clause("Please send the rebate forms along with the invoice.", Needs.BILLED),
        "It would help to know the crew's schedule a few days earlier.",
        "You could register the warranty for the customer right away.",
    ),
    "Inspection": (
        "Please email the report as a PDF the same day.",
        "Suggest adding photos to the inspection report.",
        "A summary with priorities would make the report more useful.",
        "It would help to list expected costs for the next few years.",
    ),
}

CLOSINGS: dict[str, Clauses] = {
    "great": (
        Clause("Highly recommend.", Needs.RECOMMENDED),
        Clause("Will definitely call again.", Needs.RECOMMENDED),
        Clause("We are customers for life.", Needs.RECOMMENDED),
        Clause("Already told my neighbors about you.", Needs.HOME | Needs.RECOMMENDED),
        "Thank you.",
        "Keep up the good work.",
        "Best service company in town.",
        Clause("Worth every penny.", Needs.BILLED),
        Clause("I'll be calling you for everything from now on.", Needs.RECOMMENDED),
        "It's rare to find service like this.",
        Clause("Would recommend to anyone.", Needs.RECOMMENDED),
    ),
    "good": (
        Clause("Would use again.", Needs.RECOMMENDED),
        Clause("Will probably call again.", Needs.RECOMMENDED),
        "Overall happy.",
        Clause("Would recommend.", Needs.RECOMMENDED),
        "Thanks for the help.",
        "No major complaints.",
    ),
    "mixed": (
        Clause("Not sure I'd call again.", Needs.DOUBTED),
        "Hope it goes better next time.",
        "It could have been handled better.",
        Clause("I may get another quote next time.", Needs.DOUBTED),
        "Please work on this.",
        Clause("The job got done in the end.", Needs.DONE),
    ),
    "poor": (
        Clause("Will not be calling again.", Needs.GONE | Needs.DOUBTED),
        Clause("I can't recommend this company.", Needs.DOUBTED),
        Clause("Looking for another company.", Needs.GONE | Needs.DOUBTED),
        "Expecting a call from a manager.",
        "You need to do better.",
        Clause("Stay away.", Needs.GONE | Needs.DOUBTED),
        "Someone should make this right.",
        Clause("I want part of my money back.", Needs.BILLED),
        Clause("Never again.", Needs.GONE | Needs.DOUBTED),
    ),
}

PARTING = frozenset(CLOSINGS["poor"]) - frozenset(without(CLOSINGS["poor"], Needs.GONE))
"""Written only by those who have not come back."""

STARS: dict[int, Clauses] = {
    1: ("One star.",),
    2: ("One star.",),
    9: ("Five stars.", "Easy five stars."),
    10: ("Five stars.", "Easy five stars.", "Five stars all the way."),
}
"""Reviews only, by overall rating."""


def unmet(clauses: Clauses, away: bool) -> Clauses:
    """Nobody speaks of a technician whom nobody met as if they had."""
    return _of_nobody(clauses) if away else clauses


@cache
def _of_nobody(clauses: Clauses) -> Clauses:
    return without(clauses, Needs.MET)


def of_whom(clauses: Clauses, who: str) -> Clauses:
    """A business has no neighbors to tell, and takes no time off."""
    return without(clauses, unless(who == "residential", Needs.HOME))
