"""A resource: views that read or write, each with its need, its schemas and its description."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from flask import Response
from flask_smorest.blueprint import Blueprint
from marshmallow import Schema

from scheduler.api import call, gate, versions, writing
from scheduler.api.call import Call
from scheduler.api.parsing import StrictParser
from scheduler.api.problems import Refusal
from scheduler.api.schemas.common import ReadQuery, WriteQuery
from scheduler.api.writing import Reveal
from scheduler.domain.errors import StaleVersionError
from scheduler.services.access import Action
from scheduler.services.idempotency import Reply, Work
from scheduler.services.runtime import Runtime

PREFIX = "/api/v1"

View = Callable[..., Any]
Decorator = Callable[[View], View]
Locate = Callable[[Any], str]


class Resource:
    """A group of addresses under ``/api/v1`` about one subject."""

    def __init__(self, name: str, description: str) -> None:
        """Take the name by which the group is listed in the description."""
        self.blueprint = Blueprint(
            f"api-{name}", __name__, url_prefix=PREFIX, description=description
        )
        self.blueprint.ARGUMENTS_PARSER = StrictParser()

    def reads(
        self,
        rule: str,
        action: Action,
        answers: type[Schema],
        query: type[Schema] = ReadQuery,
    ) -> Decorator:
        """Serve GET: the view takes the call, the query and the parts of the path."""

        def decorate(view: View) -> View:
            @wraps(view)
            def run(query: dict[str, Any], **path: Any) -> Any:  # noqa: ANN401 - flask-smorest
                return view(call.current(), query, **path)

            documented = self.blueprint.response(200, answers)(run)
            return self._serve(
                "GET", rule, action, self.blueprint.arguments(query(), location="query")(documented)
            )

        return decorate

    def writes(  # noqa: PLR0913 - two of them are for the description, all by name
        self,
        rule: str,
        action: Action,
        *,
        takes: type[Schema] | None = None,
        answers: type[Schema],
        status: int = 200,
        locate: Locate | None = None,
        tag: Locate | None = None,
        reveals: Reveal | None = None,
        example: dict[str, Any] | None = None,
    ) -> Decorator:
        """Serve POST: the view takes the call, the body if any, and the parts of the path.

        ``locate`` gives the path of what was made, for the ``Location`` header; ``tag`` the version
        of the answer, for the ``ETag`` header; ``reveals`` adds to the answer what is never kept.
        """
        schema = answers()

        def decorate(view: View) -> View:
            @wraps(view)
            def run(query: dict[str, Any], *body: Any, **path: Any) -> Response:  # noqa: ANN401 - flask-smorest
                mine = call.current()

                def work(runtime: Runtime) -> Reply:
                    value = view(Call(runtime, mine.by, mine.now), *body, **path)
                    headers = {"Location": PREFIX + locate(value)} if locate else {}
                    headers |= {"ETag": tag(value)} if tag else {}
                    return Reply(status, schema.dump(value), headers)

                return writing.perform(mine, query, work, reveals)

            served = self.blueprint.response(status, answers)(run)
            if takes is not None:
                served = self.blueprint.arguments(takes(), example=example)(served)
            served = self.blueprint.arguments(WriteQuery(), location="query")(served)
            return self._serve("POST", rule, action, served)

        return decorate

    def changes(  # noqa: PLR0913 - two of them are for the description, all by name
        self,
        method: Literal["PUT", "DELETE", "POST"],
        rule: str,
        action: Action,
        *,
        takes: type[Schema] | None = None,
        answers: type[Schema],
        tag: Locate | None = None,
        check: View | None = None,
        beside: View | None = None,
        reveals: Reveal | None = None,
    ) -> Decorator:
        """Serve a change of the version that ``If-Match`` names; 412 where it is another by now.

        The view takes the call, that version, the body if any, and the parts of the path. ``check``
        takes the same without the body and tells that the version is another, ``beside`` the call,
        the faults and the path, and gives what else is wrong; both are asked before a body is
        refused. ``reveals`` adds to the answer what is never kept.
        """
        schema = answers()

        def decorate(view: View) -> View:
            @wraps(view)
            def run(query: dict[str, Any], *body: Any, **path: Any) -> Response:  # noqa: ANN401 - flask-smorest
                mine, version = call.current(), versions.asked()

                def work(runtime: Runtime) -> Reply:
                    value = view(Call(runtime, mine.by, mine.now), version, *body, **path)
                    return Reply(200, schema.dump(value), {"ETag": tag(value)} if tag else {})

                return _answered(mine, query, work, reveals)

            served = self.blueprint.response(200, answers)(run)
            if takes is not None:
                served = self.blueprint.arguments(takes())(served)
            served = self.blueprint.arguments(WriteQuery(), location="query")(served)
            return self._serve(method, rule, action, _late_first(served, check, beside))

        return decorate

    def _serve(self, method: str, rule: str, action: Action, view: View) -> View:
        need = gate.Need(action)
        note = {"security": [{"bearer": list(need.scopes)}], "operationId": view.__name__}
        served = gate.declare(self.blueprint.doc(**note)(view), need)
        self.blueprint.add_url_rule(rule, None, served, methods=[method])
        return served


def _answered(mine: Call, query: dict[str, Any], work: Work, reveals: Reveal | None) -> Response:
    """Write the answer to a change, or refuse it where the version is another by now."""
    try:
        return writing.perform(mine, query, work, reveals)
    except StaleVersionError as error:
        raise versions.stale(error.fields) from error


def _late_first(served: View, check: View | None, beside: View | None) -> View:
    """Ask for the version before the body, and refuse a late change as such whatever it sends.

    Of a body that is refused all that is wrong is told at once.
    """

    @wraps(served)
    def run(**path: Any) -> Any:  # noqa: ANN401 - flask-smorest
        version = versions.asked()
        try:
            return served(**path)
        except Refusal as refusal:
            try:
                if check is not None:
                    check(call.current(), version, **path)
            except StaleVersionError as error:
                raise versions.stale(error.fields) from refusal
            if beside is not None and refusal.faults:
                refusal.faults += tuple(beside(call.current(), refusal.faults, **path))
            raise

    return run
