"""Phone numbers: 555-0100 to 555-0199, kept for fiction, in real area codes.

An area code has one hundred such numbers and a city of ours one to four codes, fewer numbers than
people. So that strangers do not share one, populations own lines of every code, and their
neighbors' codes and those of mobile phones from farther off make up what the town's lack. Area
codes by state are those of the North American Numbering Plan [K].
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.sets import distinct
from factories.engine.streams import Chance, Ints
from factories.rules.territory import METROS, Metro, metro_for

CUSTOMERS, LEADS, CONTACTS, STAFF = range(4)
"""Populations whose numbers are different ones."""

NEAR_LINES: Final = (range(80), range(80, 88), range(88, 90), range(94, 99))
"""Last two digits in the town's own codes, by population: the town's numbers are for its customers.
94 to 98 are the technicians', 99 is the office's."""
LINES: Final = (range(45), range(45, 76), range(76, 90), range(94, 99))
"""The same in other codes; the four between are the suppliers'."""
SUPPLIER_LINES: Final = range(90, 94)
MOVED_LINES: Final = LINES[CUSTOMERS][5:]
"""Customers' lines of codes from far off that come with a mobile phone; those before are given away
when the state's do not last. Assumption: so many that they last for twelve branches of 500."""
ENOUGH: Final = (640, 1_200, 1_100, 60)
"""Numbers a population of a branch takes before any repeats, those of the state and then others.
Assumption: what it counts by default and wins in two years. From then on the numbers of the state
are given away anew, and beside them go further ones."""
STRETCHES: Final = 10
"""Parts of ``ENOUGH``: what is given away anew stays in its part, so that even then nobody within
nine of them shares one."""
MOVED: Final = 0.25
"""Households whose mobile phone moved here with them. Assumption."""

_STATE_CODES: Final = {
    "NC": "704 980 336 743 919 984 910 472 252 828",
    "NY": "716 585 315 680 518 838 607 845 329 914 516 363 631 934 212 646 917 718 347 929",
    "TX": "713 281 832 346 210 726 512 737 214 972 469 817 682 254 325 361 409 430 903 432 806 830"
    " 915 936 940 956 979",
}
_NEIGHBORS: Final = {
    "NC": "803 839 864 843 854 276 434 540 757 804 423 865 615 404 470 678 770 706 762 912",
    "NY": "215 267 412 570 610 717 724 814 201 551 609 732 848 856 908 973 203 475 413 508 802",
    "TX": "225 318 337 504 985 405 539 918 580 479 501 870 505 575",
}
_FAR: Final = (
    "205 206 213 216 301 302 303 305 312 313 314 316 317 319 321 323 402 404 407 410 414 415 502"
    " 503 513 515 602 608 612 614 617 619 702 703 720 773 801 808 813 816 818 860 901 904 907"
    " 207 208 209 217 218 219 224 228 229 231 239 240 248 251 256 260 262 269 270 308 309 310 320"
    " 330 334 352 360 385 386 401 406 408 417 419 424 425 435 440 443 480 505 507 509 510 520 530"
    " 541 559 561 562 563 571 573 574 586 601 603 605 606 618 620 623 626 630 641 650 651 657 660"
    " 661 662 701 707 708 712 714 715 719 727 731 734 740 760 763 765 772 775 785 786 805 810 812"
    " 815 831 850 858 859 909 913 916 920 925 928 931 937 941 949 951 952 954 970 971"
)


def phones(
    chance: Chance, ids: Ints, branch_ids: Ints, whose: int, moves: NDArray[np.bool_] | bool = False
) -> list[str]:
    """A number a row, of its own for as many ids in a row as ``ENOUGH`` says, and after that for
    most.

    Some of those that may move brought the number from elsewhere.
    """
    gone = chance.happens("moved", MOVED) & moves
    branches = distinct(branch_ids).tolist()
    if len(branches) == 1:
        numbers = _of_branch(chance, ids, gone, branches[0], whose)
    else:
        numbers = np.empty_like(ids)
        for branch in branches:
            mine = branch_ids == branch
            numbers[mine] = _of_branch(chance, ids[mine], gone[mine], branch, whose)
    return [f"({number // 100}) 555-01{number % 100:02d}" for number in numbers.tolist()]


