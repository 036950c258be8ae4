"""The figures that the documents print, word for word, out of exact records."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.matter import Matter, MatterState, Method
from scheduler.domain.roster import Affiliation, Body, BodyKind
from scheduler.domain.text import say
from scheduler.reports.figures import count_by, matched, some, spelled, visits
from scheduler.reports.quarter import HeldEvent, QuarterInput, quarter_report
from scheduler.reports.roster import members_of, standing_on
from scheduler.reports.summary import headline

START, END = date(2026, 1, 1), date(2027, 1, 1)
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


def events(**counts: int) -> tuple[HeldEvent, ...]:
    return tuple(
        HeldEvent(f"e-{kind}-{index}", kind, START + timedelta(days=index))
        for kind, count in counts.items()
        for index in range(count)
    )


def resolved(count: int, *methods: Method) -> tuple[Matter, ...]:
    return tuple(
        Matter(
            key=f"m-{index}",
            alliance="chain",
            title="样例要事",
            category="power",
            raised_by="organisation:sample",
            raised_at=AT,
            state=MatterState.RESOLVED,
            resolved_at=AT,
            method=methods[index % len(methods)],
        )
        for index in range(count)
    )


def told(held: tuple[HeldEvent, ...] = (), matters: tuple[Matter, ...] = ()) -> str:
    source = QuarterInput("全年", "The year", START, END, held, matters)
    return headline(quarter_report(source), "zh")


def times(kind: str, count: int, write: Callable[[int, str], str]) -> str:
    counted = count_by(events(**{kind: count}, other=5), lambda event: event.kind)
    return write(counted[kind], "zh")


def scale(bodies: int, enterprises: int, branches: int, people: int) -> list[int]:
    """Count a roster of this size."""
    committees = [Body(f"c-{n}", "样例", BodyKind.CLUSTER_COMMITTEE, "样例") for n in range(bodies)]
    homes = [Body(f"b-{n}", "样例", BodyKind.BRANCH, "样例") for n in range(branches)]
    ties = [Affiliation(f"p-{n}", homes[n % branches].key) for n in range(people)]
    return [
        len(standing_on(committees, START)),
        visits([[f"o-{n}"] for n in range(enterprises)]).organisations,
        len(standing_on(homes, START)),
        members_of(ties, [home.key for home in homes], START),
    ]


def exact(figures: list[int]) -> str:
    return "/".join(map(str, figures))


def rounded(figures: list[int]) -> str:
    """Write the first figure as it is, the others as the documents do."""
    return "/".join([str(figures[0]), *(some(figure, "zh") for figure in figures[1:])])


def visited() -> str:
    logged = visits([f"o-{n % 198}"] for n in range(396))
    return f"走访{logged.times}家次/{some(logged.organisations, 'zh')}家"


def companies() -> str:
    pairs = [(f"company-{n}", "organisation:host") for n in range(10)]
    return f"{spelled(matched(pairs).enterprises, 'zh')}家公司"


FIGURES: tuple[tuple[str, Callable[[], str]], ...] = (
    ("全年：召开链上企业议事会6次。", lambda: told(events(council=4, consultation=2))),
    (
        "全年：以共商、交办等方式解决关键问题11个。",
        lambda: told(matters=resolved(11, Method.CONSULTATION, Method.ASSIGNMENT)),
    ),
    ("全年：举办交流对接活动10余场。", lambda: told(events(exchange=13))),
    ("半年三次", lambda: f"半年{times('industry_seminar', 3, spelled)}次"),
    ("对接3场", lambda: f"对接{times('finance_matching', 3, some)}场"),
    ("招聘会20余次", lambda: f"招聘会{times('job_fair', 23, some)}次"),
    ("走访396家次/190余家", visited),
    (
        "走访190余家、396家次",
        lambda: say("report.visits", {"organisations": "190余", "times": 396}, "zh"),
    ),
    ("办结240余个", lambda: f"办结{some(len(resolved(247, Method.DIRECT)), 'zh')}个"),
    ("十家公司", companies),
    ("12/1000余/150余/3700余", lambda: rounded(scale(12, 1023, 153, 3741))),
    ("12/1000/150/3700", lambda: exact(scale(12, 1000, 150, 3700))),
    ("32/13", lambda: exact(scale(1, 32, 13, 0)[1:3])),
    ("8/216/1021", lambda: exact([*scale(8, 216, 9, 1021)[:2], *scale(8, 216, 9, 1021)[3:]])),
)


@pytest.mark.parametrize(("text", "write"), FIGURES, ids=[text for text, _ in FIGURES])
def test_a_figure_reads_as_in_its_document(text: str, write: Callable[[], str]) -> None:
    assert write() == text
