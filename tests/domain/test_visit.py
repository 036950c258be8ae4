from datetime import date

from scheduler.domain.visit import Visit, values_of


def visit(cell: str) -> Visit:
    return Visit("v-1", "a", "visits", cell, date(2026, 3, 2))


def test_a_cell_falls_apart_into_its_values() -> None:
    assert values_of("organisation:x|body:team") == ("organisation:x", "body:team")
    assert values_of("building:1") == ("building:1",)


def test_a_visit_goes_to_the_organisations_of_its_cell() -> None:
    assert visit("organisation:x|body:team").organisations == ("organisation:x",)
    assert visit("building:1").organisations == ()
