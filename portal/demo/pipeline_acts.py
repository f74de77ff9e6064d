"""What people do with a draft: each act calls the service that the admin calls.

An act is `(story, its line in the fixture, who does it, when)`. Lines name: `on` (which row), `text`, `remark`, `find`
and `put`, and what else the service asks for.
"""

from datetime import datetime

from django.utils import timezone

from disclosure import fulfilment, pipeline, remarks, screening, services, versions
from disclosure.blocks import blocks
from disclosure.documents import interpretations
from disclosure.html import plain_text
from disclosure.models import Publication
from disclosure.pipeline.public import EXPIRED

AUTHOR, REVIEWER, SECRECY, ISSUER, HEAD = "经办人", "审核人", "保密审查员", "签发人", "机关负责人"


def write(story, act, user, moment: datetime) -> None:
    """A new draft, with its first version."""
    draft, owed = story.new(act, timezone.localdate(moment))
    draft.created_by = user
    draft.save()
    services.link_obligations(draft, owed)
    versions.save_version(draft, user)
    story.rows[act.get("on", "main")] = draft


def edit(story, act, user, moment) -> None:
    draft = story.row(act)
    if draft.body.count(act["find"]) != 1:
        raise story.fault(f"正文里应当正好有一处“{act['find']}”")
    draft.body = draft.body.replace(act["find"], act["put"])
    draft.save()
    versions.save_version(draft, user)


def plan(story, act, user, moment) -> None:
    """The interpretation plan; `explained`: its draft stands by and goes out with the document."""
    values = {name: act[name] for name in ("interpreter", "form") if name in act}
    if act.get("explained"):
        values |= {"interpretation": story.rows["interpretation"], "due_on": story.going_out().date()}
    interpretations.save_plan(story.row(act), user, **values)


def move(verb):
    """An act that is one step of the pipeline."""

    def step(story, act, user, moment) -> None:
        verb(story.row(act), user, act.get("remark", ""))

    return step


def remark(story, act, user, moment) -> None:
    draft = story.row(act)
    found = [n for n, block in enumerate(blocks(draft.body), start=1) if act["quote"] in plain_text(block)]
    if not found:
        raise story.fault(f"正文里没有“{act['quote']}”")
    remarks.remark(draft, user, act["text"], found[0], act["quote"])


def answer_remark(story, act, user, moment) -> None:
    remarks.answer(story.row(act).remarks.get(quote=act["quote"]), user, act["text"])


def answer_finding(story, act, user, moment) -> None:
    screening.answer(story.row(act).findings.get(code=act["code"]), user, act["text"])


def ask(story, act, user, moment) -> None:
    pipeline.ask_consent(story.row(act), story.organ(act["whom"]), user, act["question"])


def answer_consent(story, act, user, moment) -> None:
    consent = story.row(act).consents.get(organization=story.organ(act["of"]))
    pipeline.answer_consent(consent, user, act["answer"], act["text"])


def schedule(story, act, user, moment) -> None:
    pipeline.schedule(story.row(act), user, story.going_out())


def publish(story, act, user, moment) -> None:
    pipeline.publish(story.row(act), user, moment)


def rush(story, act, user, moment) -> None:
    """In an emergency. The verb takes the moment from the clock: numbers of coverage count from the story's day."""
    published = pipeline.publish_in_emergency(story.row(act), user, act["reason"])
    fulfilment.mark_public(published, timezone.localdate(moment), story.clock.calendar)


def expire(story, act, user, moment) -> None:
    pipeline.archive(story.row(act), None, EXPIRED)


def correct(story, act, user, moment) -> None:
    draft: Publication = versions.start_correction(story.row(act), user, act["note"])
    story.rows["correction"] = draft


ACTS = {
    "write": (AUTHOR, write),
    "edit": (AUTHOR, edit),
    "plan": (AUTHOR, plan),
    "submit": (AUTHOR, move(pipeline.submit)),
    "ask": (AUTHOR, ask),
    "answer_remark": (AUTHOR, answer_remark),
    "correct": (AUTHOR, correct),
    "review": (REVIEWER, move(pipeline.review)),
    "remark": (REVIEWER, remark),
    "return": (REVIEWER, move(pipeline.return_)),
    "check_secrecy": (SECRECY, move(pipeline.check_secrecy)),
    "answer_finding": (SECRECY, answer_finding),
    "sign": (ISSUER, move(pipeline.sign)),
    "schedule": (ISSUER, schedule),
    "publish": (ISSUER, publish),
    "rush": (HEAD, rush),
    "answer_consent": (ISSUER, answer_consent),
    "expire": ("", expire),
}
"""Whose turn it is, where the fixture names nobody else, and what is done."""
