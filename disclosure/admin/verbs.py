"""Every verb of the pipeline at the desk: pages that ask once, and the reasons why not in place of dead buttons."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from disclosure import pipeline, rules
from disclosure.models import Publication
from disclosure.pipeline.acting import ALLOWED_FROM, LABELS
from disclosure.versions.services import open_correction
from disclosure.vocabulary import Status
from portal.refusal import NotAllowed

from . import verb_forms as forms


class Verb(NamedTuple):
    """`code` as the pipeline calls it; `slug` in the address; `question`: what the page says before it is done."""

    code: str
    slug: str
    form: type
    question: str

    @property
    def label(self) -> str:
        return LABELS[self.code]


VERBS = (
    Verb(
        "submit",
        "submit",
        forms.RemarkForm,
        "送审以后稿子不能再改；要改的，可以先收回。送审时会先作发布前检查。",
    ),
    Verb(
        "review", "review", forms.RemarkForm, "请确认内容准确、完整，分类和对应的公开事项正确，公开属性恰当。"
    ),
    Verb(
        "check_secrecy",
        "check-secrecy",
        forms.RemarkForm,
        "请确认正文、附件和图片中没有国家秘密、工作秘密和不应公开的个人信息（条例第十七条）。",
    ),
    Verb("sign", "sign", forms.RemarkForm, "签发就是同意公开。与它同步送审的解读稿会一并签发。"),
    Verb(
        "publish",
        "publish",
        forms.NothingForm,
        "发布以后，任何人都可以在网站上看到这条信息和它的附件、图片。与它同步签发的解读会一并发布。",
    ),
    Verb("schedule", "schedule", forms.ScheduleForm, "到时间由系统自动发布。发布前可以取消定时或者退回。"),
    Verb("unschedule", "unschedule", forms.RemarkForm, "取消以后仍是已签发，不会自动发布。"),
    Verb("return_", "return", forms.ReturnForm, "退回以后由经办人修改，改好后重新送审。"),
    Verb("take_back", "take-back", forms.RemarkForm, "收回以后可以继续修改，改好后重新送审。"),
    Verb(
        "approve_emergency",
        "approve-emergency",
        forms.RemarkForm,
        "这条信息是紧急公开的，没有经过审核和保密审查。补签就是事后同意公开；不同意的，请撤回。",
    ),
    Verb(
        "withdraw",
        "withdraw",
        forms.WithdrawForm,
        "撤回以后，原网址只显示撤回说明，附件和图片也不能再下载；它所对应的公开事项按没有公开计算。",
    ),
    Verb("archive", "archive", forms.ArchiveForm, "归档以后不再公开、不再办理；公开过的，原网址只显示说明。"),
    Verb("reopen", "reopen", forms.RemarkForm, "重新启用以后回到拟稿，可以修改公开属性，再按程序送审。"),
    Verb(
        "publish_in_emergency",
        "emergency",
        forms.EmergencyForm,
        "只用于突发事件等来不及审签的情形。马上公开，并一直标为“待补签”，直到另一个人补签。",
    ),
)
SERVICES = {verb.code: getattr(pipeline, verb.code) for verb in VERBS}


class VerbsMixin:
    """Addresses `<pk>/<slug>/` for every verb, each checked by the pipeline's own `why_not`."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            *(
                path(
                    f"<path:object_id>/{verb.slug}/",
                    view(self.verb_view),
                    {"verb": verb},
                    name=f"{name}_{verb.slug}",
                )
                for verb in VERBS
            ),
            *super().get_urls(),
        ]

    def verb_view(self, request, object_id, verb: Verb):
        """Ask, then do it; or say why not."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = verb.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            if self.try_to(request, verb, publication, form.answers()):
                return self.to_change_page(self._shown_after(publication))
            if verb.code != "schedule":  # a time that cannot be is asked again, with what was typed
                return self.to_change_page(publication)
        context = {"reasons": pipeline.why_not(publication, verb.code, request.user), "form": form}
        return self.verb_page(request, publication, verb, context)

    def _shown_after(self, publication):
        """A correction that went out is shown where it went."""
        publication.refresh_from_db(fields=["status"])
        return (
            publication.corrects
            if publication.corrects_id and publication.status == Status.ARCHIVED
            else publication
        )

    def visible_object(self, request, object_id):
        """The publication when it is in the user's scope and may be seen, else None. Raises PermissionDenied."""
        publication = self.get_object(request, unquote(object_id))
        if publication is not None and not self.has_view_permission(request, publication):
            raise PermissionDenied
        return publication

    def verb_page(self, request, publication, verb: Verb, context):
        return TemplateResponse(
            request,
            "admin/disclosure/verb.html",
            {
                **self.admin_site.each_context(request),
                "title": verb.label,
                "verb": verb.label,
                "question": verb.question,
                "opts": self.opts,
                "original": publication,
                "change_url": self.change_url(publication),
                **context,
            },
        )

    def change_url(self, publication) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(publication.pk)]
        )

    def to_change_page(self, publication):
        return HttpResponseRedirect(self.change_url(publication))

    def try_to(self, request, verb: Verb, publication: Publication, answers: dict) -> bool:
        """Do it and say so, or say why not. Returns whether it was done."""
        try:
            done = SERVICES[verb.code](publication, request.user, **answers)
        except NotAllowed as refusal:
            messages.error(request, f"“{publication.title}”没有{verb.label}：{''.join(refusal.reasons)}")
            return False
        self.log_change(request, publication, self._history_line(verb, answers))
        messages.success(request, self._said(verb, publication, done))
        return True

    def _history_line(self, verb: Verb, answers: dict) -> str:
        words = "".join(str(value) for value in answers.values() if value and isinstance(value, str))
        return f"{verb.label}：{words}" if words else f"{verb.label}。"

    def _said(self, verb: Verb, publication, done: Publication):
        if verb.code in ("publish", "publish_in_emergency"):
            text = '“{}”已发布，索引号 {}。<a href="{}">在网站上查看</a>'
            return format_html(text, done.title, done.index_number, done.get_absolute_url())
        if verb.code == "withdraw":
            return f"“{publication.title}”已撤回，原网址只显示撤回说明。"
        return f"“{publication.title}”已{verb.label}，现在是“{done.get_status_display()}”。"

    def desk(self, request, publication) -> dict:
        """What the change page says about the way of this publication: whose turn, what can be done, and if not, why."""
        user, offered, refused = request.user, [], []
        for verb in VERBS:
            if publication.status not in ALLOWED_FROM[verb.code] or self._is_beside_the_point(
                verb, publication
            ):
                continue
            reasons = pipeline.why_not(publication, verb.code, user)
            if not reasons:
                offered.append(verb)
            elif self._is_mine(verb, publication, user):
                refused.append({"label": verb.label, "reasons": reasons})
        right = rules.TURN.get(publication.status)
        return {
            "offered": [
                {"label": v.label, "slug": v.slug, "url": self.verb_url(publication, v)} for v in offered
            ],
            "refused": refused,
            "turn": rules.DUTY[right] if right else "",
            "steps": list(publication.steps.select_related("by", "on_behalf_of")[:8]),
            "is_public": publication.is_public,
            "is_gone": publication.is_gone,
            "can_change": self.has_change_permission(request, publication),
            "correction": open_correction(publication) if publication.published_at else None,
        }

    def verb_url(self, publication, verb: Verb) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{verb.slug}"
        return reverse(name, args=[quote(publication.pk)])

    def _is_beside_the_point(self, verb: Verb, publication) -> bool:
        if verb.code == "approve_emergency":
            return not publication.is_rushed
        if verb.code in ("publish", "schedule"):
            return publication.attribute != "proactive"
        if verb.code == "archive":
            return publication.status in (Status.DRAFT, Status.RETURNED) and not publication.corrects_id
        return False

    def _is_mine(self, verb: Verb, publication, user) -> bool:
        """Whether the user's post has to do with the verb: to others the reasons would be noise."""
        if verb.code in ("publish_in_emergency", "archive", "take_back"):
            return False
        right = rules.right_needed(publication, pipeline.acting.TRANSITIONS[verb.code][0].custom["right"])
        return user.has_perm(f"disclosure.{right}_publication")
