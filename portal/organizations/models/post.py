from django.conf import settings
from django.db import models

from .organization import Organization


class Duty(models.TextChoices):
    """Posts that an organ names in public: disclosure work (条例 Art. 4), interpretation, questions on policy."""

    LEADER = "leader", "分管负责人"
    OFFICER_A = "officer_a", "公开工作负责人（A角）"
    OFFICER_B = "officer_b", "公开工作负责人（B角）"
    FIRST_INTERPRETER = "first_interpreter", "政策解读第一责任人"
    INTERPRETER = "interpreter", "政策解读专员"
    POLICY_LINE = "policy_line", "政策咨询一号答"


class OfficePostQuerySet(models.QuerySet):
    def for_organization(self, organization: Organization):
        """Everyone named by `organization`, in the order of `Duty`."""
        return self.filter(organization=organization).order_by(_rank(), "order", "pk")

    def public_for(self, organization: Organization):
        """Those whom anyone may see."""
        return self.for_organization(organization).filter(is_public=True)


class OfficePost(models.Model):
    """Who holds a post of disclosure work: an official in public duty, whether or not with an account here."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="posts", verbose_name="单位")
    duty = models.CharField("职责", max_length=20, choices=Duty)
    name = models.CharField("姓名", max_length=40, help_text="政策咨询一号答可以填写值班科室的名称。")
    position = models.CharField("职务", max_length=60, blank=True, help_text="如“副局长”“办公室主任”。")
    phone = models.CharField("办公电话", max_length=40, blank=True, help_text="只填办公电话，不填个人手机。")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="本系统账号",
    )
    is_public = models.BooleanField("对外公布", default=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = OfficePostQuerySet.as_manager()

    class Meta:
        verbose_name = "公开工作责任人"
        verbose_name_plural = "公开工作责任人"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "duty", "name"],
                name="office_post_named_once",
                violation_error_message="这位同志的这项职责已经登记过了。",
            ),
            models.UniqueConstraint(
                fields=["organization", "duty"],
                condition=models.Q(duty__in=["leader", "officer_a", "first_interpreter"]),
                name="office_post_one_holder",
                violation_error_message="这项职责只能登记一位同志，请修改原来的一行。",
            ),
        ]

    def __str__(self):
        return f"{self.get_duty_display()}：{self.name}"


def _rank():
    return models.Case(
        *(models.When(duty=duty, then=index) for index, duty in enumerate(Duty.values)),
        output_field=models.IntegerField(),
    )
