"""Turns and the accounts of a rotation, as the components draw them."""

from fractions import Fraction

from flask_babel import gettext

from scheduler.domain.text.values import count, hundredths
from scheduler.services.turns.standing import ComingTurn, MemberTurns, TurnView
from scheduler.web import dates
from scheduler.web.parts import Ledger, LedgerLine, Turn, Why


def turn(coming: ComingTurn, *, first: bool) -> Turn:
    """Draw a turn that is still to come; ``first`` is the next one."""
    state = gettext("拟承办") if coming.host and not coming.committed else ""
    theme = gettext("主题：%(theme)s", theme=coming.theme) if coming.theme else ""
    return Turn(
        number=coming.number,
        day=coming.day,
        host=coming.host_name or gettext("还没有人承办"),
        note=" · ".join(filter(None, [theme, state])),
        why=Why(coming.why),
        next=first,
        href=f"/events/{coming.uid}",
    )


def ledger(view: TurnView, lang: str) -> Ledger:
    """Draw the account of a rotation."""
    return Ledger(
        title=view.name,
        note=gettext("差是应办减已办，%(count)s家合计恰为0", count=len(view.rows)),
        lines=tuple(_line(row, lang) for row in view.rows),
    )


def _line(row: MemberTurns, lang: str) -> LedgerLine:
    return LedgerLine(
        name=row.name,
        due=hundredths(row.entitled),
        done=count(row.acted, lang),
        difference=_signed(row.debt),
        balance=round(row.debt * 100),
        last=dates.day(row.last, lang) if row.last else "—",
        following=dates.day(row.next, lang) if row.next else "—",
    )


def _signed(value: Fraction) -> str:
    written = hundredths(value)
    return f"+{written}" if value > 0 and written != hundredths(Fraction()) else written
