"""One verb for many rows, each row with its own answer."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.template.response import TemplateResponse

from catalog.models import Obligation
from disclosure.models import Publication
from disclosure.rules import TURN
from disclosure.services import link_obligations
from disclosure.versions import save_version
from disclosure.vocabulary import WRITABLE
from portal.organizations.scope import can_act_for, organizations_in_scope
from portal.refusal import NotAllowed

from .formsets import labelled
from .verbs import SERVICES, VERBS

BATCH_MAX = 100
BY_CODE = {verb.code: verb for verb in VERBS}


def action(code: str, right: str):
    """An action of the list that carries out the verb `code` for the selected rows."""
    verb = BY_CODE[code]

    @admin.action(description=f"{verb.label}所选信息", permissions=[right])
    def run(self, request, queryset):
        return self.ask_then_run(request, queryset, verb)

    run.__name__ = f"{code}_selected"
    return run


class BulkMixin:
    actions = [
        action("submit", "submit"),
        action("review", "review"),
        action("check_secrecy", "check_secrecy"),
        action("sign", "sign"),
        action("publish", "publish"),
        action("withdraw", "withdraw"),
        action("return_", "any_step"),
        "move_selected",
        "set_matter_selected",
    ]

    def has_submit_permission(self, request):
        return request.user.has_perm("disclosure.submit_publication")

    def has_review_permission(self, request):
        return request.user.has_perm("disclosure.review_publication")

    def has_any_step_permission(self, request):
        """Whoever has a step may send back what stands at it; each row is judged by its own step."""
        return any(request.user.has_perm(f"disclosure.{right}_publication") for right in set(TURN.values()))

    def has_check_secrecy_permission(self, request):
        return request.user.has_perm("disclosure.check_secrecy_publication")

    def has_sign_permission(self, request):
        return request.user.has_perm("disclosure.sign_publication")

    def has_publish_permission(self, request):
        return request.user.has_perm("disclosure.publish_publication")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("disclosure.withdraw_publication")

    def ask_then_run(self, request, queryset, verb):
        """Ask once what the verb needs, then do it row by row and show what became of each."""
        form = verb.form(request.POST if "apply" in request.POST else None)
        context = {"verb": verb.label, "question": verb.question, "action": f"{verb.code}_selected"}
        return self._ask_rows(
            request, queryset, form, context, lambda row: self._do(request, row, verb, form)
        )

    def _do(self, request, row, verb, form) -> str:
        done = SERVICES[verb.code](row, request.user, **form.answers())
        self.log_change(request, row, self._history_line(verb, form.answers()))
        return f"已{verb.label}，现在是“{done.get_status_display()}”。"

    @admin.action(description="改变所选信息的发布机构", permissions=["submit"])
    def move_selected(self, request, queryset):
        form = MoveForm(request.POST if "apply" in request.POST else None, user=request.user)
        context = {
            "verb": "改变发布机构",
            "question": "只有还没有送审、没有索引号的稿子可以改变发布机构；原来选的公开事项会清空。",
            "action": "move_selected",
        }
        return self._ask_rows(request, queryset, form, context, lambda row: _move(row, request.user, form))

    @admin.action(description="设定所选信息对应的公开事项", permissions=["submit"])
    def set_matter_selected(self, request, queryset):
        organizations = set(queryset.values_list("organization", flat=True))
        form = MatterForm(
            request.POST if "apply" in request.POST else None, user=request.user, organizations=organizations
        )
        context = {
            "verb": "设定公开事项",
            "question": "在原有的公开事项之外加上这一项。只有还没有送审的稿子可以改。",
            "action": "set_matter_selected",
        }
        return self._ask_rows(
            request, queryset, form, context, lambda row: _set_matter(row, request.user, form)
        )

    def _ask_rows(self, request, queryset, form, context, do):
        rows = list(queryset[: BATCH_MAX + 1])
        if len(rows) > BATCH_MAX:
            messages.error(request, f"一次最多办理{BATCH_MAX}条，请分批选择。")
            return None
        results = None
        if "apply" in request.POST and form.is_valid():
            results = [_outcome(row, do) for row in rows]
        context = {
            **self.admin_site.each_context(request),
            "title": context["verb"],
            "opts": self.opts,
            "publications": rows,
            "form": form,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "results": results,
            "done": sum(result["done"] for result in results or []),
            **context,
        }
        return TemplateResponse(request, "admin/disclosure/bulk.html", context)


def _outcome(row: Publication, do) -> dict:
    try:
        with transaction.atomic():
            return {"publication": row, "done": True, "text": do(row)}
    except NotAllowed as refusal:
        return {"publication": row, "done": False, "text": "".join(refusal.reasons)}


class MoveForm(forms.Form):
    organization = forms.ModelChoiceField(label="发布机构", queryset=None, empty_label="请选择")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = organizations_in_scope(user).order_by("tree_id", "lft")
        self.fields["organization"].queryset = rows.active()


class MatterForm(forms.Form):
    obligation = forms.ChoiceField(label="公开事项")

    def __init__(self, *args, user, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        scope = organizations_in_scope(user).filter(pk__in=organizations)
        owed = Obligation.objects.current().filter(organization__in=scope) if len(organizations) == 1 else []
        self.fields["obligation"].choices = [
            ("", "请选择"),
            *(labelled(owed) if len(organizations) == 1 else []),
        ]
        if len(organizations) != 1:
            self.fields["obligation"].help_text = "所选的信息不属于同一个机构，请分别选择。"


def _writable(row: Publication, user) -> Publication:
    """The locked row, when `user` may write in it now. Raises NotAllowed."""
    locked = Publication.objects.select_for_update(of=("self",)).select_related("organization").get(pk=row.pk)
    reasons = []
    if not can_act_for(user, locked.organization):
        reasons.append(f"这条信息属于{locked.organization.short_name}，不在您的单位范围之内。")
    if locked.status not in WRITABLE:
        reasons.append(f"现在是“{locked.get_status_display()}”，只有拟稿和退回的稿子可以改。")
    NotAllowed.if_any(reasons)
    return locked


def _move(row, user, form) -> str:
    locked, organization = _writable(row, user), form.cleaned_data["organization"]
    if locked.index_number or locked.corrects_id:
        raise NotAllowed(["已经有索引号的信息不能改变发布机构。"])
    if not can_act_for(user, organization):
        raise NotAllowed([f"{organization.short_name}不在您的单位范围之内。"])
    link_obligations(locked, [])
    locked.organization = organization
    locked.save()
    save_version(locked, user, "批量改变发布机构")
    return f"发布机构改为{organization.short_name}。"


def _set_matter(row, user, form) -> str:
    locked = _writable(row, user)
    obligation = Obligation.objects.select_related("matter").get(pk=form.cleaned_data["obligation"])
    if obligation.organization_id != locked.organization_id:
        raise NotAllowed(["这一事项不是该单位的公开事项。"])
    kept = [link.obligation for link in locked.fulfilments.select_related("obligation")]
    link_obligations(locked, [*kept, obligation])
    save_version(locked, user, "批量设定公开事项")
    return f"已对应“{obligation.matter.name}”。"
