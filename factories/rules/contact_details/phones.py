"""Phone numbers: 555-0100 to 555-0199, kept for fiction, in real area codes.

An area code has one hundred such numbers and a city of ours one to four codes, fewer numbers than
people. So that strangers do not share one, populations own lines of every code, and their
neighbors' codes and those of mobile phones from farther off make up what the town's lack; of these
each branch has a share of its own. Area codes by state are those of the North American Numbering
Plan [K].
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.set_operations import distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.region.territory import METROS, Metro, metro_for

CUSTOMERS, LEADS, CONTACTS, STAFF = range(4)
"""Populations whose numbers are different ones."""

NEAR_LINES: Final = (range(80), range(80, 88), range(88, 90), range(94, 99))
"""Last two digits in the town's own codes, by population: the town's numbers are for its customers.
94 to 98 are the technicians', 99 is the office's."""
LINES: Final = (range(45), range(45, 76), range(76, 90), range(94, 99))
"""The same in other codes; the four between are the suppliers'."""
SUPPLIER_LINES: Final = range(90, 94)
MOVED_LINES: Final = LINES[CUSTOMERS][13:]
"""Customers' lines of codes from far off that come with a mobile phone; those before are given away
when the state's do not last. Assumption: so many that they last for twelve branches of 500."""
ENOUGH: Final = (640, 700, 350, 60)
"""Numbers that are a branch's own: so many of each population twelve branches have without sharing
one. From then on customers are given those of the town anew, and beside them go further ones.
Assumption: customers of five years, leads of two."""
STRETCHES: Final = 10
"""Parts of ``ENOUGH``: what is given away anew stays in its part, so that even then nobody within
nine of them shares one."""
MOVED_HERE: Final = 0.25
"""Share of the households whose mobile phone moved here with them. Assumption."""

_STATE_CODES: Final = {
    "NC": "704 980 336 743 919 984 910 472 252 828",
    "NY": "716 585 315 680 518 838 607 845 329 914 516 363 631 934 212 646 917 718 347 929",
    "TX": "713 281 832 346 210 726 512 737 214 972 469 817 682 254 325 361 409 430 903 432 806 830"
    " 915 936 940 956 979",
}
_NEIGHBORS: Final = {
    "NC": "803 839 864 843 854 276 434 540 757 804 423 865 615 404 470 678 770 706 762 912 571 703"
    " 629 731 901 931 229 478",
    "NY": "215 267 412 570 610 717 724 814 201 551 609 732 848 856 908 973 203 475 413 508 802 223"
    " 272 445 484 878 640 862 860 959 339 351 617 774 781 857 978",
    "TX": "225 318 337 504 985 405 539 918 580 479 501 870 505 575",
}
_FAR: Final = (
    "202 205 206 207 208 209 213 216 217 218 219 220 224 228 231 234 239 240 248 251 253 256"
    " 260 262 269 270 301 302 303 304 305 307 308 309 310 312 313 314 316 317 319 320 321 323"
    " 330 331 334 352 360 364 380 385 386 401 402 406 407 408 410 414 415 417 419 424 425 435"
    " 440 442 443 458 463 480 502 503 507 509 510 513 515 517 520 530 531 534 541 559 561 562"
    " 563 564 567 573 574 586 601 602 603 605 606 608 612 614 616 618 619 620 623 626 628 630"
    " 636 641 650 651 657 660 661 662 667 669 681 689 701 702 707 708 712 714 715 719 720 725"
    " 727 734 740 747 754 760 763 765 769 772 773 775 779 785 786 801 805 808 810 812 813 815"
    " 816 818 831 847 850 858 859 863 872 904 906 907 909 913 916 920 925 928 930 937 938 941"
    " 947 949 951 952 954 970 971 986 989"
)


def phones(
    chance: Chance, nth: Ints, branch_ids: Ints, whose: int, moves: Mask | bool = False
) -> list[str]:
    """A number for the ``nth`` of each branch, of its own for as many as ``ENOUGH`` says, and after
    that for most.

    Some of those that may move brought the number from elsewhere.
    """
    gone = chance.happens("moved", MOVED_HERE) & moves
    branches = distinct(branch_ids).tolist()
    if len(branches) == 1:
        numbers = _of_branch(chance, nth, branches[0], whose)
    else:
        numbers = np.empty_like(nth)
        for branch in branches:
            mine = branch_ids == branch
            numbers[mine] = _of_branch(chance, nth[mine], branch, whose)
    if gone.any():
        moved = _moved()
        numbers = np.where(gone, moved[_order(chance, chance.ids, len(moved))], numbers)
    return [f"({number // 100}) 555-01{number % 100:02d}" for number in numbers.tolist()]


def _of_branch(chance: Chance, nth: Ints, branch: int, whose: int) -> Ints:
    metro, size = metro_for(branch), ENOUGH[whose]
    place = _places(chance, nth, size)
    found, turn = np.empty_like(nth), nth // size
    for number in distinct(turn).tolist():
        rows = turn == number
        found[rows] = _nearest(metro, whose, number)[place[rows]]
    return found


def office_phone(branch_id: int) -> str:
    """The office has its town's last number."""
    return f"({metro_for(branch_id).area_codes[0]}) 555-0199"


@lru_cache(maxsize=256)
def _nearest(metro: Metro, whose: int, turn: int) -> Ints:
    """The town's own, and so many of the rest that there are enough; those are other ones each
    ``turn``. Only customers are given the town's again."""
    own, rest = _own(metro, whose), _rest(metro, whose)
    size = ENOUGH[whose]
    again = own if whose == CUSTOMERS else own[:0]
    first = turn * (size - len(again)) - (len(own) - len(again) if turn else 0)
    kept = again if turn else own
    numbers: Ints = np.append(kept, rest[np.arange(first, first + size - len(kept)) % len(rest)])
    return numbers


def _own(metro: Metro, whose: int) -> Ints:
    """In the town's codes; what two towns have in common is divided among them."""
    sharing = [town for town in METROS if town.area_codes == metro.area_codes]
    numbers: Ints = _numbers(metro.area_codes, NEAR_LINES[whose])
    return numbers[sharing.index(metro) :: len(sharing)]


@lru_cache(maxsize=4 * len(METROS))
def _rest(metro: Metro, whose: int) -> Ints:
    """In the codes of no town of ours: of the state, of the states around, and of the rest of the
    country, but what may have moved here. The share that is no other branch's comes first."""
    towns = {code for town in METROS for code in town.area_codes}
    state = [code for code in _STATE_CODES[metro.state].split() if code not in towns]
    lines = LINES[whose]
    near = [_numbers(codes, lines) for codes in (state, _NEIGHBORS[metro.state].split())]
    far = _numbers(_FAR.split(), [line for line in lines if line not in MOVED_LINES])
    here = [town for town in METROS if town.state == metro.state]
    shares = [
        part[(towns_of.index(metro) + turn) % len(towns_of) :: len(towns_of)]
        for turn in range(len(METROS))
        for part, towns_of in ((near[0], here), (near[1], here), (far, METROS))
        if turn < len(towns_of)
    ]
    return np.concatenate(shares)


@lru_cache(maxsize=1)
def _moved() -> Ints:
    """What customers have brought with them, from where we have no branch near. All branches give
    from the same ones, each by its customers' keys: so two branches never give the same one."""
    return _numbers(_FAR.split(), MOVED_LINES)


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
