"""How customers speak of a visit: clauses by how content they are (great, good, mixed, poor).

Marks: {name} the technician's first name, {unit} the kind of equipment, {culprit} what had
failed, {late} how late.
"""

from factories.wording.needs import Clause, Needs
from factories.wording.phrases import COMPONENTS, Clauses
from factories.wording.remarks import TOOK_DAYS

CULPRIT = {
    **{component: f"the bad {component.lower()}" for component in COMPONENTS},
    "Refrigerant Leak": "the refrigerant leak",
    "Drain Line": "the clogged drain line",
    "Condenser Fan Motor": "the bad fan motor outside",
    "Evaporator Coil": "the leaking evaporator coil",
    "Heat Exchanger": "the cracked heat exchanger",
    "Expansion Valve": "the stuck expansion valve",
}

OPENINGS: dict[tuple[str, bool], Clauses] = {
    ("great", True): (
        "{name} was fantastic.",
        "{name} was excellent from start to finish.",
        Clause("{name} was professional and friendly.", Needs.MET),
        "{name} really knew the job.",
        "Could not be happier with {name}.",
        "{name} did a great job for us.",
        "Very impressed with {name}.",
        Clause("{name} took the time to explain everything.", Needs.MET),
        Clause("{name} was courteous and thorough.", Needs.MET),
        "Thank you {name} for the great work.",
        "{name} is the best technician we have had out here.",
        Clause("{name} was patient with all my questions.", Needs.MET),
        "Ask for {name}, you won't regret it.",
        "We were lucky to get {name}.",
    ),
    ("great", False): (
        "Excellent service.",
        "Great experience from the first phone call.",
        "Very professional company.",
        Clause("The technician was friendly and knew what to look for.", Needs.MET),
        Clause("Everything went exactly as promised.", Needs.DONE),
        "Outstanding work.",
        "Couldn't ask for better service.",
        "Very happy with this visit.",
    ),
    ("good", True): (
        "{name} did good work.",
        Clause("{name} was polite and got it done.", Needs.MET | Needs.DONE),
        "{name} was knowledgeable.",
        "No issues with {name}, good visit overall.",
        "{name} did what we asked for.",
    ),
    ("good", False): (
        "Good service overall.",
        Clause("Solid job.", Needs.DONE),
        "Satisfied with the visit.",
        Clause("Work was done well.", Needs.DONE),
        "Pretty good experience.",
        Clause("The technician was competent and polite.", Needs.MET),
    ),
    ("mixed", True): (
        Clause("{name} was polite, but the visit was only average.", Needs.MET),
        "Nothing against {name}, but I expected more.",
        "{name} tried, still not what I hoped for.",
        "{name} seemed rushed.",
    ),
    ("mixed", False): (
        "Average experience.",
        "It was okay, not great.",
        "Mixed feelings about this one.",
        "Expected a bit more.",
        Clause("The work was fine, the rest was not.", Needs.DONE),
        "Room for improvement.",
    ),
    ("poor", True): (
        "Very unhappy with how {name} handled this.",
        "{name} was in a hurry and it showed.",
        "Not impressed with {name} at all.",
    ),
    ("poor", False): (
        "Very disappointed.",
        "Not happy with this visit.",
        "Terrible experience.",
        "I expected much better.",
        "This was frustrating from beginning to end.",
        "Poor service.",
        "Would give zero if I could.",
        "What a letdown.",
    ),
}

ON_TIME: Clauses = (
    Clause("{name} showed up right on time.", Needs.MET),
    Clause("{name} was on time, called ahead and got straight to work.", Needs.MET),
)
"""Further great openings for visits that came within the window promised."""

EARLY: Clauses = (Clause("{name} arrived early in the window and was very polite.", Needs.MET),)
"""And for those of its first half hour."""

TYPED_OPENINGS: dict[tuple[str, str], Clauses] = {
    ("Compliment", "great"): (
        "I want to compliment {name} on a job well done.",
        "Please pass along my thanks to {name}.",
        "Kudos to {name}.",
        "{name} deserves a raise.",
        "Just a note to say how good {name} was.",
        "{name} went above and beyond.",
        "A big thank you to {name}.",
        "You have a great employee in {name}.",
    ),
    ("Compliment", "good"): (
        "Wanted to say {name} did a nice job.",
        "Thanks to {name} for the good work.",
        Clause("{name} was a pleasure to deal with.", Needs.MET),
    ),
    ("Compliment", "mixed"): ("Credit to {name} for trying, the rest was average.",),
    ("Compliment", "poor"): ("{name} meant well, the visit itself was not good.",),
    ("Complaint", "great"): (
        "One small complaint about an otherwise great visit.",
        "No complaint about {name}, only about the office.",
        "Great visit, but one thing bothered me.",
    ),
    ("Complaint", "good"): (
        "Good work, but I do have a complaint.",
        "The work itself was fine, this is about the service.",
    ),
    ("Complaint", "mixed"): (
        "I have a complaint about the visit for our {unit}.",
        "Not satisfied with how this was handled.",
        "Please look into this visit.",
        "This did not go the way it should.",
    ),
    ("Complaint", "poor"): (
        "I want to file a complaint about this visit.",
        "Please have a manager call me about our {unit}.",
        "This is unacceptable.",
        "I am very upset about this service call.",
        "Very disappointed with your company.",
        "I should not have to write this.",
    ),
}

