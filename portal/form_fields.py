from django import forms

SEPARATORS = "、，,；;\n"


class NameListField(forms.CharField):
    """A list of names kept as JSON, typed and shown as text: 县国资办、国有资产监督管理部门."""

    def __init__(self, **kwargs):
        self.widget = forms.Textarea(attrs={"rows": 2, "cols": 60})
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        text = super().to_python(value)
        for separator in SEPARATORS:
            text = text.replace(separator, "、")
        return list(dict.fromkeys(name.strip() for name in text.split("、") if name.strip()))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data or "")
