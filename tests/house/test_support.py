import socket

import psycopg
import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from tests.support.network import OtherHostError, is_local
from tests.support.postgres import PostgresServer
from tests.support.world import pattern_of


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (("127.0.0.1", 80), True),
        (("::1", 80, 0, 0), True),
        (("localhost", 80), True),
        ("/run/server.sock", True),
        (("192.0.2.1", 80), False),
        (("example.org", 80), False),
    ],
)
def test_only_loopback_and_unix_sockets_are_local(*, address: object, expected: bool) -> None:
    assert is_local(address) == expected


def test_other_hosts_are_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection,
        pytest.raises(OtherHostError, match="may not reach"),
    ):
        connection.connect(("192.0.2.1", 80))


def test_each_database_is_empty_and_speaks_sql(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE thing (name TEXT)"))
        connection.execute(text("INSERT INTO thing VALUES ('链')"))
        assert connection.execute(text("SELECT name FROM thing")).scalars().all() == ["链"]
    engine.dispose()


def test_a_fresh_postgresql_database_is_dropped_after_use(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh() as url:
        psycopg.connect(url).close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_the_databases_of_a_server_are_copied_from_one(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh() as one, postgres_server.fresh() as other:
        assert pattern_of(one, full=False) == pattern_of(other, full=False)


def test_pages_have_the_width_they_are_named_for(desk_page: Page, phone_page: Page) -> None:
    assert desk_page.evaluate("window.innerWidth") == 1280
    assert phone_page.evaluate("window.innerWidth") == 360


def test_the_plain_page_runs_no_script(plain_page: Page) -> None:
    plain_page.set_content("<p>联盟</p><script>document.querySelector('p').remove()</script>")
    assert plain_page.inner_text("p") == "联盟"
