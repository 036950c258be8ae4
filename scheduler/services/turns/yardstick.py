"""The yardstick of fairness as a table for a terminal."""

from scheduler.domain.text import say
from scheduler.domain.text.values import hundredths
from scheduler.rules.turns.policies import Chance
from scheduler.rules.turns.simulation import Setting, yardstick
from scheduler.services.plans.table import aligned

__all__ = ["Chance", "Setting", "table"]


def table(setting: Setting, chance: Chance, lang: str) -> str:
    """Simulate, and write for each policy the mean and the largest difference of its runs."""
    head = tuple(say(f"yardstick.{name}", {}, lang) for name in ("policy", "mean", "most"))
    rows = [
        (say(f"policy.{each.policy}", {}, lang), hundredths(each.mean), hundredths(each.most))
        for each in yardstick(setting, chance)
    ]
    fields = {
        "turns": setting.turns,
        "members": setting.members,
        "runs": setting.runs,
        "absent": setting.absent,
        "churn": setting.churn,
    }
    return f"{say('yardstick.title', fields, lang)}\n\n{aligned([head, *rows])}"
