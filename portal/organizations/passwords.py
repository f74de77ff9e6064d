from django.contrib.auth import password_validation


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's own, in Chinese: its sentence has no translation."""

    def get_error_message(self):
        return f"密码太短，至少要有{self.min_length}个字符。"

    def get_help_text(self):
        return f"密码至少要有{self.min_length}个字符。"
