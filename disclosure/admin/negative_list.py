"""不主动公开的信息: the register behind the public negative list, for staff in whose scope it is."""

from django.contrib import admin

from disclosure.documents import reassessments
from disclosure.models import WithheldRecord

from .life import PublicationList, ScopeOrganizationFilter
from .reassessments import KindFilter, ReassessMixin


@admin.register(WithheldRecord)
class WithheldRecordAdmin(ReassessMixin, PublicationList):
    """What is on file as not proactively disclosed, with its ground and the day it is looked at again."""

    list_display = [
        "title",
        "kind",
        "organization",
        "attribute",
        "ground",
        "formed_on",
        "reassess_on",
        "status",
    ]
    list_filter = ["attribute", "ground", KindFilter, ScopeOrganizationFilter]
    ordering = ["reassess_on", "pk"]
    empty_list_text = (
        "签发时确定不主动公开的信息会在这里列出；网站上的负面清单只公布件数和理由，不公布标题和内容。"
    )

    def rows(self):
        return reassessments.withheld(self.model.objects.all())
