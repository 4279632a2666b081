"""What callers say is wrong: by symptom and by what the unit should do, by incident, by patience.

Marks {unit} are filled with the noun of the kind, {cold}, {chilly} and {hot} with how many F it is
inside, after the weather.
"""

from factories.rules.calls.urgency import TRIPS_BREAKER
from factories.wording.needs import Clause, Needs
from factories.wording.phrases import Clauses
from hvac_models import IncidentType

COOL_DOWN: Clauses = (
    Clause("the {unit} is not cooling and it is {hot} F inside", Needs.EXTREME | Needs.HURRY),
    Clause("temperature indoors is up to {hot} F", Needs.EXTREME | Needs.HURRY),
)
HEAT_DOWN: Clauses = (
    Clause("there is no heat and it is {cold} F inside", Needs.EXTREME | Needs.HURRY),
    Clause("temperature indoors is down to {cold} F", Needs.EXTREME | Needs.HURRY),
)
CHILLY = Clause("temperature indoors is down to {chilly} F", Needs.EXTREME | Needs.HURRY)
"""Of a unit that runs and does not keep up."""

AIRLESS: dict[bool, Clauses] = {
    False: (
        Clause("there is hardly any air coming from the vents", Needs.HURRY),
        Clause("airflow is much weaker than it used to be", Needs.NO_EMERGENCY),
    ),
    True: (
        Clause("the {unit} is running but no air is moving", Needs.HURRY),
        Clause("the fan does not come on", Needs.HURRY),
    ),
}
"""By whether the blower stands still."""
LACKS_AIR: Clauses = (
    "the {unit} does not move the air that it should",
    "some of the rooms get no air from the {unit}",
)
"""Before anybody has looked whether the blower turns."""

COMPLAINTS: dict[tuple[str, str], Clauses] = {
    ("stopped", "cool"): (
        "the {unit} is not cooling at all",
        "the {unit} is blowing warm air",
        "the {unit} will not come on",
        "the {unit} quit and the thermostat is calling for cooling",
        *COOL_DOWN * 3,
    ),
    ("stopped", "heat"): (
        "there is no heat",
        "the {unit} will not come on for heat",
        "the {unit} tries to start and then shuts off",
        Clause("the {unit} quit and it is getting cold inside", Needs.EXTREME),
        *HEAT_DOWN * 4,
    ),
    ("stopped", "mild"): (
        "the {unit} will not start",
        "the {unit} does nothing when the thermostat calls",
        "the {unit} is dead, no response to the thermostat",
        "the {unit} stopped working",
    ),
    ("stopped", "water"): (
        "there is no hot water",
        "the {unit} stopped heating",
        "the {unit} went out and will not come back on",
        "hot water ran out and has not come back",
    ),
    ("weak", "cool"): (
        "the {unit} runs all day but does not keep up",
        "the {unit} takes hours to bring the temperature down",
        "air from the vents is cool but not cold",
        "the {unit} cools in the morning and falls behind by afternoon",
        *COOL_DOWN[1:] * 3,
    ),
    ("weak", "heat"): (
        "the {unit} runs constantly and cannot hold the set temperature",
        "the {unit} is only putting out lukewarm air",
        "the {unit} is not keeping up with the heat",
        Clause("the electric bill jumped and the {unit} never shuts off", Needs.NO_EMERGENCY),
        *(CHILLY,) * 4,
    ),
    ("weak", "mild"): (
        "the {unit} runs a long time to move the temperature a few degrees",
        "the {unit} does not hold the thermostat setting",
        Clause(
            "the {unit} is not performing like it did last year",
            Needs.A_YEAR_AGO | Needs.NO_EMERGENCY,
        ),
    ),
    ("weak", "water"): (
        "the hot water is only lukewarm",
        "hot water runs out after a few minutes",
        "the {unit} cannot keep up with normal use",
    ),
    ("leaking", "cool"): (
        Clause("water is dripping from around {drain}", Needs.HURRY),
        "there is a puddle of water next to {drain}",
        Clause("the {unit} shut itself off and there is water in the pan", Needs.HURRY),
        "there is a water stain spreading near {drain}",
    ),
    ("airless", "cool"): (*AIRLESS[False], *AIRLESS[True]),
    ("cycling", "heat"): (
        Clause("the {unit} lights and goes out again after a few seconds", Needs.HURRY),
        "the {unit} starts and stops every few minutes",
        "the {unit} shuts off before the space warms up",
        Clause("heat comes and goes", Needs.NO_EMERGENCY),
        *HEAT_DOWN * 3,
    ),
    ("cycling", "water"): (
        Clause("the {unit} lights and goes out again", Needs.HURRY),
        Clause("hot water comes and goes", Needs.NO_EMERGENCY),
        "the {unit} needs to be reset to get hot water",
    ),
    ("fumes", "heat"): (
        "there is an odd smell when the {unit} runs",
        "there is soot around the {unit}",
        "the flame of the {unit} looks yellow",
    ),
    ("uneven", "heat"): (
        "one zone has heat and another stays cold",
        "some of the rooms are cold although the {unit} is running",
        Clause("the {unit} is hot but the radiators are not", Needs.HURRY),
        *(CHILLY,) * 4,
    ),
}
# Water drips and air fails alike in every season; fumes and uneven heat have one season only.
for _mode in ("heat", "mild", "water"):
    COMPLAINTS["leaking", _mode] = COMPLAINTS["leaking", "cool"]
