"""Names of sample people and branches that nobody can take for real ones."""

from scheduler.domain.numerals import numeral

_SPELLED = ("", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_SIGNS = (
    ("甲", "jia"),
    ("乙", "yi"),
    ("丙", "bing"),
    ("丁", "ding"),
    ("戊", "wu"),
    ("己", "ji"),
    ("庚", "geng"),
    ("辛", "xin"),
    ("壬", "ren"),
    ("癸", "gui"),
    ("子", "zi"),
    ("丑", "chou"),
    ("寅", "yin"),
    ("卯", "mao"),
    ("辰", "chen"),
    ("巳", "si"),
    ("午", "wu"),
    ("未", "wei"),
    ("申", "shen"),
    ("酉", "you"),
    ("戌", "xu"),
    ("亥", "hai"),
)
_SEATS = (
    ("乾", "qian"),
    ("坤", "kun"),
    ("震", "zhen"),
    ("巽", "xun"),
    ("坎", "kan"),
    ("离", "li"),
    ("艮", "gen"),
    ("兑", "dui"),
)


def person_name(branch: int, number: int) -> tuple[str, str]:
    """Name the sample person ``number`` (1 to 99) of the branch ``branch`` (from 0), and spell it.

    Two people of one alliance never share a name while it has at most 22 branches.
    """
    return _sample(_SIGNS[branch % len(_SIGNS)], number)


def official_name(role: int, number: int) -> tuple[str, str]:
    """Name the sample holder ``number`` (1 to 99) of the role ``role`` (from 0), and spell it."""
    return _sample(_SEATS[role % len(_SEATS)], number)


def _sample(sign: tuple[str, str], number: int) -> tuple[str, str]:
    return f"样例·{sign[0]}{numeral(number)}", f"yang li {sign[1]} {_spell(number)}"


def _spell(number: int) -> str:
    tens, ones = divmod(number, 10)
    parts = ([_SPELLED[tens]] if tens > 1 else []) + (["shi"] if tens else []) + [_SPELLED[ones]]
    return " ".join(part for part in parts if part)
