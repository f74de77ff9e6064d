from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import FSMField, FSMModelMixin, transition

from portal.organizations.models import Organization

from . import change_rights as rights


class ChangeState(models.TextChoices):
    DRAFT = "draft", "拟稿"
    SUBMITTED = "submitted", "待主管部门意见"
    ASSESSED = "assessed", "待批准"
    APPROVED = "approved", "待生效"
    EFFECTIVE = "effective", "已生效"
    RETURNED = "returned", "已退回"


class StepVerb(models.TextChoices):
    DRAFT = "draft", "拟稿"
    EDIT = "edit", "修改"
    SUBMIT = "submit", "提交"
    TAKE_BACK = "take_back", "收回"
    ASSESS = "assess", "出具意见"
    APPROVE = "approve", "批准"
    SEND_BACK = "send_back", "退回"
    TAKE_EFFECT = "take_effect", "生效"


OPEN = (ChangeState.DRAFT, ChangeState.RETURNED)
IN_HAND = (ChangeState.SUBMITTED, ChangeState.ASSESSED, ChangeState.APPROVED)


def _allowed(reasons):
    return lambda request, user: not reasons(request, user)


def _is_sound(request) -> bool:
    from catalog.changes.checks import faults

    return not faults(request)


def _is_submittable(request) -> bool:
    from catalog.changes.checks import submission_faults

    return not submission_faults(request)


class ChangeRequestQuerySet(models.QuerySet):
    def in_scope(self, organizations):
        return self.filter(organization__in=organizations.values("pk"))

    def open(self):
        return self.filter(state__in=OPEN)

    def waiting_for(self, user):
        """Requests that `user` could move on now: opinions to give, approvals to grant, own ones returned."""
        wanted = Q(state=ChangeState.RETURNED, proposed_by=user)
        if user.has_perm(rights.ASSESS):
            wanted |= Q(state=ChangeState.SUBMITTED) & ~Q(proposed_by=user)
        if user.has_perm(rights.APPROVE):
            wanted |= Q(state=ChangeState.ASSESSED) & ~Q(proposed_by=user)
        return self.filter(wanted)

    def due(self, today):
        """Approved ones that take effect today, or should have before."""
        return self.filter(state=ChangeState.APPROVED, effective_on__lte=today)


class ChangeRequest(FSMModelMixin, models.Model):
    """A change of the catalog by procedure: proposed with its legal reason, assessed, approved, takes effect.

    `catalog.changes.procedure` alone moves it on; the transitions are declared here.
    """

    title = models.CharField(
        "调整事由", max_length=120, help_text="如“增列惠民惠农补贴发放事项”。生效后公布。"
    )
    reason = models.TextField(
        "调整理由", max_length=2000, help_text="说明为什么要调整，写给群众看：生效后在修订记录中公布。"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="change_requests", verbose_name="提出单位"
    )
    state = FSMField(
        "状态", max_length=10, choices=ChangeState.choices, default=ChangeState.DRAFT, protected=True
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="提出人"
    )
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    opinion = models.TextField("主管部门意见", max_length=1000, blank=True, editable=False)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="出具意见人",
    )
    assessed_at = models.DateTimeField("出具意见时间", null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="批准人",
    )
    approved_at = models.DateTimeField("批准时间", null=True, editable=False)
    effective_on = models.DateField("生效日期", null=True, editable=False)
    return_reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    obstacle = models.TextField("未能生效的原因", blank=True, editable=False)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "目录调整申请"
        verbose_name_plural = "目录调整申请"
        ordering = ["-pk"]
        permissions = [
            ("assess_changerequest", "可以对目录调整出具主管部门意见"),
            ("approve_changerequest", "可以批准目录调整"),
        ]
        indexes = [models.Index(fields=["state", "effective_on"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "effective"])
                | Q(approved_by__isnull=False, effective_on__isnull=False, assessed_by__isnull=False),
                name="change_approved_needs_approver_opinion_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("proposed_by")) & ~Q(assessed_by=F("proposed_by")),
                name="change_needs_four_eyes",
                violation_error_message="提出人不能审核或者批准自己的申请。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_admin_url(self) -> str:
        return reverse("admin:catalog_changerequest_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its proposer may still write in it."""
        return self.state in OPEN

    @transition(
        state,
        source=list(OPEN),
        target=ChangeState.SUBMITTED,
        permission=_allowed(rights.why_not_propose),
        conditions=[_is_submittable],
        custom={"label": "提交", "why_not": rights.why_not_propose},
    )
    def submit(self, user, at, **details):
        self.submitted_at = at
        self._forget_decisions()

    @transition(
        state,
        source=ChangeState.SUBMITTED,
        target=ChangeState.DRAFT,
        permission=_allowed(rights.why_not_propose),
        custom={"label": "收回", "why_not": rights.why_not_propose},
    )
    def take_back(self, user, at, **details):
        self.submitted_at = None

    @transition(
        state,
        source=ChangeState.SUBMITTED,
        target=ChangeState.ASSESSED,
        permission=_allowed(rights.why_not_assess),
        conditions=[_is_sound],
        custom={"label": "出具意见", "why_not": rights.why_not_assess},
    )
    def assess(self, user, at, remark, **details):
        self.opinion, self.assessed_by, self.assessed_at = remark, user, at

    @transition(
        state,
        source=ChangeState.ASSESSED,
        target=ChangeState.APPROVED,
        permission=_allowed(rights.why_not_approve),
        conditions=[_is_sound],
        custom={"label": "批准", "why_not": rights.why_not_approve},
    )
    def approve(self, user, at, effective_on, **details):
        self.approved_by, self.approved_at, self.effective_on = user, at, effective_on

    @transition(
        state,
        source=list(IN_HAND),
        target=ChangeState.RETURNED,
        permission=_allowed(rights.why_not_return),
        custom={"label": "退回", "why_not": rights.why_not_return},
    )
    def send_back(self, user, at, remark, **details):
        self._forget_decisions()
        self.return_reason = remark

    @transition(
        state,
        source=ChangeState.APPROVED,
        target=ChangeState.EFFECTIVE,
        conditions=[_is_sound],
        custom={"label": "生效"},
    )
    def take_effect(self):
        self.obstacle = ""

    def _forget_decisions(self):
        """What was decided on an earlier wording does not hold for the next; the steps keep the record."""
        self.opinion = self.return_reason = self.obstacle = ""
        self.assessed_by = self.approved_by = None
        self.assessed_at = self.approved_at = self.effective_on = None


class ChangeStep(models.Model):
    """One act of the procedure: who did what, when, with which remark. Written once."""

    request = models.ForeignKey(
        ChangeRequest, models.CASCADE, related_name="steps", verbose_name="目录调整申请"
    )
    verb = models.CharField("办理", max_length=16, choices=StepVerb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经手人"
    )
    at = models.DateTimeField("时间")
    remark = models.TextField("意见或者理由", blank=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"
