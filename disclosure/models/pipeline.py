"""The one pipeline of every kind of publication: states, transitions, and what each asks for."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import rules
from disclosure.vocabulary import APPROVED, UNDER_REVIEW, WRITABLE, Status

STAFF = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "null": True, "editable": False}


def step(label, source, target, *, right, facts=(), people=()):
    """A transition that says why not.

    `right`: the permission it takes. `facts`: rules about the publication; `people`: rules about who acts. Each
    rule gives Chinese sentences; none means that it is content.
    """
    return transition(
        field="status",
        source=list(source),
        target=target,
        conditions=[_condition(rule) for rule in facts],
        permission=lambda publication, user: not rules.about_people(publication, user, right, people),
        custom={"label": label, "right": right, "facts": facts, "people": people},
    )


def _condition(rule):
    def holds(publication) -> bool:
        return not rule(publication)

    return holds


class Pipeline(FSMModelMixin, models.Model):
    """Approved (`signed_at`), published (`published_at`) and visible (`status`) are three facts.

    The methods change the row in memory. `disclosure.pipeline` and `disclosure.services` call them: they lock,
    check, save, and write down who did it.
    """

    status = FSMField(
        "状态", max_length=12, choices=Status, default=Status.DRAFT, protected=True, editable=False
    )

    signed_at = models.DateTimeField("签发时间", null=True, editable=False)
    signed_by = models.ForeignKey(related_name="+", verbose_name="签发人", **STAFF)
    publish_at = models.DateTimeField("定时发布时间", null=True, editable=False)
    schedule_problem = models.CharField("定时发布未成的原因", max_length=500, blank=True, editable=False)
    expires_at = models.DateTimeField(
        "到期下线时间",
        null=True,
        blank=True,
        help_text="有公示期的填写，如名单公示；到期自动下线，原网址只显示说明。长期公开的留空。",
    )
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    published_by = models.ForeignKey(related_name="+", **STAFF)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    withdrawal_reason = models.CharField("撤回说明", max_length=300, blank=True, editable=False)
    archived_at = models.DateTimeField("归档时间", null=True, editable=False)
    archive_reason = models.CharField("归档说明", max_length=300, blank=True, editable=False)

    emergency_at = models.DateTimeField("紧急公开时间", null=True, editable=False)
    emergency_by = models.ForeignKey(related_name="+", **STAFF)
    emergency_reason = models.CharField("紧急公开理由", max_length=300, blank=True, editable=False)

    corrects = models.ForeignKey(
        "disclosure.Publication",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="corrections",
        verbose_name="更正的信息",
    )
    correction_note = models.CharField(
        "更正说明", max_length=300, blank=True, editable=False, help_text="群众会看到：更正了什么、为什么。"
    )
    revised_at = models.DateTimeField("最近更正时间", null=True, editable=False)

    version_number = models.PositiveIntegerField("版本", default=0, editable=False)
    screened_version = models.PositiveIntegerField("已检查的版本", null=True, editable=False)
    reassess_on = models.DateField("下次复核日期", null=True, editable=False)

    class Meta:
        abstract = True

    @step(
        "送审",
        WRITABLE,
        Status.SUBMITTED,
        right="submit",
        facts=(
            rules.organization_exists,
            rules.formed_by_now,
            rules.has_content,
            rules.interpretation_explains,
            rules.interpretation_is_planned,
            rules.interpretation_is_not_a_copy,
            rules.form_has_its_material,
            rules.no_blocking_findings,
        ),
    )
    def submit(self):
        """The author hands the draft over to the reviewer."""

    @step(
        "审核通过",
        [Status.SUBMITTED],
        Status.REVIEWED,
        right="review",
        facts=(rules.remarks_are_settled,),
        people=(rules.did_not_write,),
    )
    def review(self):
        """The reviewer finds the content right."""

    @step(
        "保密审查通过",
        [Status.REVIEWED],
        Status.CHECKED,
        right="check_secrecy",
        facts=(rules.findings_are_settled,),
        people=(rules.did_not_write,),
    )
    def check_secrecy(self):
        """The secrecy officer finds nothing that must not go out (条例 Art. 17)."""

    @step(
        "签发",
        [Status.CHECKED],
        Status.SIGNED,
        right="sign",
        facts=(rules.findings_are_settled, rules.others_concerned_agree, rules.interpretation_is_ready),
        people=(rules.did_not_write,),
    )
    def sign(self, by):
        self.signed_at, self.signed_by = timezone.now(), by

    @step("退回", [*UNDER_REVIEW, *APPROVED], Status.RETURNED, right="any_step")
    def return_(self):
        self._forget_approval()

    @step("收回", UNDER_REVIEW, Status.DRAFT, right="submit", people=(rules.wrote,))
    def take_back(self):
        """The author takes the draft back while nobody has signed it."""

    @step(
        "定时发布",
        APPROVED,
        Status.SCHEDULED,
        right="publish",
        facts=(rules.is_proactive, rules.organization_exists, rules.interpretation_goes_out_with_it),
    )
    def schedule(self, at):
        self.publish_at, self.schedule_problem = at, ""

    @step("取消定时", [Status.SCHEDULED], Status.SIGNED, right="publish")
    def unschedule(self):
        self.publish_at, self.schedule_problem = None, ""

    @step(
        "发布",
        APPROVED,
        Status.PUBLISHED,
        right="publish",
        facts=(*rules.TO_GO_OUT, rules.findings_are_settled, rules.interpretation_goes_out_with_it),
    )
    def publish(self, by, at):
        self._go_public(by, at)

    @step(
        "紧急公开",
        [*WRITABLE, *UNDER_REVIEW],
        Status.PUBLISHED,
        right="emergency",
        facts=(*rules.TO_GO_OUT, rules.no_blocking_findings, rules.is_no_correction),
    )
    def publish_in_emergency(self, by, at, reason):
        """Goes out before review; stays flagged until somebody else signs it."""
        self.emergency_at, self.emergency_by, self.emergency_reason = at, by, reason
        self._go_public(by, at)

    @step(
        "补签",
        [Status.PUBLISHED],
        Status.PUBLISHED,
        right="sign",
        facts=(rules.awaits_second_signature, rules.findings_are_settled),
        people=(rules.did_not_write, rules.did_not_rush),
    )
    def approve_emergency(self, by):
        self.signed_at, self.signed_by = timezone.now(), by

    @step("撤回", [Status.PUBLISHED], Status.WITHDRAWN, right="withdraw")
    def withdraw(self, reason):
        self.withdrawn_at, self.withdrawal_reason = timezone.now(), reason

    @step(
        "归档",
        [Status.PUBLISHED, Status.WITHDRAWN, *APPROVED, *WRITABLE],
        Status.ARCHIVED,
        right="archive",
        facts=(rules.is_done,),
    )
    def archive(self, reason):
        self.archived_at, self.archive_reason, self.publish_at = timezone.now(), reason, None

    @step(
        "重新启用",
        [Status.ARCHIVED],
        Status.DRAFT,
        right="submit",
        facts=(rules.was_never_public, rules.is_no_correction),
    )
    def reopen(self):
        self.archived_at, self.archive_reason = None, ""
        self._forget_approval()

    @step(
        "更正",
        [Status.PUBLISHED, Status.WITHDRAWN],
        Status.PUBLISHED,
        right="publish",
        facts=(rules.is_proactive, rules.organization_exists),
    )
    def take_correction(self, correction, at):
        """Public again, or still, with the content of `correction`, which was signed."""
        self.signed_at, self.signed_by = correction.signed_at, correction.signed_by
        self.emergency_at = self.emergency_by = None
        self.withdrawn_at, self.withdrawal_reason = None, ""
        self.revised_at = at

    @step("并入原信息", APPROVED, Status.ARCHIVED, right="publish", facts=(rules.is_correction,))
    def merge(self, at, number):
        """A correction whose content went into what it corrects is kept on file."""
        self.archived_at, self.archive_reason, self.publish_at = at, f"已更正到原信息（{number}）", None

    @property
    def is_rushed(self) -> bool:
        """Published in an emergency and not signed by a second person yet."""
        return self.emergency_at is not None and self.signed_at is None

    @property
    def last_changed_at(self):
        """When what the public reads last changed; None before publication."""
        return self.revised_at or self.published_at

    def _go_public(self, by, at):
        self.published_at, self.published_by = at, by
        self.publish_at, self.schedule_problem = None, ""

    def _forget_approval(self):
        self.signed_at = self.signed_by = self.publish_at = None
        self.schedule_problem = ""
