"""The sentences of reports; every figure arrives counted and written."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "report.councils": Sentence(
        "召开链上企业议事会{councils}次", "{councils:# council meeting|# council meetings} held"
    ),
    "report.resolved": Sentence(
        "以{methods:each =method}等方式解决关键问题{resolved}个",
        "{resolved:# key problem|# key problems} resolved, by {methods:each =method}",
    ),
    "report.no_method": Sentence(
        "解决关键问题{resolved}个", "{resolved:# key problem|# key problems} resolved"
    ),
    "report.exchanges": Sentence(
        "举办交流对接活动{exchanges}场", "{exchanges:# exchange event|# exchange events} held"
    ),
    "report.nothing": Sentence(
        "尚无举行的活动和办结的要事", "no event held and no matter resolved yet"
    ),
    "report.headline": Sentence("{title}：{parts}。", "{title}: {parts}."),
    "report.method": Sentence("{method:=method}{count}个", "{count} by {method:=method}"),
    "report.promises_kept": Sentence(
        "{promises}项承诺，件件如期", "{promises:# promise|# promises}, all kept"
    ),
    "report.promises_open": Sentence(
        "{promises}项承诺，完成{kept}项", "{promises:# promise|# promises}, {kept} kept"
    ),
    "report.activities": Sentence(
        "举行活动{events}场，到会{heads}人次，到会率{rate}（人次平均）",
        "{events:# event|# events} held, {heads:# attendance|# attendances}, "
        "turnout {rate} (average over attendances)",
    ),
    "report.matters": Sentence(
        "受理要事{raised}件，办结{resolved}件",
        "{raised:# matter|# matters} raised, {resolved} resolved",
    ),
    "report.summary": Sentence("{parts}。", "{parts}."),
    "report.visits": Sentence(
        "走访{organisations}家、{times}家次",
        "{organisations:# organisation|# organisations} visited, {times:# visit|# visits}",
    ),
    "report.some": Sentence("{figure}余", "more than {figure}"),
    "report.several": Sentence("多", "several"),
    "report.about": Sentence("约{figure}", "about {figure}"),
}
