"""What the plain pages show: sign-in, an error, a page that is one form."""

from dataclasses import dataclass

from scheduler.web.parts import (
    Form,
    Link,
)


@dataclass(frozen=True, slots=True)
class SignInPage:
    """``signin.html``; ``fault`` is the sentence of a refusal, ``next`` where to go afterwards.

    ``wrong`` is a field and the sentence of what is wrong with it.
    """

    name: str = ""
    next: str = ""
    fault: str = ""
    wrong: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """``error.html``; ``sentence`` says what exactly was refused, where it may be said."""

    status: int
    code: str
    sentence: str = ""
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class FormPage:
    """``form.html``: a page that is one form, such as a new matter."""

    title: str
    lead: str
    form: Form
    crumbs: tuple[Link, ...] = ()
    back: Link | None = None
