"""The life of the demo county's documents: plans, evidence of validity, clean-ups, what is withheld and looked at again."""

import tomllib
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from disclosure import services
from disclosure.documents import change_validity, cleanups, follow_relations, interpretations, reassessments
from disclosure.documents.validity import PERIOD_OVER
from disclosure.models import (
    Article,
    Cleanup,
    CleanupDecision,
    DocumentRelation,
    Interpretation,
    InterpretationPlan,
    PolicyDocument,
    Publication,
    ValidityChange,
)
from disclosure.reassessing import next_reassessment
from disclosure.versions import save_version
from disclosure.vocabulary import CleanupVerdict, Kind, RelationType, Status, Validity
from portal.organizations.models import Duty, OfficePost, Organization

from .backdating import date_back
from .clock import DemoClock
from .errors import DemoDataError
from .organizations import FIXTURES
from .people import Staff

FILE = "documents_life.toml"
TOPIC = "综合政务\\政务公开"
VERDICTS = (CleanupVerdict.AMEND, CleanupVerdict.REPEAL, CleanupVerdict.EXPIRE)


class DocumentsLife:
    """Reads the file once. `written`: the stored entries by key; `organizations` by catalog name."""

    def __init__(self, clock: DemoClock, staff: Staff, organizations: dict[str, Organization], written: dict):
        self.clock, self.staff = clock, staff
        self.organizations, self.written = organizations, written
        self.content = tomllib.loads((FIXTURES / FILE).read_text(encoding="utf-8"))

    def load(self) -> None:
        """Call when the documents and their relations are stored."""
        self._evidence()
        self._plans()
        for entry in self.content["draft"]:
            self._draft(entry)
        for entry in self.content["cleanup"]:
            self._cleanup(entry)
        for entry in self.content["withheld"]:
            self._withhold(entry)
        for entry in self.content["register"]:
            self._register(entry)

    def _evidence(self) -> None:
        """By what the documents say of each other, and by the end of their periods."""
        amending = DocumentRelation.objects.filter(type__in=[RelationType.AMENDS, RelationType.REPEALS])
        public = Publication.objects.public().of_kind(Kind.POLICY).select_related("organization")
        for document in public.filter(pk__in=amending.values("publication")).order_by("published_at"):
            follow_relations(document)
        ValidityChange.objects.filter(before=F("after"), by_document__isnull=False).update(
            before=Validity.IN_FORCE
        )
        for change in ValidityChange.objects.filter(applied_at__isnull=True):
            Publication.objects.filter(pk=change.document_id).update(validity=change.before)
        for document in public.filter(validity=Validity.EXPIRED, validity_changes__isnull=True):
            change_validity(document, Validity.EXPIRED, document.ceases_on, None, basis=PERIOD_OVER)

    def _plans(self) -> None:
        """A plan for what is explained; an approved exemption for plans and lists of the year."""
        explains = DocumentRelation.objects.filter(type=RelationType.INTERPRETS).select_related("publication")
        by_document = {row.target_id: row.publication for row in explains}
        forms = dict(Interpretation.objects.values_list("pk", "form"))
        posts = OfficePost.objects.filter(duty=Duty.INTERPRETER)
        interpreters = {p.organization_id: f"{p.name}（{p.position}）" for p in posts}
        documents = PolicyDocument.objects.public().select_related("organization", "signed_by").defer("body")
        InterpretationPlan.objects.bulk_create(
            plan
            for document in documents
            if (plan := self._plan(document, by_document.get(document.pk), forms, interpreters))
        )

    def _plan(self, document, interpretation, forms: dict, interpreters: dict) -> InterpretationPlan | None:
        if interpretation:
            return InterpretationPlan(
                document=document,
                interpreter=interpreters.get(document.organization_id, "起草科室负责人"),
                form=forms[interpretation.pk],
                due_on=interpretation.date,
                interpretation=interpretation,
            )
        if document.is_normative:
            return None
        return InterpretationPlan(
            document=document,
            exemption_reason=self.content["exemption"]["reason"],
            exemption_approved_by=self.staff.issuer(document.organization),
            exemption_approved_at=document.published_at,
        )

    def _draft(self, entry: dict) -> None:
        organization = self._organ(entry)
        author, since = self.staff.author(organization), timezone.now()
        draft = PolicyDocument.objects.create(
            title=entry["title"],
            summary=entry["summary"],
            body=entry["body"],
            topic=entry["topic"],
            genre="通知",
            organization=organization,
            formed_on=self._workday(entry["formed"]),
            created_by=author,
        )
        save_version(draft, author)
        names = {"exemption": "exemption_reason", "interpreter": "interpreter", "form": "form"}
        values = {field: entry[name] for name, field in names.items() if name in entry}
        if "due" in entry:
            values["due_on"] = self.clock.day(entry["due"])
        interpretations.save_plan(draft, author, **values)
        written = [draft.pk]
        if "interpretation" in entry:
            written.append(self._start(draft, author, entry["interpretation"]).pk)
        date_back(written, since, self._at(draft.formed_on))

    def _start(self, document, author, words: dict) -> Interpretation:
        """The interpretation is begun: some of its elements are written, the others are missing."""
        started = interpretations.start_interpretation(document, author)
        heads = {"background": "背景依据", "goal": "目标任务"}
        for code, text in words.items():
            empty = f"<h2>{heads[code]}</h2><p></p>"
            started.body = started.body.replace(empty, f"<h2>{heads[code]}</h2><p>{text}</p>")
        started.formed_on = document.formed_on
        started.save()
        save_version(started, author)
        return started

    def _cleanup(self, entry: dict) -> None:
        organization, author = self._organ(entry), self._office_author()
        year = self.clock.day(entry["opened"]).year
        cleanup = cleanups.open_cleanup(
            f"{year}年{entry['title']}",
            organization,
            self.clock.day(entry["formed_before"]),
            author,
            basis=entry["basis"],
        )
        opened = self._moment(entry["opened"])
        Cleanup.objects.filter(pk=cleanup.pk).update(opened_at=opened)
        self._decide(cleanup, entry, author)
        CleanupDecision.objects.filter(cleanup=cleanup, decided_at__isnull=False).update(
            decided_at=opened + timedelta(days=7)
        )
        if "published" in entry:
            self._publish(cleanup, entry["published"], author)

    def _decide(self, cleanup: Cleanup, entry: dict, author) -> None:
        """The verdicts the file names, then 继续有效 for the others or the first of them."""
        for verdict in VERDICTS:
            for key, reason in entry.get(verdict.value, {}).items():
                found = cleanup.decisions.filter(document_id=self._document(key).pk)
                cleanups.decide(cleanup, found.values_list("pk", flat=True), verdict, reason, author)
        left = cleanup.decisions.filter(verdict="").order_by("pk").values_list("pk", flat=True)
        cleanups.decide(
            cleanup, left[: entry.get("decided", len(left))], CleanupVerdict.KEEP, entry["keep"], author
        )

    def _publish(self, cleanup: Cleanup, day: int, author) -> None:
        """The result ran through the pipeline and came out on `day`."""
        since, at = timezone.now(), self._moment(day)
        result = cleanups.draft_result(cleanup, author)
        issuer = self.staff.issuer(result.organization)
        Publication.objects.filter(pk=result.pk).update(
            status=Status.SIGNED,
            formed_on=timezone.localdate(at),
            signed_at=at,
            signed_by=issuer,
            screened_version=F("version_number"),
        )
        published = services.publish(Publication.objects.get(pk=result.pk), issuer, at)
        date_back([published.pk], since, at)
        cleanups.apply_result(published)
        Cleanup.objects.filter(pk=cleanup.pk).update(applied_at=at)

    def _withhold(self, entry: dict) -> None:
        signed_on = self._workday(entry["signed"])
        record = self._record(entry, entry["title"], self._workday(entry["formed"]), signed_on)
        if "outcome" in entry:
            reassessments.reassess(
                record,
                reassessments.Outcome.STILL_WITHHELD,
                entry["outcome"],
                self.staff.author(record.organization),
            )

    def _register(self, entry: dict) -> None:
        for number in range(1, entry["number"] + 1):
            day = self._workday(-30 * number)
            self._record(entry, f"{entry['title']}（{day.year}年第{number}卷）", day, day)

    def _record(self, entry: dict, title: str, formed_on: date, signed_on: date) -> Publication:
        """Something that was decided not to be disclosed; due again by the interval of the settings."""
        organization = self._organ(entry)
        record = Article(
            title=title,
            body="<p>内容依法不公开，仅供内部查阅。</p>",
            topic=TOPIC,
            organization=organization,
            attribute=entry["attribute"],
            ground=entry["ground"],
            formed_on=formed_on,
            created_by=self.staff.author(organization),
            signed_by=self.staff.issuer(organization),
            signed_at=self._at(signed_on),
            screened_version=0,
            status=Status.SIGNED,
        )
        record.reassess_on = next_reassessment(record, signed_on)
        since = timezone.now()
        record.save()
        date_back([record.pk], since, record.signed_at)
        return Publication.objects.select_related("organization").get(pk=record.pk)

    def _organ(self, entry: dict) -> Organization:
        found = self.organizations.get(entry["organization"])
        if found is None:
            raise DemoDataError(f"{FILE}：没有叫“{entry['organization']}”的机构")
        return found

    def _document(self, key: str) -> Publication:
        if key not in self.written:
            raise DemoDataError(f"{FILE}：没有 {key}")
        return self.written[key].publication

    def _office_author(self):
        """Of the competent authority, which acts for the whole county (条例 Art. 3)."""
        office = next(o for o in self.organizations.values() if o.is_competent_authority)
        return self.staff.author(office)

    def _workday(self, offset: int) -> date:
        return self.clock.workday(self.clock.day(offset))

    def _moment(self, offset: int) -> datetime:
        return self._at(self._workday(offset))

    def _at(self, day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(9, 40)))
