"""What customers add to an opinion: thanks, the weather outside, a wish, a last word."""

from functools import cache

from factories.wording.phrases import Clauses

SENT, SENT_LATER = 1, 2
"""What the customer has of the bill by the day of the comment, beside 0 for nothing: one of the day
of the visit or the next, or one that took longer."""

OF_THE_BILL = (
    *(" bill", "charged", "invoice", "emergency rate.", "price was", "Fair price", "one price"),
    *("the price of", "overpriced", "pricey", "expensive", "Not cheap", "aid for", "every penny"),
    "money back",
)
"""Words of clauses that speak of what is or was to be paid."""
TOOK_DAYS = "The invoice took a few days to arrive."


def of_bill(clauses: Clauses, bill: int) -> Clauses:
    """Nobody speaks of a bill that has not come."""
    if bill:
        return tuple(text for text in clauses if bill == SENT_LATER or text != TOOK_DAYS)
    return tuple(text for text in clauses if not any(word in text for word in OF_THE_BILL))


EXTRAS: dict[str, Clauses] = {
    "residential": (
        "Wore shoe covers and left the house spotless.",
        "Left the work area cleaner than before.",
        "Fair price and no surprises on the bill.",
        "Even gave me tips on filters.",
        "Very respectful of our home.",
        "Was great with our dog.",
        "Answered all of our questions.",
        "Showed me photos of everything.",
        "The text updates before arrival were helpful.",
        "The price was what we were told.",
        "Gave us options and did not push.",
        "The office was easy to deal with too.",
    ),
    "commercial": (
        "Worked around our business hours.",
        "Our staff hardly noticed the work going on.",
        "Paperwork was complete and on time for our records.",
        "Checked in and out with our manager as we ask.",
        "Fair price and clear invoice.",
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
        "You could offer filter delivery with the plan.",
        "Suggest writing the filter size on the sticker.",
        "Evening appointments for tune-ups would be great.",
    ),
    "Repair": (
        "Suggest listing parts and labor separately on the invoice.",
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
        "Please send the rebate forms along with the invoice.",
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
        "Highly recommend.",
        "Will definitely call again.",
        "We are customers for life.",
        "Already told my neighbors about you.",
        "Thank you.",
        "Keep up the good work.",
        "Best service company in town.",
        "Worth every penny.",
        "I'll be calling you for everything from now on.",
        "It's rare to find service like this.",
        "Would recommend to anyone.",
    ),
    "good": (
        "Would use again.",
        "Will probably call again.",
        "Overall happy.",
        "Would recommend.",
        "Thanks for the help.",
        "No major complaints.",
    ),
    "mixed": (
        "Not sure I'd call again.",
        "Hope it goes better next time.",
        "It could have been handled better.",
        "I may get another quote next time.",
        "Please work on this.",
        "The job got done in the end.",
    ),
    "poor": (
        "Will not be calling again.",
        "I can't recommend this company.",
        "Looking for another company.",
        "Expecting a call from a manager.",
        "You need to do better.",
        "Stay away.",
        "Someone should make this right.",
        "I want part of my money back.",
        "Never again.",
    ),
}

RECOMMENDING = frozenset(
    (
        *("Highly recommend.", "Would recommend to anyone.", "Would recommend."),
        *("Will definitely call again.", "Will probably call again.", "Would use again."),
        *("We are customers for life.", "Already told my neighbors about you."),
        "I'll be calling you for everything from now on.",
    )
)
"""Written only by those who would recommend the company."""

PARTING = frozenset(
    ("Will not be calling again.", "Looking for another company.", "Stay away.", "Never again.")
)
"""Written only by those who have not come back."""

DOUBTING = PARTING | {
    "Not sure I'd call again.",
    "I may get another quote next time.",
    "I can't recommend this company.",
}
"""Written only by those who would not recommend it."""

AT_HOME = frozenset(
    ("Already told my neighbors about you.", "I took time off work and they were {late} late.")
)
"""Written by no business."""

SOME_DAYS = 3
TAKES_DAYS = frozenset(
    (
        "Tracked it down to {culprit}, and the {unit} has run well since.",
        "Our {unit} has been running like new ever since.",
        "Our {unit} has run well since the repair.",
        "Nobody returned my calls about the bill.",
        "I had to call the office three times to get an answer.",
    )
)
"""Said only so many days after the visit."""

STARS: dict[int, Clauses] = {
    1: ("One star.",),
    2: ("One star.",),
    9: ("Five stars.", "Easy five stars."),
    10: ("Five stars.", "Easy five stars.", "Five stars all the way."),
}
"""Reviews only, by overall rating."""


OF_MEETING = (
    *(
        "xpla",
        "question",
        "polite",
        "courteous",
        "friendly",
        "patient",
        "pleasure",
        "right on time",
    ),
    *("was on time", "early in", "barely said", "our dog", "howed me", "howed us"),
    *("Walked us", "walked me", "tips", "push", "pressure", "options", "nswers", "sales"),
)
"""Words of clauses that speak of how the technician was to talk to, or when he came."""


@cache
def unmet(clauses: Clauses, away: bool) -> Clauses:
    """Nobody speaks of a technician whom nobody met as if they had."""
    if not away:
        return clauses
    return tuple(text for text in clauses if not any(word in text for word in OF_MEETING))


def of_whom(clauses: Clauses, who: str) -> Clauses:
    """A business has no neighbors to tell, and takes no time off."""
    return clauses if who == "residential" else tuple(t for t in clauses if t not in AT_HOME)
