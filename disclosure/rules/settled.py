"""What others have to say first: remarks, screening, the other organs concerned."""

from django.utils import timezone

from disclosure.vocabulary import ConsentAnswer, FindingState


def remarks_are_settled(publication) -> list[str]:
    number = publication.remarks.filter(settled_at__isnull=True).count()
    return [f"还有{number}条审核意见没有解决，请先逐条确认，或者退回修改。"] if number else []


def no_blocking_findings(publication) -> list[str]:
    """Nothing stands open that must not go out. Who hands it over or rushes it has it screened in the same breath."""
    return _open_findings(publication, ["blocks"], "必须改正")


def findings_are_settled(publication) -> list[str]:
    """Everything found was fixed, or answered by the secrecy officer; hints do not hold it up (条例 Art. 17)."""
    return _screened(publication) + _open_findings(publication, ["blocks", "answer"], "没有处理")


def _screened(publication) -> list[str]:
    if publication.screened_version == publication.version_number:
        return []
    return ["内容修改以后还没有作发布前检查，请先点“发布前检查”。"]


def _open_findings(publication, levels, what) -> list[str]:
    number = publication.findings.filter(state=FindingState.OPEN, level__in=levels).count()
    if not number:
        return []
    return [f"发布前检查有{number}处{what}，请改正，或者由保密审查员写明理由（见“检查发现”）。"]


def others_concerned_agree(publication) -> list[str]:
    """条例 Art. 11: information that concerns another organ is confirmed with it first. Silence is shown, never taken as consent."""
    waiting = publication.consents.exclude(answer=ConsentAnswer.AGREED).select_related("organization")
    return [_consent_sentence(consent) for consent in waiting]


def _consent_sentence(consent) -> str:
    name = consent.organization.short_name
    if consent.answer == ConsentAnswer.OBJECTED:
        why = consent.text.rstrip("。") or "没有写明理由"
        return f"{name}不同意公开：{why}。请协商，或者调整内容后重新征求意见。"
    days = (timezone.now() - consent.asked_at).days
    return f"{name}还没有答复是否同意公开（已等{days}天），请催办，或者登记其书面答复。"
