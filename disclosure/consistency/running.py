import logging
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from disclosure.models import ConsistencyFinding

from . import foundations, publications
from .found import Found

logger = logging.getLogger(__name__)

CHECKS: dict[str, tuple[str, Callable[[], Iterator[Found]]]] = {
    "unsigned": ("公开而未签发", publications.public_without_signature),
    "self_signed": ("写稿人自己签发", publications.signed_by_its_writer),
    "numbering": ("索引号断号", publications.numbering_gaps),
    "validity": ("有效性没有跟上", publications.validity_left_behind),
    "dates": ("日期先后", publications.dates_out_of_order),
    "backdated": ("倒填日期", publications.backdated_publications),
    "schedules": ("定时发布", publications.missed_schedules),
    "withheld": ("不公开信息外露", publications.withheld_but_public),
    "changed": ("公开内容被改动", publications.changed_behind_the_back),
    "files": ("文件完整", publications.orphan_files),
    "catalog_tree": ("目录树", foundations.catalog_tree),
    "organization_tree": ("机构树", foundations.organization_tree),
    "ledger": ("台账链", foundations.ledger_chain),
    "rules": ("时限无法判定", foundations.obligations_without_rule),
}

ON_ITS_OWN = {"links": "外部链接"}
"""Checks that take long and run as jobs of their own (`disclosure.jobs`); their findings stand beside the others."""
LABELS = {code: label for code, (label, _) in CHECKS.items()} | ON_ITS_OWN


def run(codes: list[str] | None = None) -> dict[str, int]:
    """Run the checks (all, or those named) and store what they find; returns how many each found.

    A finding seen again keeps its first date; one no longer found is closed. A check that breaks is a finding itself.
    """
    return {code: _run_one(code) for code in codes or CHECKS}


def _run_one(code: str) -> int:
    try:
        found = _by_subject(CHECKS[code][1]())
    except Exception:
        logger.exception("consistency check %s broke", code)
        label = CHECKS[code][0]
        found = {"check": Found("check", f"“{label}”检查没有做完，请系统管理员查看运行日志。")}
    _store(code, found)
    return len(found)


def keep(code: str, found: Iterator[Found]) -> int:
    """Store what a check on its own found; returns how many."""
    merged = _by_subject(found)
    _store(code, merged)
    return len(merged)


def _by_subject(found: Iterator[Found]) -> dict[str, Found]:
    """One finding for each subject; a second one about it is said in the same breath."""
    merged: dict[str, Found] = {}
    for each in found:
        subject = each.subject[:120]
        before = merged.get(subject)
        merged[subject] = each._replace(text=before.text + each.text) if before else each
    return merged


@transaction.atomic
def _store(code: str, found: dict[str, Found]) -> None:
    now = timezone.now()
    known = {
        f.subject: f for f in ConsistencyFinding.objects.filter(check_code=code, resolved_at__isnull=True)
    }
    for subject, finding in known.items():
        if subject in found:
            finding.text, finding.last_seen_at = found[subject].text[:500], now
        else:
            finding.resolved_at = now
    ConsistencyFinding.objects.bulk_update(
        known.values(), ["text", "last_seen_at", "resolved_at"], batch_size=200
    )
    ConsistencyFinding.objects.bulk_create(
        [
            ConsistencyFinding(
                check_code=code,
                subject=subject,
                text=each.text[:500],
                url=each.url,
                organization_id=each.organization_id,
                first_seen_at=now,
                last_seen_at=now,
            )
            for subject, each in found.items()
            if subject not in known
        ],
        batch_size=200,
    )