for _mode in ("heat", "mild"):
    COMPLAINTS["airless", _mode] = COMPLAINTS["airless", "cool"]
COMPLAINTS["cycling", "cool"] = COMPLAINTS["cycling", "mild"] = (
    "the {unit} starts and stops every few minutes",
    "the {unit} shuts off by itself and restarts later",
    "the {unit} trips off and needs to be reset",
)

_OFF_SEASON: Clauses = (
    "the {unit} did not come on when it was tried",
    "the {unit} does not start on a test run",
    Clause("the {unit} locked out and shows a fault code", Needs.LOCKOUT),
)
_OFF_SEASON_WEAK: Clauses = (
    "the {unit} was tried for a while and did little",
    "the {unit} ran all morning on a test and changed nothing",
)
_OFF_SEASON_FUMES: Clauses = (
    "there was an odd smell when the {unit} was tried",
    "there is soot around the {unit}",
)
OFF_SEASON_SAID = {
    **dict.fromkeys(("stopped", "cycling", "uneven"), _OFF_SEASON),
    "weak": _OFF_SEASON_WEAK,
    "fumes": _OFF_SEASON_FUMES,
}
"""By group of symptoms: those that show only when the unit runs, told when nobody needs it."""

REPORTED: dict[str, Clauses] = {
    IncidentType.CARBON_MONOXIDE_ALERT: (
        "the carbon monoxide alarm went off while the {unit} was on",
        "the carbon monoxide alarm is sounding near the {unit}",
        "everyone gets a headache when the {unit} runs",
        "there is a headache all around and a smell of fumes from the {unit}",
    ),
    IncidentType.WATER_DAMAGE: (
        "water is dripping from around {drain}",
        "water from {drain} is running over the floor",
        "there is a puddle of water next to {drain} and it is spreading",
        "there is a water stain spreading near {drain}",
    ),
    IncidentType.ELECTRICAL_ISSUE: (
        "there is a burnt smell from the wiring of the {unit}",
        "the breaker of the {unit} feels hot and buzzes",
        "there was a spark at the {unit}",
    ),
    TRIPS_BREAKER: (
        "the {unit} trips the breaker every time",
        "the {unit} trips the breaker after a few minutes",
        "the breaker of the {unit} will not stay on",
    ),
}
"""What is said of an incident whatever else it does. No Heat/AC is told as the unit has it."""
SHUT_DOWN: Clauses = (
    "the {unit} shut down and will not restart",
    Clause("the {unit} locked out and will not reset", Needs.LOCKOUT),
    Clause("the {unit} went down with a fault code", Needs.LOCKOUT),
    "the {unit} stopped with a loud noise",
)
"""A system failure of anything but a tank."""
LEAK_HINTS: Clauses = ("Water to it is shut off.", "Put a bucket under it.", "")
ALARM_HINTS: Clauses = (
    "Told to leave it off and wait outside.",
    "Windows were opened and the unit is off.",
    "Everyone is outside.",
)

CAN_WAIT: dict[str, Clauses] = {
    "cool": (
        "the {unit} cuts out in the afternoon and comes back by itself",
        "the {unit} needs several tries to start",
        "there is a new noise from the {unit}",
        "the {unit} runs on and off all day",
        "the electric bill is higher than usual and the {unit} sounds different",
    ),
    "heat": (
        "the {unit} needs several tries to start",
        "the {unit} cuts out now and then and comes back by itself",
        "there is a new noise from the {unit} when it starts",
        "the {unit} comes on later than it used to",
        "the heating bill is higher than usual and the {unit} sounds different",
    ),
    "mild": (
        "the {unit} needs several tries to start",
        "there is a new noise from the {unit}",
        "the {unit} cuts out now and then and comes back by itself",
        "the {unit} comes on later than it used to",
    ),
    "water": (
        "the {unit} needs several tries to light",
        "it takes longer than usual until the water is hot",
        "the {unit} cuts out now and then and comes back by itself",
        "the gas bill is higher than usual and the {unit} makes a new noise",
    ),
}
"""What somebody says for whom days do not matter, of a unit that will have stopped by then."""
STOPS: dict[str, Clauses] = {
    "cool": (
        "the {unit} shuts off after a few minutes",
        "the {unit} starts only on the third try",
        "the {unit} cools for an hour and then gives up",
        "the {unit} cuts out in the hottest hours",
    ),
    "heat": (
        "the {unit} shuts off after a few minutes",
        "the {unit} starts only on the third try",
        "the heat comes and goes",
        "the {unit} cuts out at night and has to be reset",
    ),
    "water": (
        "the {unit} shuts off after a few minutes",
        "the {unit} lights only on the third try",
        "hot water comes and goes",
    ),
}
"""The same of who is in a hurry, as long as nothing is down for good: who sits without calls an
emergency service, or a contractor of old."""

GAS: Clauses = (
    "there is a smell of gas near",
    "there is a strong gas smell at",
    "it smells of rotten eggs around",
)
