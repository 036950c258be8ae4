from scheduler.domain.attendance.totals import Quorum, Totals
from scheduler.domain.text.opening import opening, quorum_line

BRANCH = Totals(due=14, due_voting=13, present=12, present_voting=11, leave=1, absent=1)
COUNCIL = Totals(due=18, present=8, leave=1, absent=2, unmarked=7)


def test_a_branch_meeting_opens_with_its_members_and_its_quorum() -> None:
    assert opening(BRANCH, Quorum(11, 13, 7), "zh") == (
        "应到14名，其中有表决权的正式党员13名；实到12名，其中有表决权的正式党员11名；"
        "请假1名，缺席1名。符合规定人数，可以开会。"
    )
    assert opening(BRANCH, Quorum(11, 13, 7), "en") == (
        "14 due, 13 of them with a vote; 12 present, 11 of them with a vote; "
        "1 on leave, 1 absent. There is a quorum; the meeting can begin."
    )


def test_a_council_says_who_is_missing_and_who_is_not_marked_yet() -> None:
    assert opening(COUNCIL, Quorum(8, 18, 9), "zh") == (
        "应到18名，实到8名，请假1名，缺席2名，未记7名。不足规定人数，还差1名。"
    )
    assert opening(COUNCIL, Quorum(8, 18, 9), "en") == (
        "18 due, 8 present, 1 on leave, 2 absent, 7 unmarked. There is no quorum; 1 more needed."
    )


def test_without_a_quorum_rule_only_the_counts_are_said() -> None:
    assert opening(COUNCIL, None, "zh") == "应到18名，实到8名，请假1名，缺席2名，未记7名。"


def test_without_anybody_to_count_at_least_one_is_missing() -> None:
    assert opening(Totals(), Quorum(0, 0, 0), "zh") == (
        "应到0名，实到0名，请假0名，缺席0名。不足规定人数，还差1名。"
    )


def test_the_line_under_the_roll_call_counts_along() -> None:
    assert [quorum_line(each, "zh") for each in (None, Quorum(9, 18, 9), Quorum(7, 18, 9))] == [
        "这次会议不要求到会人数。",
        "到会9人，达到9人，可以开会。",
        "到会7人，还差2人才够开会人数。",
    ]
    assert [quorum_line(each, "en") for each in (None, Quorum(9, 18, 9), Quorum(1, 18, 9))] == [
        "This meeting asks for no quorum.",
        "9 have come, 9 needed: the meeting can be held.",
        "1 has come, 8 more needed to hold the meeting.",
    ]
