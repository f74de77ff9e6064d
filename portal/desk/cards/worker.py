"""定时服务: whether what is scheduled will go out at all."""

from datetime import date

from django.utils import timezone

from portal import heartbeat

from .base import Card, Line

STOPPED = (
    "定时发布、到期下线、每日重算都不会进行。请系统管理员检查：用 make run 启动的，重新启动；"
    "正式环境，检查 Celery 的 worker 和 beat 两个服务。在恢复之前，请到时间手工发布。"
)
SEES = (
    "disclosure.publish_publication",
    "disclosure.view_consistencyfinding",
)


def card(user, today: date) -> Card | None:
    """When the worker was last seen. No query."""
    if not any(user.has_perm(permission) for permission in SEES):
        return None
    seen = heartbeat.last_seen()
    when = f"{timezone.localtime(seen):%m月%d日 %H:%M}" if seen else ""
    if heartbeat.is_alive():
        return Card("worker", "定时服务", f"定时服务正常，最近一次运行是{when}。")
    text = f"定时服务从{when}起没有运行" if when else "没有见到定时服务运行"
    return Card(
        "worker",
        "定时服务",
        "",
        count=1,
        lines=(Line(text, mark="已停", note=STOPPED),),
        is_urgent=True,
        unit="",
    )