WORK_GREAT: dict[str, Clauses] = {
    "Repair": (
        "Found {culprit} quickly and our {unit} is running again.",
        Clause("Showed me {culprit} before doing any work.", Needs.MET),
        Clause("Explained what was wrong with the {unit}, {culprit}, in plain words.", Needs.MET),
        "It turned out to be {culprit} and it was taken care of without any fuss.",
        Clause("Tracked it down to {culprit}, and the {unit} has run well since.", Needs.DAYS),
        Clause(
            "I was worried we needed a new {unit}, but it was just {culprit}.",
            Needs.OLD | Needs.CHEAP,
        ),
        Clause("Our {unit} has been running like new ever since.", Needs.DAYS | Needs.YEARS),
        Clause("Walked us through what the {unit} needed and why.", Needs.MET),
        "The {unit} trouble was sorted out without any fuss.",
        "Did not give up on our {unit} until it ran right.",
    ),
    "Emergency": (
        "Our {unit} quit at the worst time and they took it seriously.",
        "They stayed calm and kept us informed while working on the {unit}.",
        "Treated our {unit} like the emergency it was.",
        "A live person answered, and our {unit} was put first.",
        "They found {culprit} on an emergency call and stayed until it was handled.",
        "Emergency call for our {unit}, and they were calm and quick about {culprit}.",
        Clause(
            "When the {unit} went out I was in a panic, they found {culprit} and walked me"
            " through it.",
            Needs.MET,
        ),
    ),
    "Maintenance": (
        "The tune-up on our {unit} was thorough.",
        Clause("Went over the whole {unit} and explained each reading.", Needs.MET),
        Clause("Our {unit} sounds better after the service.", Needs.YEARS),
        "Took time to clean the {unit} properly.",
        "No upselling, just a careful tune-up of the {unit}.",
        "Our {unit} got a careful service, and nothing was rushed.",
    ),
    "Installation": (
        "The new {unit} is quiet and works great.",
        "The {unit} installation looks neat and clean.",
        Clause("They explained how to get the most out of the new {unit}.", Needs.MET),
        "They had the new {unit} running the same day.",
        "Our new {unit} went in without a hitch.",
    ),
    "Inspection": (
        "The {unit} inspection was thorough and the report is easy to read.",
        Clause("Took pictures of the {unit} and explained every one.", Needs.MET),
        Clause("Honest answers about how long our {unit} will last.", Needs.MET | Needs.OLD),
        Clause("No pressure to buy anything, just a straight report on the {unit}.", Needs.MET),
    ),
}
"""Said by the content; where nothing had failed, the clauses with {culprit} are left out."""

WORK_PLAIN: dict[str, Clauses] = {
    "Repair": (
        "They got our {unit} going.",
        "The {unit} is working like it should.",
        Clause("Our {unit} has run well since the repair.", Needs.DAYS),
        "Quick answer on what our {unit} needed.",
        "The {unit} problem was handled.",
    ),
    "Emergency": (
        "They came for our {unit} on an emergency call.",
        "Emergency call for the {unit}, problem handled.",
        "Our {unit} quit and they came out for it.",
    ),
    "Maintenance": (
        "Regular service on our {unit} was done.",
        "The {unit} was cleaned and checked.",
        "Tune-up for the {unit} went fine.",
        "They checked over our {unit} and changed what was due.",
    ),
    "Installation": (
        "The new {unit} is in and works.",
        "Our new {unit} does its job.",
        "Installation of the {unit} was done as agreed.",
    ),
    "Inspection": (
        "The {unit} was inspected and I got a report.",
        "Inspection of our {unit} covered what I needed.",
        "They looked over the {unit} as agreed.",
    ),
}

WORK_POOR: dict[str, Clauses] = {
    "Repair": (
        "Repairing our {unit} should not be this hard.",
        "All this trouble over {culprit}.",
        "We called about a broken {unit} and got this.",
        Clause("Nobody explained what was done to our {unit}.", Needs.MET),
        "I still don't understand what was wrong with the {unit}.",
    ),
    "Emergency": (
        Clause("We paid for an emergency visit for our {unit} and did not get one.", Needs.BILLED),
        "When your {unit} is out you expect some urgency.",
        "This was supposed to be an emergency call for the {unit}.",
        Clause("All that over {culprit}, at the emergency rate.", Needs.BILLED),
    ),
    "Maintenance": (
        "The {unit} tune-up took no time and I doubt it was complete.",
        Clause("I could have changed the filter on the {unit} myself.", Needs.FILTERED),
        "Hard to see what was serviced on our {unit}.",
        "A tune-up on our {unit} should be simple.",
    ),
    "Installation": (
        Clause("For the price of a new {unit} I expected better.", Needs.BILLED),
        "The {unit} installation felt rushed.",
        Clause("Nobody showed us how to run the new {unit}.", Needs.MET),
        "A new {unit} should not start with a headache.",
    ),
    "Inspection": (
        "The {unit} inspection was a quick look with a flashlight.",
        "The report on our {unit} is two lines long.",
        Clause(
            "Paid for an inspection and got a sales pitch for a new {unit}.",
            Needs.MET | Needs.BILLED | Needs.OLD,
        ),
    ),
}

