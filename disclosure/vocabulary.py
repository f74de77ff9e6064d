"""The fixed vocabularies of publications. Values are what the standards print."""

from django.db import models


class Kind(models.TextChoices):
    ARTICLE = "article", "政务信息"
    POLICY = "policy", "政策文件"
    INTERPRETATION = "interpretation", "政策解读"
    STATUTORY_PAGE = "statutory_page", "法定栏目"
    ANNUAL_REPORT = "annual_report", "政府信息公开年报"


class Status(models.TextChoices):
    """Where a publication stands in the pipeline. Only PUBLISHED is readable; once public it keeps its address."""

    DRAFT = "draft", "拟稿"
    SUBMITTED = "submitted", "已送审"
    REVIEWED = "reviewed", "已审核"
    CHECKED = "checked", "已保密审查"
    SIGNED = "signed", "已签发"
    SCHEDULED = "scheduled", "待发布"
    PUBLISHED = "published", "已发布"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    ARCHIVED = "archived", "已归档"


WRITABLE = (Status.DRAFT, Status.RETURNED)
UNDER_REVIEW = (Status.SUBMITTED, Status.REVIEWED, Status.CHECKED)
APPROVED = (Status.SIGNED, Status.SCHEDULED)
ADDRESSABLE = (Status.PUBLISHED, Status.WITHDRAWN, Status.ARCHIVED)


class Attribute(models.TextChoices):
    """Disclosure attribute (公开属性), decided at drafting (rule 10.4)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Ground(models.TextChoices):
    """Why something is not proactively disclosed: 条例 Art. 14, 15, 16."""

    STATE_SECRET = "14a", "依法确定为国家秘密（第十四条）"
    FORBIDDEN_BY_LAW = "14b", "法律、行政法规禁止公开（第十四条）"
    THREE_SECURITIES = "14c", "公开后可能危及国家安全、公共安全、经济安全、社会稳定（第十四条）"
    THIRD_PARTY = "15", "涉及商业秘密、个人隐私等，公开会损害第三方合法权益（第十五条）"
    INTERNAL_AFFAIRS = "16-1", "人事管理、后勤管理、内部工作流程等内部事务信息（第十六条）"
    PROCESS = "16-2a", "讨论记录、过程稿、磋商信函、请示报告等过程性信息（第十六条）"
    CASE_FILE = "16-2b", "行政执法案卷信息（第十六条）"


class Stage(models.TextChoices):
    """五公开: the stage of government work that the information shows."""

    DECISION = "decision", "决策"
    EXECUTION = "execution", "执行"
    MANAGEMENT = "management", "管理"
    SERVICE = "service", "服务"
    RESULT = "result", "结果"


class Validity(models.TextChoices):
    """有效性 (rule 5.10)."""

    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修改"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"


class RelationType(models.TextChoices):
    """How one publication relates to another; read from the first to the second."""

    BASED_ON = "based_on", "依据"
    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    FORWARDS = "forwards", "转发"
    INTERPRETS = "interprets", "解读"


# The same relations read from the second to the first.
INVERSE_RELATIONS = {
    RelationType.BASED_ON: "配套文件",
    RelationType.AMENDS: "被修改",
    RelationType.REPEALS: "被废止",
    RelationType.FORWARDS: "被转发",
    RelationType.INTERPRETS: "解读",
}


class InterpretationForm(models.TextChoices):
    TEXT = "text", "文字解读"
    GRAPHIC = "graphic", "图解"
    QA = "qa", "问答"
    CASE = "case", "案例"
    VIDEO = "video", "视频"
    EXPERT = "expert", "专家解读"
    LEAFLET = "leaflet", "明白卡"
    LETTER = "letter", "一封信"
    PRESS = "press", "新闻发布会"


class ConsentAnswer(models.TextChoices):
    """What another organ concerned says of publishing (条例 Art. 11). Silence is not consent."""

    PENDING = "pending", "尚未答复"
    AGREED = "agreed", "同意公开"
    OBJECTED = "objected", "不同意公开"


class FindingState(models.TextChoices):
    OPEN = "open", "待处理"
    FIXED = "fixed", "已改正"
    ANSWERED = "answered", "已说明"


class CleanupVerdict(models.TextChoices):
    """The lists of a clean-up (rule 8.22)."""

    KEEP = "keep", "继续有效"
    AMEND = "amend", "拟修改"
    REPEAL = "repeal", "废止"
    EXPIRE = "expire", "宣布失效"


class ReassessmentOutcome(models.TextChoices):
    KEPT = "kept", "继续公开"
    CORRECTED = "corrected", "更正"
    WITHDRAWN = "withdrawn", "撤回"
    STILL_WITHHELD = "still_withheld", "仍不公开"
    TO_BE_DISCLOSED = "to_be_disclosed", "情况变化，转为公开"


# 《党政机关公文处理工作条例》 (2012), Art. 8, and 其他 as portals do (rule 10.5).
GENRES = [
    "决议",
    "决定",
    "命令（令）",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
    "其他",
]
GENRE_CHOICES = [(genre, genre) for genre in GENRES]
