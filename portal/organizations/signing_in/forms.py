from django import forms

from .two_factor import Answer

WRONG = "验证码不正确或者已经用过，请等手机上出现新的验证码后再输入。"
WRONG_ANY = "验证码或者恢复码不正确，或者已经用过。请等手机上出现新的验证码后再输入。"


class CodeForm(forms.Form):
    """One code. `check(code)` gives an Answer; what it says is shown beside the field."""

    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="手机验证器上显示的6位数字，每30秒换一次。",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )
    wrong = WRONG

    def __init__(self, *args, check=None, **kwargs):
        self.check = check
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        answer: Answer = self.check(code)
        if answer.wait:
            raise forms.ValidationError(f"连续输错次数太多，请{answer.wait}秒以后再试。")
        if not answer.is_right:
            raise forms.ValidationError(self.wrong)
        return code


class CodeOrRecoveryForm(CodeForm):
    """The code of the app, or one of the recovery codes."""

    wrong = WRONG_ANY

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "验证码或者恢复码"
        self.fields["code"].help_text = "手机验证器上的6位数字；手机不在身边的，输入一个恢复码。"
        self.fields["code"].widget.attrs.pop("inputmode")
