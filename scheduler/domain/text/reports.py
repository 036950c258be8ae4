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
    "report.closed": Sentence("办结诉求{resolved}个", "{resolved:# request|# requests} resolved"),
    "report.exchanges": Sentence(
        "举办交流对接活动{exchanges}场", "{exchanges:# exchange event|# exchange events} held"
    ),
    "report.held": Sentence("举行活动{events}场", "{events:# event|# events} held"),
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
        "受理要事{accepted}件{withdrawn:?report.withdrawn}，办结{resolved}件",
        "{accepted:# matter|# matters} accepted{withdrawn:?report.withdrawn}, {resolved} resolved",
    ),
    "report.withdrawn": Sentence(
        "（其中{withdrawn}件已撤回）", " ({withdrawn} of them withdrawn since)"
    ),
    "report.as_of": Sentence(
        "数据截止：{at:full} {at:clock}，本期还没有结束",
        "Data as of {at:full} {at:clock}; the period is not over yet",
    ),
    "report.guests": Sentence(
        "到会人次里另有列席、来宾和工作人员{count}人次，不计入应到和实到。",
        "{count:# observer, guest or helper|# observers, guests and helpers} came besides; they "
        "are in the attendances above, not in this table.",
    ),
    "report.summary": Sentence("{parts}。", "{parts}."),
    "report.visits": Sentence(
        "走访{organisations}家、{times}家次",
        "{organisations:# organisation|# organisations} visited, {times:# visit|# visits}",
    ),
    "report.kinds": Sentence("举办{kinds}。", "Held: {kinds}."),
    "report.kind": Sentence("{name}{figure}场", "{name} {figure}"),
    "report.kind.times": Sentence("{name}{figure}次", "{name} {figure}"),
    "report.companies": Sentence(
        "{companies}家公司参加活动。", "Took part in events: {companies:# company|# companies}."
    ),
    "report.scale": Sentence(
        "覆盖企业{enterprises}家、党组织{branches}个、党员{members}名。",
        "{enterprises:# enterprise|# enterprises}, {branches:# branch|# branches}, "
        "{members:# member|# members}.",
    ),
    "report.scale.together": Sentence(
        "{alliances}个联盟，覆盖企业{enterprises}家、党组织{branches}个、党员{members}名。",
        "{alliances:# alliance|# alliances} with {enterprises:# enterprise|# enterprises}, "
        "{branches:# branch|# branches}, {members:# member|# members}.",
    ),
    "report.rate.month": Sentence("当月{times}次", "{times:once|# times} in the month"),
    "report.rate.quarter": Sentence("一季{times}次", "{times:once|# times} in the quarter"),
    "report.rate.half_year": Sentence("半年{times}次", "{times:once|# times} in the half-year"),
    "report.rate.year": Sentence("全年{times}次", "{times:once|# times} in the year"),
    "report.listed": Sentence(
        "{organisations}家、{times}家次",
        "{organisations:# organisation|# organisations}, {times:# visit|# visits}",
    ),
    "report.listed.place": Sentence(
        "{organisations}处、{times}次", "{organisations:# place|# places}, {times:# visit|# visits}"
    ),
    "report.listed.item": Sentence("{times}项", "{times:# item|# items}"),
    "report.made_up": Sentence(
        "{day:day}（实际），计入{period}", "{day:day} (actual), counts for {period}"
    ),
    "report.proxied": Sentence(
        "应代办{whole}件，已有代办人{part}件，覆盖率{rate}。",
        "{whole:# matter wants|# matters want} a proxy, {part:# has|# have} one ({rate}).",
    ),
    "report.tags": Sentence("按标签：{tags}。", "By tag: {tags}."),
    "report.tag": Sentence("{name}{count}场", "{name} {count}"),
    "report.branch": Sentence(
        "{name}：{times}人次，{people}人",
        "{name}: {times:# attendance|# attendances} of {people:# person|# people}",
    ),
    "report.came": Sentence(
        "{name}{times}人次（{people}人）",
        "{name}: {times:# attendance|# attendances} ({people:# person|# people})",
    ),
    "report.waived": Sentence("免办{count}次", "{count} waived"),
    "report.carried": Sentence("转下期{count}次", "{count} carried over"),
    "report.forfeited": Sentence("作废{count}次", "{count} forfeited"),
    "report.missing": Sentence("还差{count}次", "{count} missing"),
    "report.vacancies": Sentence("缺员：{vacancies}。", "Short of people: {vacancies}."),
    "report.vacancy": Sentence(
        "“{rule}”要{body:?vacancy.body}{role:name}{wanted}名，有{held}名",
        "“{rule}” wants {wanted} of {body:?vacancy.body}{role:name} and has {held}",
    ),
    "report.some": Sentence("{figure}余", "more than {figure}"),
    "report.several": Sentence("多", "several"),
    "report.about": Sentence("约{figure}", "about {figure}"),
}
