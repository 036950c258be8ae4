import re
from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import Presence, RegisterState
from scheduler.services import attendance
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.store import Store
from tests.support.world import COUNCILS, EXCHANGES, MET, NOW, app, client, principal, runtime

COUNCIL = COUNCILS[2]
ROLL = f"/events/{COUNCIL}/roll"
EXCHANGE_ROLL = f"/events/{EXCHANGES[1]}/roll"


class Caller:
    """A secretary with a phone: what the form shows, and what is pressed on it."""

    def __init__(
        self, url: str, role: str = "secretary", address: str = ROLL, now: datetime = NOW
    ) -> None:
        self.app = app(url, now)
        self.browser = client(self.app, role)
        self.address = address

    def as_role(self, role: str) -> FlaskClient:
        return client(self.app, role)

    @property
    def store(self) -> Store:
        return runtime(self.app).store

    def form(self, query: str = "") -> dict[str, str]:
        """Give the fields of the form as a browser would send them untouched."""
        html = self.browser.get(self.address + query).text
        return fields(html)

    def press(self, form: dict[str, str], **pressed: str) -> str:
        answer = self.browser.post(self.address, data=form | pressed, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def totals(self) -> Totals:
        uid = self.address.split("/")[2]
        return attendance.register(self.store, uid, by=principal(self.store, "secretary")).totals

    def marks(self) -> dict[str, Presence]:
        uid = self.address.split("/")[2]
        view = attendance.register(self.store, uid, by=principal(self.store, "secretary"))
        return {each.mark.person: each.mark.presence for each in view.entries}


def fields(html: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html.split("<main", 1)[1].split("</main>", 1)[0]):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if attributes.get("type") != "radio" or " checked" in tag:
            found[attributes["name"]] = attributes.get("value", "")
    return found


def test_the_first_mark_opens_the_register(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    form = caller.form()
    assert {name: value for name, value in form.items() if name.startswith("p-")} == {
        f"p-{person}": "" for person in ("p-chief", "p-1", "p-2", "p-4")
    }
    html = caller.press(form | {"p-p-1": "absent"}, save="1")
    assert "应到4名，实到0名，请假0名，缺席1名，未记3名。" in html
    assert caller.marks()["p-1"] is Presence.ABSENT


def test_a_form_sent_twice_does_nothing_twice(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    form = caller.form() | {"p-p-1": "leave", "r-p-1": "sick"}
    for _ in range(2):
        caller.press(form, save="1")
    assert caller.marks()["p-1"] is Presence.SICK_LEAVE
    caller.press(form | {"p-p-1": "yes"}, save="1")
    assert caller.marks()["p-1"] is Presence.PRESENT
    assert caller.totals().conflicts == 0


def test_all_present_keeps_what_was_pressed_before_and_can_be_taken_back(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    html = caller.press(caller.form() | {"p-p-2": "leave", "r-p-2": "official"}, all="yes")
    assert "已把其余3人记为到。" in html
    assert caller.totals() == Totals(due=4, present=3, leave=1)
    request = re.search(r'name="undo" value="([^"]+)"', html)
    assert request is not None
    html = caller.press(fields(html), undo=request[1])
    assert "已把其余" not in html
    assert caller.totals() == Totals(due=4, leave=1, unmarked=3)


def test_a_mark_pressed_back_to_unmarked_is_withdrawn(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    caller.press(caller.form() | {"p-p-1": "yes"}, save="1")
    caller.press(caller.form() | {"p-p-1": ""}, save="1")
    assert caller.totals() == Totals(due=4, unmarked=4)


def test_an_old_page_changes_only_the_rows_that_were_pressed(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    caller.press(caller.form() | {"p-p-1": "yes", "p-p-2": "yes"}, save="1")
    old = caller.form()
    caller.press(caller.form() | {"p-p-1": "absent"}, save="1")
    html = caller.press(old | {"p-p-2": "leave"}, save="1")
    assert caller.marks()["p-1"] is Presence.ABSENT
    assert caller.marks()["p-2"] is Presence.PERSONAL_LEAVE
    assert "两处" not in html


def test_two_who_disagree_see_both_marks_and_settle_it_by_one_press(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    old = caller.form()
    branch = caller.as_role("branch")
    branch.post(ROLL, data=fields(branch.get(ROLL).text) | {"p-p-1": "absent"})
    html = caller.press(old | {"p-p-1": "yes"}, save="1")
    assert "两处记得不一样：缺席、到" in html
    caller.press(caller.form() | {"p-p-1": "yes"}, save="1")
    assert caller.marks()["p-1"] is Presence.PRESENT


def test_the_name_leads_to_the_finer_marks(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    caller.press(caller.form() | {"p-p-1": "yes"}, save="1")
    html = caller.browser.get(f"{ROLL}?person=p-1").text
    assert re.findall(r'name="detail" value="([^"]+)"', html) == [
        f"p-1:{mark}" for mark in ("present", "late", "left_early", "online")
    ]
    caller.press(fields(html), detail="p-1:late")
    assert caller.marks()["p-1"] is Presence.LATE
    caller.press(caller.form(), save="1")
    assert caller.marks()["p-1"] is Presence.LATE
    caller.press(caller.form(), detail="p-1:present")
    assert caller.marks()["p-1"] is Presence.PRESENT


@pytest.mark.parametrize("query", ["赵", "1", "第1党", "样例汽车第1党支部"])
def test_people_are_found_by_name_spelling_or_branch(query: str, sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    form = caller.form(f"?q={query}")
    assert "p-p-1" in form
    assert "p-p-4" not in form
    html = caller.press(form | {"p-p-1": "yes", "q": query}, find="1")
    assert caller.marks()["p-1"] is Presence.PRESENT
    assert f'value="{query}"' in html


def test_a_guest_is_added_with_two_fields(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    typed = {"guest_name": "王来宾", "guest_firm": "样例小厂", "guest_kind": "branchless"}
    html = caller.press(caller.form() | typed, guest="1")
    assert "王来宾<small>样例小厂</small>" in html
    assert caller.totals() == Totals(due=4, unmarked=4, guests=1)
    answer = caller.browser.post(ROLL, data=caller.form() | {"guest": "1"})
    assert (answer.status_code, 'class="fault" id="guest_name-e"' in answer.text) == (422, True)


def test_marks_of_a_kind_without_afar_are_refused_where_they_stand(sqlite_url: str) -> None:
    caller = Caller(sqlite_url, address=EXCHANGE_ROLL)
    answer = caller.browser.post(EXCHANGE_ROLL, data=caller.form() | {"detail": "p-1:online"})
    assert answer.status_code == 409
    assert "这类会议不设线上参加，请改记到、假或缺。" in answer.text
    assert "请看下面标出的几处；这次没有保存。" in answer.text
    assert caller.totals() == Totals(due=6, unmarked=6)
    several = caller.form() | {"p-p-2": "yes", "detail": "p-1:online"}
    answer = caller.browser.post(EXCHANGE_ROLL, data=several)
    assert (answer.status_code, "其余的都已保存" in answer.text) == (409, True)
    assert caller.totals() == Totals(due=6, present=1, unmarked=5)


def test_a_sealed_roll_is_only_read_and_a_late_form_is_refused(sqlite_url: str) -> None:
    caller = Caller(sqlite_url, now=MET)
    form = caller.form()
    caller.press(form, all="yes")
    caller.browser.post(f"/events/{COUNCIL}/seal")
    html = caller.browser.get(ROLL).text
    assert "已封存" in html
    assert fields(html) == {}
    fresh = form | {"request": str(uuid4()), "p-p-1": "absent"}
    answer = caller.browser.post(ROLL, data=fresh)
    assert answer.status_code == 409
    assert "点名册已封存，这次的记录一条也没有存。" in answer.text
    assert "都已保存" not in answer.text
    assert caller.totals() == Totals(due=4, present=4)


@pytest.mark.parametrize("value", ["maybe", "yes\x00"])
def test_a_mark_that_does_not_exist_is_refused(value: str, sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    answer = caller.browser.post(ROLL, data=caller.form() | {"p-p-1": value})
    assert answer.status_code == 422
    assert caller.totals() == Totals(due=4, unmarked=4)


@pytest.mark.parametrize(
    "said",
    [
        {"p-p-nobody": "yes"},
        {"p-p-1": "yes", "p-p-nobody": "absent"},
        {"detail": "p-nobody:late"},
        {"detail": "p-1:asleep"},
    ],
)
def test_a_mark_of_nobody_is_refused_and_nothing_is_kept(
    said: dict[str, str], sqlite_url: str
) -> None:
    caller = Caller(sqlite_url)
    answer = caller.browser.post(ROLL, data=caller.form() | said)
    assert answer.status_code == 422
    view = attendance.register(caller.store, COUNCIL, by=principal(caller.store, "secretary"))
    assert (view.state, view.totals) == (RegisterState.PLANNED, Totals(due=4, unmarked=4))


def test_a_row_of_somebody_who_left_says_nothing_unmarked(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    caller.press(caller.form() | {"p-p-gone": "", "p-p-1": "yes"}, save="1")
    assert caller.totals() == Totals(due=4, present=1, unmarked=3)


def test_a_form_without_its_id_is_refused(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    assert caller.browser.post(ROLL, data={"p-p-1": "yes"}).status_code == 422


@pytest.mark.parametrize(("role", "status"), [("member", 403), ("host", 403), ("other", 404)])
def test_the_roll_is_closed_to_others(role: str, status: int, sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    stranger = caller.as_role(role)
    assert stranger.get(ROLL).status_code == status
    assert stranger.post(ROLL, data={}).status_code == status
    assert client(caller.app).get(ROLL).headers["Location"].startswith("/signin")


def test_a_branch_secretary_has_only_the_own_people(sqlite_url: str) -> None:
    caller = Caller(sqlite_url, "branch")
    html = caller.press(caller.form(), all="yes")
    assert "李样例" not in html
    assert "guest_name" not in html
    assert caller.totals() == Totals(due=4, present=2, unmarked=2)


def test_a_long_roll_shows_a_part_and_says_so(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.web.attendance.roll_pages.MOST", 2)
    caller = Caller(sqlite_url)
    html = caller.browser.get(ROLL).text
    assert "共4人，这里先列2人" in html
    assert len([name for name in fields(html) if name.startswith("p-")]) == 2


def test_a_cancelled_event_answers_with_its_reason(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    secretary = principal(caller.store, "secretary")
    form = caller.form()
    acts.cancel(caller.store, Act(COUNCIL, secretary, NOW))
    assert caller.browser.post(ROLL, data=form | {"all": "yes"}).status_code == 409


def test_the_roll_is_there_in_english(sqlite_url: str) -> None:
    caller = Caller(sqlite_url)
    html = caller.browser.get(f"{ROLL}?lang=en").text
    assert "<strong>4 due.</strong> 0 have come, 2 more needed to hold the meeting." in html
