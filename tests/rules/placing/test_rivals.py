from scheduler.rules.placing.board import Claim, shape
from scheduler.rules.placing.rivals import Rivals


def test_a_claim_without_a_chain_is_near_to_nothing() -> None:
    booked = Claim("e-1", shape(540, 600), ("venue:hall",), ("council", "a"), 7)
    rivals = Rivals([(booked, 3)])

    free = Claim("e-2", shape(540, 600), ("venue:hall",))

    assert list(rivals.near(free, 3)) == []
    assert rivals.of(free, 3) == {"e-1"}
