"""How a publication moves through the office. Admin, API, tasks and commands call these verbs and nothing else."""

from .acting import ALLOWED_FROM, LABELS, REVIEW_VERBS, why_not
from .consents import answer_consent, ask_consent
from .office import (
    approve_exemption,
    check_secrecy,
    reopen,
    return_,
    review,
    schedule,
    sign,
    submit,
    take_back,
    unschedule,
)
from .public import (
    approve_emergency,
    archive,
    publish,
    publish_due,
    publish_in_emergency,
    take_down_expired,
    withdraw,
)

__all__ = [
    "ALLOWED_FROM",
    "LABELS",
    "REVIEW_VERBS",
    "answer_consent",
    "approve_emergency",
    "approve_exemption",
    "archive",
    "ask_consent",
    "check_secrecy",
    "publish",
    "publish_due",
    "publish_in_emergency",
    "reopen",
    "return_",
    "review",
    "schedule",
    "sign",
    "submit",
    "take_back",
    "take_down_expired",
    "unschedule",
    "why_not",
    "withdraw",
]