def _of_branch(chance: Chance, ids: Ints, gone: NDArray[np.bool_], branch: int, whose: int) -> Ints:
    metro, size = metro_for(branch), ENOUGH[whose]
    place = _places(chance, ids, size)
    found, turn = np.empty_like(ids), ids // size
    for number in distinct(turn).tolist():
        rows = turn == number
        found[rows] = _nearest(metro, whose, number)[place[rows]]
    if not gone.any():
        return found
    moved = _moved()
    return np.where(gone, moved[_order(chance, ids, len(moved))], found)


def office_phone(branch_id: int) -> str:
    """The office has its town's last number."""
    return f"({metro_for(branch_id).area_codes[0]}) 555-0199"


@lru_cache(maxsize=256)
def _nearest(metro: Metro, whose: int, turn: int) -> Ints:
    """Of the town and its state, then of the states around and of the rest of the country until
    there are enough; those from farther off are other ones each ``turn``."""
    state = [code for code in _STATE_CODES[metro.state].split() if code not in metro.area_codes]
    near = _numbers(metro.area_codes, NEAR_LINES[whose])
    near = np.concatenate([near, _numbers(state, LINES[whose])])[: ENOUGH[whose]]
    further, wanted = _further(metro, whose), ENOUGH[whose] - len(near)
    first = turn * wanted
    numbers: Ints = np.append(near, further[np.arange(first, first + wanted) % len(further)])
    return numbers


@lru_cache(maxsize=1)
def _moved() -> Ints:
    """What customers have brought with them, from where we have no branch near. All branches give
    from the same ones, each by its customers' keys: so two branches never give the same one."""
    near = {
        code for text in (*_STATE_CODES.values(), *_NEIGHBORS.values()) for code in text.split()
    }
    return _numbers([code for code in _FAR.split() if code not in near], MOVED_LINES)


@lru_cache(maxsize=64)
def _further(metro: Metro, whose: int) -> Ints:
    """Of the states around, then of the rest of the country: but what may have moved here."""
    around = _NEIGHBORS[metro.state].split()
    known = {*around, *metro.area_codes, *_STATE_CODES[metro.state].split()}
    far = [code for code in _FAR.split() if code not in known]
    lines = [n for n in LINES[whose] if n not in MOVED_LINES]
    return np.concatenate([_numbers(around, LINES[whose]), _numbers(far, lines)])


def _places(chance: Chance, ids: Ints, size: int) -> Ints:
    """Which of so many numbers each id has: other ones than its neighbors, and what is given away
    anew goes to somebody about as many ids later, never by a fixed step."""
    stretch, within = np.divmod(ids, size // STRETCHES)
    for number in distinct(stretch).tolist():
        rows = stretch == number
        mixed = chance.common(("phones", number), within[rows])
        within[rows] = mixed.shuffled(size // STRETCHES, size // STRETCHES)
    return _order(chance, stretch % STRETCHES * (size // STRETCHES) + within, size)


def _order(chance: Chance, ids: Ints, size: int) -> Ints:
    """So that ids in a row are nothing like neighbors, others in each company."""
    return chance.common(("phones",), ids % size).shuffled(size, size)


def _numbers(codes: Sequence[str], lines: Sequence[int]) -> Ints:
    """Area code and last two digits; first lines first, so that the beginning is of all codes."""
    return (np.array(lines)[:, None] + 100 * np.array(codes, np.int64)).ravel()


def area_codes() -> set[str]:
    """Every area code that may occur."""
    texts = (*_STATE_CODES.values(), *_NEIGHBORS.values(), _FAR)
    return {code for text in texts for code in text.split()} | {
        code for metro in METROS for code in metro.area_codes
    }
