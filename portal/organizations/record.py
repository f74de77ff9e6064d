"""What is done to accounts goes into the ledger, and is never public."""

from portal.ledger.sentences import register
from portal.ledger.services import append

from .models import User

SENTENCES = (
    ("two_factor_enrolled", "启用双重验证", "{name}启用双重验证。"),
    ("two_factor_replaced", "更换验证器", "{name}更换双重验证的手机。"),
    ("two_factor_removed", "停用双重验证", "{name}停用双重验证。"),
    ("two_factor_reset", "重置双重验证", "管理员重置{name}的双重验证。"),
    ("recovery_code_used", "使用恢复码", "{name}使用恢复码登录。"),
    ("recovery_codes_renewed", "更换恢复码", "{name}重新生成恢复码。"),
    ("password_given", "重设密码", "管理员重设{name}的密码。"),
    ("sign_in_lock_lifted", "解除登录锁定", "解除{name}的登录锁定。"),
    ("deputy_appointed", "设定代理", "设定{deputy}代理{principal}，{from}至{to}，事由：{reason}。"),
    ("deputy_changed", "变更代理", "变更{deputy}代理{principal}的安排，{from}至{to}，事由：{reason}。"),
)


def register_sentences() -> None:
    """Teach the ledger what these entries say."""
    for verb, label, text in SENTENCES:
        register(verb, label, text, is_public=False)


def record(verb: str, subject: str, by: User, **payload) -> None:
    """Append one act of `by`, inside the caller's transaction."""
    code = by.organization.code if by.organization else ""
    append(verb, subject, actor=by.username, organization=code, payload=payload, is_public=False)
