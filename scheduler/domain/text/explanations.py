"""Why an event lies on its day and with its host, and why something could not be placed."""

from scheduler.domain.text.render import Catalogue

_DATES: Catalogue = {}
SENTENCES: Catalogue = {**_DATES}
