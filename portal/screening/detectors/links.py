"""Where a link leads, and whether it pretends: schemes, hosts off the list, look-alikes, gambling words."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from .hits import Hit

SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "ftp"})
_INVISIBLE = re.compile(r"[\x00-\x20\x7f\u200b-\u200f\u2060\ufeff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_ADDRESS = re.compile(r"(?:https?://|(?<![A-Za-z0-9@./\-])www\.)[A-Za-z0-9\-._~%!$&*+/?#\[\]@=]{4,}", re.I)
_GOVERNMENT_LIKE = re.compile(
    r"(?:^|[.\-])(?:gov|g0v|gov-?cn|govcn|gcv|qov)(?:[.\-]|$)|gov\.?cn|zhengfu", re.I
)
_FOREIGN_GOVERNMENT = re.compile(r"(?:^|\.)gov(?:\.(?!cn)[a-z]{2})?$")


class Verdict(NamedTuple):
    code: str
    proposal: str


class Address(NamedTuple):
    scheme: str
    host: str
    is_readable: bool
    has_user: bool


def read_address(href: str) -> Address:
    """Scheme and host as a browser would read them: blanks gone, backslashes turned, // taken as a host."""
    plain = _INVISIBLE.sub("", href).replace("\\", "/")
    scheme = _SCHEME.match(plain)
    scheme = scheme.group(1).lower() if scheme else ""
    if scheme in ("http", "https") and not plain[len(scheme) + 1 :].startswith("//"):
        plain = f"{scheme}://{plain[len(scheme) + 1 :].lstrip('/')}"
    try:
        parts = urlsplit(plain)
        return Address(scheme, (parts.hostname or "").rstrip("."), True, "@" in parts.netloc)
    except ValueError:
        return Address(scheme, "", False, False)


def verdict_on(
    href: str, anchor: str, allows: Callable[[str], bool], spam: tuple[str, ...]
) -> Verdict | None:
    """What is wrong with a link, the worst first; None when nothing is."""
    address = read_address(href)
    if address.scheme not in SAFE_SCHEMES or not address.is_readable:
        return Verdict(
            "unsafe_link", "请删除这个链接，或者改为以http或https开头的网页地址；文件请作为附件上传。"
        )
    if address.has_user or _pretends(address.host, allows):
        return Verdict("lookalike_link", f"“{address.host}”不是政府网站的域名，请核对来源并删除链接。")
    if not address.host or allows(address.host):
        return None
    said = f"{anchor} {address.host}".lower()
    if word := next((word for word in spam if word in said), ""):
        return Verdict("spam_link", f"链接含有“{word}”，请立即删除，并检查网页是否被篡改。")
    return Verdict(
        "external_link",
        f"“{address.host}”不在允许链接的名单内，请删除；确需保留的，请说明理由或者申请加入名单。",
    )


def _pretends(host: str, allows: Callable[[str], bool]) -> bool:
    if not host or allows(host):
        return False
    if "xn--" in host or not host.isascii():
        return True
    return bool(_GOVERNMENT_LIKE.search(host)) and not _FOREIGN_GOVERNMENT.search(host)


def plain_addresses(text: str, allows: Callable[[str], bool], spam: tuple[str, ...]) -> Iterator[Hit]:
    """Addresses written out in the text. They cannot be clicked, so an unlisted one is only a hint."""
    for match in _ADDRESS.finditer(text):
        written = match.group().rstrip(".,;:)!?")
        verdict = verdict_on(written if "://" in written else f"http://{written}", "", allows, spam)
        if verdict:
            code = "plain_address" if verdict.code == "external_link" else verdict.code
            proposal = verdict.proposal.replace("允许链接的名单内，请删除；", "允许链接的名单内，请核对；")
            yield Hit(code, match.start(), match.start() + len(written), written.lower(), proposal)
