"""How customers speak of a visit: clauses by how content they are (great, good, mixed, poor).

Marks: {name} the technician's first name, {unit} the kind of equipment, {culprit} what had
failed, {late} how late.
"""

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
        "{name} was professional and friendly.",
        "{name} really knew the job.",
        "Could not be happier with {name}.",
        "{name} did a great job for us.",
        "Very impressed with {name}.",
        "{name} took the time to explain everything.",
        "{name} was courteous and thorough.",
        "Thank you {name} for the great work.",
        "{name} is the best technician we have had out here.",
        "{name} was patient with all my questions.",
        "Ask for {name}, you won't regret it.",
        "We were lucky to get {name}.",
    ),
    ("great", False): (
        "Excellent service.",
        "Great experience from the first phone call.",
        "Very professional company.",
        "The technician was friendly and knew what to look for.",
        "Everything went exactly as promised.",
        "Outstanding work.",
        "Couldn't ask for better service.",
        "Very happy with this visit.",
    ),
    ("good", True): (
        "{name} did good work.",
        "{name} was polite and got it done.",
        "{name} was knowledgeable.",
        "No issues with {name}, good visit overall.",
        "{name} did what we asked for.",
    ),
    ("good", False): (
        "Good service overall.",
        "Solid job.",
        "Satisfied with the visit.",
        "Work was done well.",
        "Pretty good experience.",
        "The technician was competent and polite.",
    ),
    ("mixed", True): (
        "{name} was polite, but the visit was only average.",
        "Nothing against {name}, but I expected more.",
        "{name} tried, still not what I hoped for.",
        "{name} seemed rushed.",
    ),
    ("mixed", False): (
        "Average experience.",
        "It was okay, not great.",
        "Mixed feelings about this one.",
        "Expected a bit more.",
        "The work was fine, the rest was not.",
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
    "{name} showed up right on time.",
    "{name} was on time, called ahead and got straight to work.",
)
"""Further great openings for visits that came within the window promised."""

EARLY: Clauses = ("{name} arrived early in the window and was very polite.",)
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
        "{name} was a pleasure to deal with.",
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
        "Showed me {culprit} before doing any work.",
        "Explained what was wrong with the {unit}, {culprit}, in plain words.",
        "It turned out to be {culprit} and it was taken care of without any fuss.",
        "Tracked it down to {culprit}, and the {unit} has run well since.",
        "I was worried we needed a new {unit}, but it was just {culprit}.",
        "Our {unit} has been running like new ever since.",
        "Walked us through what the {unit} needed and why.",
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
        "When the {unit} went out I was in a panic, they found {culprit} and walked me through it.",
    ),
    "Maintenance": (
        "The tune-up on our {unit} was thorough.",
        "Went over the whole {unit} and explained each reading.",
        "Our {unit} sounds better after the service.",
        "Took time to clean the {unit} properly.",
        "No upselling, just a careful tune-up of the {unit}.",
        "Our {unit} gets the same careful service every visit.",
    ),
    "Installation": (
        "The new {unit} is quiet and works great.",
        "The {unit} installation looks neat and clean.",
        "They explained how to get the most out of the new {unit}.",
        "They had the new {unit} running the same day.",
        "Our new {unit} went in without a hitch.",
    ),
    "Inspection": (
        "The {unit} inspection was thorough and the report is easy to read.",
        "Took pictures of the {unit} and explained every one.",
        "Honest answers about how long our {unit} will last.",
        "No pressure to buy anything, just a straight report on the {unit}.",
    ),
}
"""Said by the content; where nothing had failed, the clauses with {culprit} are left out."""

