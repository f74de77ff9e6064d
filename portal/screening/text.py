"""Text: every detector over the folded text, overlaps settled, excerpts masked."""

from collections.abc import Callable, Iterable

from .codes import CODES
from .detectors.addresses import home_addresses
from .detectors.bank import bank_accounts, bank_cards
from .detectors.contacts import licence_plates, private_emails
from .detectors.hits import Hit, fold
from .detectors.identity import identity_numbers, old_identity_numbers, travel_documents
from .detectors.leaders import title_orders
from .detectors.links import plain_addresses
from .detectors.phones import mobile_numbers
from .detectors.secrecy import internal_marks, secrecy_marks, withheld_marks
from .detectors.wording import wrong_words
from .findings import Finding, Level, fingerprint, without_repeats
from .masking import masked_excerpt
from .spans import Spans, paragraphs_of
from .words import Words

# In the order of trust: where two overlap, the first one counts.
PERSONAL = (
    identity_numbers,
    bank_cards,
    travel_documents,
    private_emails,
    mobile_numbers,
    bank_accounts,
    old_identity_numbers,
    home_addresses,
    licence_plates,
)
MARKS = (secrecy_marks, withheld_marks, internal_marks)
PERSONAL_CODES = frozenset(
    {
        "bank_account",
        "bank_card",
        "home_address",
        "identity_number",
        "licence_plate",
        "mobile_number",
        "old_identity_number",
        "private_email",
        "travel_document",
    }
)
ADVICE = {
    "secrecy_mark": "请立即停止发布，由保密审查员核实；确不涉密的，删去密级标志后重新送审。",
    "withheld_mark": "请核对公开属性；确可公开的，按程序变更属性并删去这一标识。",
    "internal_mark": "请由保密审查员确认可以公开，删去这一标识；不宜公开的，不要发布。",
    "identity_number": "请删去，或者只保留前4位和后4位。",
    "old_identity_number": "请核实；是身份证号码的，删去或者隐去中间各位。",
    "travel_document": "请删去，或者隐去中间各位。",
    "bank_card": "请删去。公示资金发放情况不需要卡号。",
    "bank_account": "是个人账号的，请删去；是单位收款账号的，请写明户名，并说明理由。",
    "mobile_number": "请改用办公电话；确需公布手机号码的，应当取得本人同意并说明理由。",
    "home_address": "请删到村、社区一级；是单位地址的，请说明。",
    "private_email": "请改用单位的政务邮箱；确需公布的，应当取得本人同意并说明理由。",
    "licence_plate": "请确认依法应当公告；否则隐去后几位。",
}


def screen_text(text: str, place: str, words: Words) -> list[Finding]:
    """What is wrong in `text`. `place` says where the text stands (Chinese); paragraphs are counted under it."""
    folded = fold(text)
    hits = [*personal_hits(folded), *wording_hits(folded, words)]
    return findings_of(text, hits, paragraphs_of(text, place))


def personal_hits(folded: str) -> list[Hit]:
    """Personal data in folded text, without overlaps: an identity number is not also a card."""
    return _without_overlaps(detect(folded) for detect in PERSONAL)


def wording_hits(folded: str, words: Words) -> list[Hit]:
    """Marks, words of the lists, order of titles and written-out addresses in folded text."""
    return [
        *_without_overlaps(detect(folded) for detect in MARKS),
        *_without_overlaps([wrong_words(folded, words.compiled)]),
        *title_orders(folded, words.ranks),
        *plain_addresses(folded, words.allows, words.spam),
    ]


def _without_overlaps(found: Iterable[Iterable[Hit]]) -> list[Hit]:
    taken, kept = Spans(), []
    for hits in found:
        for hit in hits:
            if not taken.overlaps(hit.start, hit.end):
                taken.add(hit.start, hit.end)
                kept.append(hit)
    return kept


def findings_of(text: str, hits: list[Hit], place_at: Callable[[int], str]) -> list[Finding]:
    """The hits as findings, in the order of the text, each one once. `place_at` names the place of a position."""
    personal = Spans((h.start, h.end) for h in hits if h.code in PERSONAL_CODES)
    return without_repeats(
        _finding(hit, place_at(hit.start), masked_excerpt(text, hit.start, hit.end, personal))
        for hit in sorted(hits, key=lambda hit: hit.start)
    )


def _finding(hit: Hit, place: str, excerpt: str) -> Finding:
    code = CODES[hit.code]
    return Finding(
        code=hit.code,
        level=Level(hit.level) if hit.level else code.level,
        place=place,
        excerpt=excerpt,
        proposal=hit.proposal or ADVICE[hit.code],
        fingerprint=fingerprint(hit.code, hit.value),
    )
