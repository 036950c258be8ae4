"""JSON over HTTP for other systems."""

from flask import Flask, Response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from scheduler.domain.errors import DomainError


def register(app: Flask) -> None:
    """Give the application its API."""


def problem(error: HTTPException | DomainError) -> ResponseReturnValue:
    """Answer a failed request of another system."""
    return Response(status=500)