FILTERED = ("Furnace", "Air Handler", "Ductless Mini-Split", "Package Unit")
"""Kinds with a filter that anybody would speak of."""

NOT_JUST = ("Compressor", "Heat Exchanger", "Evaporator Coil")
"""Components as dear as half a unit: no 'just' about them."""

LATE: dict[tuple[str, bool], Clauses] = {
    ("poor", False): (
        "The technician showed up {late} late and nobody called.",
        "Waited {late} past the window before anyone came.",
        "We were given a time window and they came {late} after it.",
        "Arrived {late} late without an apology.",
        Clause("I took time off work and they were {late} late.", Needs.HOME),
    ),
    ("poor", True): (
        "It took {late} longer than promised for anyone to get here.",
        "We waited {late} past the promised response time.",
        "For an emergency, showing up {late} late is not acceptable.",
    ),
    ("mixed", False): (
        "They came {late} late.",
        "The window was missed by {late}.",
        "Showed up {late} after the window, a call would have been nice.",
    ),
    ("mixed", True): (
        "The emergency response was {late} slower than promised.",
        "Help came {late} later than we were told.",
    ),
    ("good", False): (
        "They ran {late} late but let us know.",
        "Only thing was the arrival, {late} after the window.",
    ),
    ("good", True): ("Took {late} longer to arrive than promised, otherwise fine.",),
    ("great", False): (
        "They ran {late} late, but it was worth the wait.",
        "Even though they were {late} late, the office kept us posted.",
    ),
    ("great", True): ("It took {late} longer than promised to get here, but they made up for it.",),
}
"""By tier and whether it was an emergency."""

CAME_BACK: dict[str, Clauses] = {
    "poor": (
        "This was the second visit for the same problem.",
        Clause("They had to come back because it wasn't fixed the first time.", Needs.DONE),
        "Same fault again so soon after the first repair.",
        "The first repair did not last and we had to call again.",
    ),
    "mixed": (
        Clause("It took a second visit to fix the same problem.", Needs.DONE),
        "They had to come back for the same fault.",
        "Would have been better if it was fixed the first time.",
    ),
    "good": (
        Clause("It needed a second visit, but they stood behind the work.", Needs.DONE),
        Clause("They came back for the same problem and fixed it this time.", Needs.DONE),
    ),
    "great": (
        Clause(
            "They came back right away when the problem returned and made it right.", Needs.DONE
        ),
        "The same fault came up again and they stood behind their work.",
        "Second visit for the same issue, handled with no argument.",
    ),
}

GRIPES: dict[str, Clauses] = {
    "poor": (
        Clause("The bill was a lot higher than I had expected.", Needs.BILLED),
        Clause("Way overpriced for the time they were here.", Needs.BILLED),
        Clause("They charged for more time than they spent on the work.", Needs.BILLED),
        "They left dirt and packaging all over the floor.",
        "There were muddy footprints everywhere when they left.",
        Clause("Nobody returned my calls about the bill.", Needs.BILLED | Needs.DAYS),
        Clause("I had to call the office three times to get an answer.", Needs.DAYS),
        Clause("The technician barely said a word and left without explaining.", Needs.MET),
        Clause("They pushed me to buy things I did not need.", Needs.MET),
        Clause("The bill had charges that nobody had mentioned.", Needs.BILLED),
    ),
    "mixed": (
        Clause("The price was higher than expected.", Needs.BILLED),
        Clause("The invoice needs more detail.", Needs.BILLED),
        Clause("A little expensive for what was done.", Needs.BILLED),
        "They left some mess behind that I had to clean up.",
        "Hard to reach anyone at the office.",
        Clause("Explanations were a bit short.", Needs.MET),
        Clause("Felt like a sales visit at times.", Needs.MET),
        "The paperwork took longer than the work.",
    ),
    "good": (
        Clause("A bit pricey, but fair.", Needs.BILLED),
        Clause("Not cheap, but done right.", Needs.BILLED),
        Clause("Would have liked a little more explanation.", Needs.MET),
        TOOK_DAYS,
        "Had to move a few things back afterward.",
        "Scheduling took a couple of calls.",
    ),
    "great": (
        Clause("The invoice was a little hard to read.", Needs.BILLED),
        "It took two calls to get on the schedule.",
        "Parking the van across the driveway was the only hiccup.",
    ),
}
