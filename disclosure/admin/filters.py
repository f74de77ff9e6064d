from django.contrib import admin

from disclosure.topics import TOPIC_CLASSES
from portal.organizations.scope import organizations_in_scope


class OrganizationFilter(admin.SimpleListFilter):
    """Organisations in the user's scope; not shown when there is only one."""

    title = "发布机构"
    parameter_name = "organization"

    def lookups(self, request, model_admin):
        rows = organizations_in_scope(request.user).order_by("tree_id", "lft")
        found = list(rows.values_list("pk", "short_name"))
        return [(str(pk), name) for pk, name in found] if len(found) > 1 else []

    def queryset(self, request, queryset):
        value = self.value()
        if value is None:
            return queryset
        is_known = value in {pk for pk, _ in self.lookup_choices}
        return queryset.filter(organization=value) if is_known else queryset.none()


class TopicFilter(admin.SimpleListFilter):
    """The first level of 主题分类."""

    title = "主题分类"
    parameter_name = "topic"

    def lookups(self, request, model_admin):
        return [(first, first) for first in TOPIC_CLASSES]

    def queryset(self, request, queryset):
        return queryset.filter(topic__startswith=self.value()) if self.value() else queryset