WORK_PLAIN: dict[str, Clauses] = {
    "Repair": (
        "They got our {unit} going.",
        "The {unit} is working like it should.",
        "Our {unit} has run well since the repair.",
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
        "Nobody explained what was done to our {unit}.",
        "I still don't understand what was wrong with the {unit}.",
    ),
    "Emergency": (
        "We paid for an emergency visit for our {unit} and did not get one.",
        "When your {unit} is out you expect some urgency.",
        "This was supposed to be an emergency call for the {unit}.",
        "All that over {culprit}, at the emergency rate.",
    ),
    "Maintenance": (
        "The {unit} tune-up took no time and I doubt it was complete.",
        "I could have changed the filter on the {unit} myself.",
        "Hard to see what was serviced on our {unit}.",
        "A tune-up on our {unit} should be simple.",
    ),
    "Installation": (
        "For the price of a new {unit} I expected better.",
        "The {unit} installation felt rushed.",
        "Nobody showed us how to run the new {unit}.",
        "A new {unit} should not start with a headache.",
    ),
    "Inspection": (
        "The {unit} inspection was a quick look with a flashlight.",
        "The report on our {unit} is two lines long.",
        "Paid for an inspection and got a sales pitch for a new {unit}.",
    ),
}

FILTERED = ("Furnace", "Air Handler", "Ductless Mini-Split", "Package Unit")
"""Kinds with a filter that anybody would speak of."""

FROM_AGE = {
    "I was worried we needed a new {unit}, but it was just {culprit}.": 8,
    "Our {unit} has been running like new ever since.": 2,
    "Our {unit} sounds better after the service.": 2,
    "Our {unit} gets the same careful service every visit.": 2,
    "Honest answers about how long our {unit} will last.": 8,
    "Paid for an inspection and got a sales pitch for a new {unit}.": 8,
}
"""Years that the unit must have served for this to be said of it."""

NOT_JUST = ("Compressor", "Heat Exchanger", "Evaporator Coil")
"""Components as dear as half a unit: no 'just' about them."""

LATE: dict[tuple[str, bool], Clauses] = {
    ("poor", False): (
        "The technician showed up {late} late and nobody called.",
        "Waited {late} past the window before anyone came.",
        "We were given a time window and they came {late} after it.",
        "Arrived {late} late without an apology.",
        "I took time off work and they were {late} late.",
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
        "They had to come back because it wasn't fixed the first time.",
        "Same fault again so soon after the first repair.",
        "The first repair did not last and we had to call again.",
    ),
    "mixed": (
        "It took a second visit to fix the same problem.",
        "They had to come back for the same fault.",
        "Would have been better if it was fixed the first time.",
    ),
    "good": (
        "It needed a second visit, but they stood behind the work.",
        "They came back for the same problem and fixed it this time.",
    ),
    "great": (
        "They came back right away when the problem returned and made it right.",
        "The same fault came up again and they stood behind their work.",
        "Second visit for the same issue, handled with no argument.",
    ),
}

GRIPES: dict[str, Clauses] = {
    "poor": (
        "The bill was a lot higher than I had expected.",
        "Way overpriced for the time they were here.",
        "They charged for more time than they spent on the work.",
        "They left dirt and packaging all over the floor.",
        "There were muddy footprints everywhere when they left.",
        "Nobody returned my calls about the bill.",
        "I had to call the office three times to get an answer.",
        "The technician barely said a word and left without explaining.",
        "They pushed me to buy things I did not need.",
        "The bill had charges that nobody had mentioned.",
    ),
    "mixed": (
        "The price was higher than expected.",
        "The invoice needs more detail.",
        "A little expensive for what was done.",
        "They left some mess behind that I had to clean up.",
        "Hard to reach anyone at the office.",
        "Explanations were a bit short.",
        "Felt like a sales visit at times.",
        "The paperwork took longer than the work.",
    ),
    "good": (
        "A bit pricey, but fair.",
        "Not cheap, but done right.",
        "Would have liked a little more explanation.",
        TOOK_DAYS,
        "Had to move a few things back afterward.",
        "Scheduling took a couple of calls.",
    ),
    "great": (
        "The invoice was a little hard to read.",
        "It took two calls to get on the schedule.",
        "Parking the van across the driveway was the only hiccup.",
    ),
}
