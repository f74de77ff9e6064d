from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path

from portal.spreadsheet_export import ExportMixin

from .models import AllowedDomain, TitleRank, WordRule
from .pasting import add_lines


class PasteForm(forms.Form):
    lines = forms.CharField(
        label="内容",
        widget=forms.Textarea(attrs={"rows": 16, "cols": 80}),
        error_messages={"required": "请粘贴要导入的内容，一行一条。"},
    )


class PasteWordsForm(PasteForm):
    kind = forms.ChoiceField(label="类别", choices=WordRule.Kind.choices)
    field_order = ["kind", "lines"]


class EntryAdmin(ExportMixin, admin.ModelAdmin):
    """Shipped lines are switched off, not deleted: the row remembers that this county does not want them."""

    paste_form = PasteForm
    paste_fields: list[str] = []
    paste_help = ""
    change_list_template = "admin/screening/list.html"
    actions = ["switch_on", "switch_off"]
    list_per_page = 100

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_shipped)

    def get_actions(self, request):
        """Deleting many at once would take shipped lines along."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="来源", ordering="shipped_as")
    def origin(self, entry):
        return "系统内置" if entry.is_shipped else "本地增加"

    @admin.action(description="启用所选条目", permissions=["change"])
    def switch_on(self, request, queryset):
        self._switch(request, queryset, True)

    @admin.action(description="停用所选条目", permissions=["change"])
    def switch_off(self, request, queryset):
        self._switch(request, queryset, False)

    def _switch(self, request, queryset, on):
        changed = queryset.exclude(is_active=on)
        for entry in changed:
            entry.is_active = on
            entry.save(update_fields=["is_active", "updated_at"])
            self.log_change(request, entry, "启用" if on else "停用")
        self.message_user(request, f"已{'启用' if on else '停用'}所选条目，下一次检查起生效。")

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_paste"
        return [path("paste/", self.admin_site.admin_view(self.paste), name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_paste"
        extra = {"paste_address": address if self.paste_fields and self.has_add_permission(request) else ""}
        return super().changelist_view(request, extra | (extra_context or {}))

    def paste(self, request):
        """Add many lines at once, all or none."""
        if not self.has_add_permission(request) or not self.paste_fields:
            raise PermissionDenied
        form = self.paste_form(request.POST or None)
        errors = []
        if request.method == "POST" and form.is_valid():
            common = {name: value for name, value in form.cleaned_data.items() if name != "lines"}
            result = add_lines(self.model, form.cleaned_data["lines"], self.paste_fields, **common)
            errors = result.errors
            if not errors:
                known = f"，{result.known}条已经有了" if result.known else ""
                self.message_user(request, f"导入了{result.added}条{known}。", messages.SUCCESS)
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        context = self.admin_site.each_context(request) | {"form": form, "errors": errors, "opts": self.opts}
        context |= {"title": f"粘贴导入{self.opts.verbose_name}", "help": self.paste_help}
        return render(request, "admin/screening/paste.html", context)


@admin.register(WordRule)
class WordRuleAdmin(EntryAdmin):
    list_display = ["text", "replacement", "kind", "level_shown", "reason", "is_active", "origin"]
    list_filter = ["kind", "is_active", "level", "is_regex", ("shipped_as", admin.EmptyFieldListFilter)]
    search_fields = ["text", "replacement", "reason"]
    fields = ["kind", "text", "replacement", "reason", "level", "is_regex", "is_active"]
    paste_form = PasteWordsForm
    paste_fields = ["text", "replacement", "reason"]
    paste_help = (
        "一行一条，依次写：查找的词，建议写法，理由，中间用逗号隔开。例如：帐户，账户，与钱财有关的用“账”。"
    )

    @admin.display(description="严重程度", ordering="level")
    def level_shown(self, rule):
        return rule.get_level_display() or "按类别"


@admin.register(AllowedDomain)
class AllowedDomainAdmin(EntryAdmin):
    list_display = ["domain", "reason", "is_active", "origin"]
    list_filter = ["is_active"]
    search_fields = ["domain", "reason"]
    fields = ["domain", "reason", "is_active"]
    paste_fields = ["domain", "reason"]
    paste_help = "一行一个，依次写：域名，理由，中间用逗号隔开。例如：example.gov.cn，省政务服务网。"


@admin.register(TitleRank)
class TitleRankAdmin(EntryAdmin):
    list_display = ["title", "place", "holders", "is_active", "origin"]
    list_editable = ["place"]
    list_filter = ["is_active"]
    search_fields = ["title", "holders"]
    fields = ["title", "place", "holders", "is_active"]
