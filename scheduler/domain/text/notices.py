"""Holiday notices: where something stands in a file, and why a file is refused."""

from scheduler.domain.text.render import Catalogue, Sentence

_COLUMNS: Catalogue = {
    "date": Sentence("日期", "date"),
    "name": Sentence("名称", "name"),
    "is_workday": Sentence("是否上班", "is_workday"),
    "isOffDay": Sentence("isOffDay（是否放假）", "isOffDay"),
}

_NOTHING_ZH = "{supposed:!notice.imported}{supposed:?notice.supposed}"
_NOTHING_EN = " " + _NOTHING_ZH
"""What became of a notice that may also have been supposed only."""

SENTENCES: Catalogue = {
    "notice.imported": Sentence("什么都没有导入。", "Nothing was imported."),
    "notice.supposed": Sentence(
        "这次没有试算，请改好假设再试。", "Nothing was tried out; correct what is supposed."
    ),
    "notice.field": Sentence("“{field:=field}”", "{field:=field}"),
    "notice.line": Sentence("第{line}行", "line {line}"),
    "notice.item": Sentence("第{number}条日期", "entry {number} of the days"),
    "notice.column": Sentence(
        "{place}的“{column:=notice_column}”", "{place}, {column:=notice_column}"
    ),
    **{f"notice_column.{name}": sentence for name, sentence in _COLUMNS.items()},
    "bad_notice.malformed": Sentence(
        "放假通知的{place}看不懂（{value}）。什么都没有导入，请核对文件格式。",
        "Holiday notice, {place}: this cannot be read ({value}). Nothing was imported; "
        "check the format of the file.",
    ),
    "bad_notice.quote": Sentence(
        "放假通知的{place}引号没有成对，或引号后面多了字。什么都没有导入，请改好再试。",
        "Holiday notice, {place}: a quotation mark is not closed, or text follows it. "
        "Nothing was imported; correct it.",
    ),
    "bad_notice.date": Sentence(
        "放假通知的{place}不是日期（{value}），请写成2027-01-01这样。什么都没有导入。",
        "Holiday notice, {place}: {value} is no date; write it like 2027-01-01. "
        "Nothing was imported.",
    ),
    "bad_notice.word": Sentence(
        "放假通知的{place}看不懂（{value}），上班写“是”，放假写“否”。什么都没有导入。",
        "Holiday notice, {place}: {value} is not understood; write yes for a day of work, no for "
        "a day off. Nothing was imported.",
    ),
    "bad_notice.flag": Sentence(
        "放假通知的{place}须是true或false，现在是{value}。什么都没有导入。",
        "Holiday notice, {place} must be true or false and is {value}. Nothing was imported.",
    ),
    "bad_notice.json": Sentence(
        "放假通知不合JSON写法（{place}附近）。什么都没有导入，请重新下载或改用CSV。",
        "The holiday notice is no valid JSON (near {place}). Nothing was imported; download it "
        "again or use CSV.",
    ),
    "bad_notice.encoding": Sentence(
        "放假通知不是UTF-8或GBK文字。什么都没有导入，请另存为“CSV UTF-8”再试。",
        "The holiday notice is no text in UTF-8 or GBK. Nothing was imported; save it as "
        "“CSV UTF-8” and try again.",
    ),
    "bad_notice.workbook": Sentence(
        "这是表格文件，请在表格软件里另存为CSV，或复制三列贴在下面。什么都没有导入。",
        "This is a spreadsheet; save it as CSV, or paste its three columns. Nothing was imported.",
    ),
    "bad_notice.file_type": Sentence(
        "放假通知只收JSON或CSV文件，不收{value}。什么都没有导入。",
        "A holiday notice is a JSON or CSV file, not {value}. Nothing was imported.",
    ),
    "bad_notice.too_large": Sentence(
        "放假通知太大：一份通知不超过{value}KB，请看是不是选错了文件。什么都没有导入。",
        "The holiday notice is too large: one has at most {value} KB. Is it the right file? "
        "Nothing was imported.",
    ),
    "bad_notice.empty": Sentence(
        "放假通知的{place}是空的。什么都没有导入，请核对文件。",
        "Holiday notice: {place} is empty. Nothing was imported; check the file.",
    ),
    "bad_notice.open": Sentence(
        "这份通知里没有日期，等于说{value}年还没公布。" + _NOTHING_ZH,
        "This notice names no days, which says that {value} is not announced yet." + _NOTHING_EN,
    ),
    "bad_notice.formula": Sentence(
        "放假通知的{place}是表格公式（{value}），请先把公式变成文字。什么都没有导入。",
        "Holiday notice, {place} is a formula ({value}); turn it into text first. "
        "Nothing was imported.",
    ),
    "bad_notice.address": Sentence(
        "放假通知的{place}（{value}）不是文号，也不是https://开头的网址。什么都没有导入，请改正。",
        "Holiday notice, {place} ({value}) is neither a number nor an address that begins with "
        "https://. Nothing was imported; correct it.",
    ),
    "bad_notice.range": Sentence(
        "放假通知的年份{value}超出范围，只认2000至2099年。" + _NOTHING_ZH,
        "Holiday notice: the year {value} is out of range; 2000 to 2099 are known." + _NOTHING_EN,
    ),
    "bad_notice.future": Sentence(
        "放假通知的年份是{value}，而现在最多只会公布到{last}年。什么都没有导入，请核对年份。",
        "The holiday notice is for {value}, while nothing beyond {last} can be announced yet. "
        "Nothing was imported; check the year.",
    ),
    "bad_notice.early": Sentence(
        "通知日期{value:full}还没有到。什么都没有导入，请核对日期。",
        "The date of the notice, {value:full}, is still to come. Nothing was imported; check it.",
    ),
    "bad_notice.twice": Sentence(
        "放假通知的{place}：{value:full}前面已经有了，请去掉一行。" + _NOTHING_ZH,
        "Holiday notice, {place}: {value:full} is there already; remove one line." + _NOTHING_EN,
    ),
    "bad_notice.outside_year": Sentence(
        "放假通知的{place}：{value:full}不属于{year}年，也不在前一年12月。" + _NOTHING_ZH,
        "Holiday notice, {place}: {value:full} is neither in {year} nor in the December before."
        + _NOTHING_EN,
    ),
    "bad_notice.header": Sentence(
        "放假通知的{place}应是三个列名：日期、名称、是否上班（现在是：{value}）。什么都没有导入。",
        "Holiday notice, {place} should name the columns date, name, is_workday (it reads: "
        "{value}). Nothing was imported.",
    ),
    "bad_notice.columns": Sentence(
        "放假通知的{place}有{value}列，应是3列。什么都没有导入，请对照表头修改。",
        "Holiday notice, {place} has {value} columns instead of 3. Nothing was imported; "
        "compare it with the header.",
    ),
    "bad_notice.too_long": Sentence(
        "放假通知的{place}太长（{value}…）。什么都没有导入，请缩短。",
        "Holiday notice, {place} is too long ({value}…). Nothing was imported; shorten it.",
    ),
    "incomplete_notice": Sentence(
        "{days:?incomplete_notice.days}{worked:?incomplete_notice.worked}什么都没有导入。"
        "请核对；通知确实是这样的，注明已核对（checked）再导入。",
        "{days:?incomplete_notice.days}{worked:?incomplete_notice.worked}Nothing was imported. "
        "Check it; where the notice is right, say so (checked) and import it again.",
    ),
    "incomplete_notice.days": Sentence(
        "{year}年放假通知没有提到这些法定节假日：{days:each day}。",
        "The holiday notice for {year} does not mention these days off by law: {days:each day}. ",
    ),
    "incomplete_notice.worked": Sentence(
        "{year}年放假通知把这些法定节假日写成上班（是不是把放假和上班写反了？）："
        "{worked:each day}。",
        "The holiday notice for {year} makes workdays of these days off by law (are days off and "
        "workdays the wrong way round?): {worked:each day}. ",
    ),
    "bad_notice.outdated": Sentence(
        "这份放假通知（{value:full}）比现行的（{known:full}）旧。" + _NOTHING_ZH,
        "This holiday notice ({value:full}) is older than the one in force ({known:full})."
        + _NOTHING_EN,
    ),
}
