"""What is held together with the events of another rule."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "rides_changed": Sentence(
        "{rides:?rides.some}{rides:!rides.none}", "{rides:?rides.some}{rides:!rides.none}"
    ),
    "reason.rides_changed": Sentence("同场兼办的有增减", "what is held together with it changed"),
    "rides.some": Sentence(
        "同场兼办：{rides:all rides.one}。", "Held together with it: {rides:all rides.one}."
    ),
    "rides.none": Sentence("不再同场兼办别的。", "Nothing else is held together with it any more."),
    "rides.one": Sentence("{title:titled}", "{title:titled}"),
    "rule.riding": Sentence(
        "{count}项与{rule:titled}的活动同场：{days:each day}。",
        "{count:# piece rides|# pieces ride} on events of {rule:titled}: {days:each day}.",
    ),
}
"""What rides on an event."""
