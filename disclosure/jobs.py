"""Long work of this room, with a progress bar."""

from django.urls import reverse

from portal.jobs.registry import Outcome, job
from portal.screening import Words

from . import consistency, dead_links
from .models import Finding, FindingLevel, Publication
from .rescreening import in_reach, out_or_on_the_way, rescreen
from .versions.content import MODELS

UNREADABLE = "没有检查成，文件可能已经损坏，请系统管理员查看运行日志"


@job("rescreen")
def rescreen_many(work, selected: list[int] | None = None) -> Outcome:
    """Screen again the `selected` publications, or all that are out or on the way, in the scope of who asked."""
    rows = out_or_on_the_way(work.user) if selected is None else in_reach(work.user).filter(pk__in=selected)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    work.expect(len(pks))
    words, open_findings, failed = Words.load(), {}, []
    for pk in pks:
        found = rescreen(pk, words)
        if found is None:
            failed.append(pk)
        elif found:
            open_findings[pk] = found
        work.advance()
    return _told(len(pks), open_findings, failed)


@job("check_links")
def check_links(work) -> Outcome:
    """Try the links of public pages to other websites; what leads nowhere stands with the nightly checks' findings."""

    def asked(done: int, total: int) -> None:
        work.job.total = total
        work.advance()

    number = consistency.keep("links", dead_links.found(asked=asked))
    listing = reverse("admin:disclosure_consistencyfinding_changelist") + "?check=links"
    return Outcome(f"有{number}处外部链接打不开。" if number else "没有发现打不开的外部链接。", url=listing)


def _told(number: int, open_findings: dict[int, list[Finding]], failed: list[int]) -> Outcome:
    pressing = {pk: _counts(found) for pk, found in open_findings.items()}
    pressing = {pk: counts for pk, counts in pressing.items() if any(counts)}
    said = f"检查了{number}条信息："
    said += f"{len(pressing)}条有" if pressing else "没有"
    said += "需要改正或者说明的地方"
    hints = len(open_findings) - len(pressing)
    said += f"，另有{hints}条只有提示。" if hints else "。"
    if failed:
        said += f"有{len(failed)}条没有检查成。"
    notes = {pk: _note(*counts) for pk, counts in pressing.items()}
    in_order = sorted(pressing, key=lambda pk: (-pressing[pk][0], -pressing[pk][1], pk))
    lines = _lines([*failed, *in_order], notes)
    return Outcome(said, lines, reverse("admin:disclosure_finding_changelist") if pressing else "")


def _counts(found: list[Finding]) -> tuple[int, int]:
    levels = [finding.level for finding in found]
    return levels.count(FindingLevel.BLOCKS), levels.count(FindingLevel.ANSWER)


def _note(blocks: int, answers: int) -> str:
    parts = [f"{blocks}处必须改正" if blocks else "", f"{answers}处须作说明" if answers else ""]
    return "，".join(filter(None, parts))


def _lines(pks: list[int], notes: dict[int, str]) -> tuple[dict, ...]:
    rows = Publication.objects.defer("body").in_bulk(pks)
    return tuple(
        {"text": rows[pk].title, "url": review_url(rows[pk]), "note": notes.get(pk, UNREADABLE)}
        for pk in pks
        if pk in rows
    )


def review_url(publication: Publication) -> str:
    """The reviewing page, where findings are answered."""
    desk = MODELS[publication.kind]._meta.model_name
    return reverse(f"admin:disclosure_{desk}_review_desk", args=[publication.pk]) + "#findings"
