"""What each verb asks before it is done."""

from datetime import timedelta

from django import forms
from django.utils import timezone


def words(label: str, missing: str = "", help_text: str = "", most: int = 300) -> forms.CharField:
    """A few lines of text; compulsory when `missing` says what to answer to an empty one."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=help_text,
        error_messages={"required": missing} if missing else {},
    )


class RemarkForm(forms.Form):
    remark = words("意见", help_text="可以不填。会记在办理过程里，只有工作人员看得到。", most=500)

    def answers(self) -> dict:
        """Keyword arguments for the verb."""
        return {"remark": self.cleaned_data["remark"]}


class ReturnForm(RemarkForm):
    remark = words(
        "退回理由", "请写明退回的理由，经办人据此修改。", "写清楚哪里要改、怎么改，经办人据此修改。", most=500
    )


class NothingForm(forms.Form):
    def answers(self) -> dict:
        return {}


class ReasonForm(forms.Form):
    """Subclasses say what `reason` is."""

    def answers(self) -> dict:
        return {"reason": self.cleaned_data["reason"]}


class WithdrawForm(ReasonForm):
    reason = words(
        "撤回理由",
        "请写明撤回的理由，群众打开原网址时会看到。",
        "群众打开原网址时会看到，如：“附件数据有误，更正后重新发布”。不要写个人信息。",
    )


class ArchiveForm(ReasonForm):
    reason = words(
        "归档理由",
        "请写明归档的理由。",
        "公开过的信息归档以后，原网址只显示说明和这里写的理由，如：“公示期满”。不要写个人信息。",
    )


class EmergencyForm(ReasonForm):
    reason = words(
        "紧急公开的理由",
        "请写明紧急公开的理由，补签时要看。",
        "如：山洪灾害预警，需要马上让群众知道。24小时内应当由另一个人补签。",
    )


class ScheduleForm(forms.Form):
    at = forms.SplitDateTimeField(
        label="发布时间",
        help_text="到时间自动发布，前后不超过一分钟。",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
        error_messages={
            "required": "请填写发布的日期和时间。",
            "invalid": "日期或者时间不对，请按“2026-03-05”“09:00”的样子填写。",
            "invalid_date": "日期不对，请按“2026-03-05”的样子填写。",
            "invalid_time": "时间不对，请按“09:00”的样子填写。",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tomorrow = timezone.localtime() + timedelta(days=1)
        self.initial.setdefault("at", tomorrow.replace(hour=9, minute=0, second=0, microsecond=0))

    def answers(self) -> dict:
        return {"at": self.cleaned_data["at"]}
