"""What the API itself refuses, before any service is asked: codes and their sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from scheduler.domain.text import CATALOGUE
from scheduler.domain.text.render import Catalogue, Renderer, Sentence, names_in

LANGUAGES = ("zh", "en")

OWN: Catalogue = {
    "bad_request": Sentence(
        "请求不合格式，没有执行。", "The request is malformed; nothing was done."
    ),
    "invalid.key": Sentence(
        "{field:=field}要填一个键：不能是空的，不能有空格和斜杠，最多120个字符。",
        "{field:=field} takes a key: not empty, no spaces or slashes, at most 120 characters.",
    ),
    "invalid.null": Sentence(
        "{field:=field}写了null。请填上值，或去掉这一项。",
        "{field:=field} is null. Enter a value, or leave it out.",
    ),
    "invalid.list": Sentence(
        "{field:=field}要填一列值，如[…]。", "{field:=field} takes a list, such as […]."
    ),
    "invalid.object": Sentence(
        "{field:=field}要填一个对象，如{{…}}。", "{field:=field} takes an object, such as {{…}}."
    ),
    "invalid.text": Sentence("{field:=field}要填文字。", "{field:=field} takes a text."),
    "invalid.length": Sentence(
        "{field:=field}要有{low}至{high}项。", "{field:=field} takes {low} to {high} values."
    ),
    "bad_json": Sentence(
        "请求的正文不是合格的JSON，没有执行。",
        "The body of the request is not acceptable JSON; nothing was done.",
    ),
    "bad_json.encoding": Sentence(
        "请求的正文不是合格的UTF-8文字。", "The body of the request is not valid UTF-8."
    ),
    "bad_json.malformed": Sentence(
        "请求的正文不是合格的JSON（第{line}行第{column}列）。",
        "The body of the request is not JSON (line {line}, column {column}).",
    ),
    "bad_json.deep": Sentence(
        "请求的正文嵌套太深：最多{limit}层。",
        "The body of the request is nested too deeply: at most {limit} levels.",
    ),
    "bad_json.duplicate": Sentence(
        "请求的正文里“{name}”出现了两次。", "The body of the request names “{name}” twice."
    ),
    "bad_json.number": Sentence(
        "请求的正文里有一个数太大或不是数。",
        "The body of the request holds a number that is too large or none at all.",
    ),
    "bad_json.surrogate": Sentence(
        "请求的正文里有残缺的字符。", "The body of the request holds a broken character."
    ),
    "unauthenticated": Sentence(
        "请在Authorization中给出令牌（Bearer）。", "Send a token as Authorization: Bearer."
    ),
    "token_refused": Sentence(
        "令牌无效、已到期或已停用。", "The token is unknown, expired or revoked."
    ),
    "unknown_path": Sentence("没有这个地址。", "There is no such address."),
    "method_not_allowed": Sentence(
        "这个地址不支持{method}，可用：{allowed}",
        "This address does not take {method}. Allowed: {allowed}",
    ),
    "not_acceptable": Sentence(
        "这里只能给出{offered}，请改Accept。", "Only {offered} is offered here. Change Accept."
    ),
    "resync": Sentence(
        "续读标记已过期，或您的权限有变。请从头重新读取。",
        "The token to go on from is too old, or your permissions changed. Read from the start.",
    ),
    "precondition_required": Sentence(
        "请在If-Match中给出看到的版本（上次读取时的ETag），没有执行。",
        "Name the version that you have seen in If-Match (the ETag of your last read).",
    ),
    "precondition_malformed": Sentence(
        'If-Match应是一个带引号的ETag，如"3"；不能是*，也不能是几个。没有执行。',
        'If-Match has to be one ETag in quotes such as "3", neither * nor several of them.',
    ),
    "too_large": Sentence(
        "请求的正文太大：最多{limit}字节。", "The body is too large: at most {limit} bytes."
    ),
    "unsupported_media_type": Sentence(
        "请求的正文应为application/json（UTF-8，不压缩）。",
        "The body has to be application/json in UTF-8 without compression.",
    ),
    "too_many_requests": Sentence("请求太多，请稍后再试。", "Too many requests. Try again later."),
    "internal_error": Sentence(
        "服务出了差错，这次没有办成；已记入日志。",
        "Something failed inside the service; nothing was done. It is in the log.",
    ),
}
"""The sentences of refusals that the edge alone makes."""

EVERY: Catalogue = MappingProxyType({**CATALOGUE, **OWN})


def told(code: str, fields: Mapping[str, object]) -> dict[str, str]:
    """Make the sentence of a code in both languages."""
    names = names_in(fields)
    return {lang: Renderer(EVERY, lang, names).say(code, fields) for lang in LANGUAGES}
