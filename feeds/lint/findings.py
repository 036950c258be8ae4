"""What the linter finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One breach: the physical line (from 1; 0 is the whole answer), the rule, a sentence."""

    line: int
    rule: int
    message: str

    def __str__(self) -> str:
        """Write the finding as one line of a report."""
        return f"{self.line}: R{self.rule} {self.message}"
