"""What a catalog spreadsheet says, free of its layout."""

from dataclasses import dataclass, field

COLUMNS = (
    "序号",
    "一级事项",
    "二级事项",
    "公开内容",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道",
    "公开对象",
    "公开方式",
    "公开层级",
)
TIERS = ("县级", "乡级", "村级")
PROACTIVE, ON_REQUEST = "主动公开", "依申请公开"
EVERYONE, GROUP = "全社会", "特定群体"

# The order of the boxes in the form attached to the pilot guidelines (国办发〔2019〕54号).
CHANNELS = (
    "政府网站",
    "政府公报",
    "两微一端",
    "发布会/听证会",
    "广播电视",
    "纸质媒体",
    "公开查阅点",
    "政务服务中心",
    "便民服务站",
    "入户/现场",
    "社区/企事业单位/村公示栏",
    "精准推送",
    "其他",
)


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """One matter of the catalog.

    `number` is the line the clerk sees in the sheet, from 1. It says where the row was read, so it takes no
    part in comparing rows. `audience` is 全社会, 特定群体（…）, or both joined by 、; empty when left open.
    """

    number: int = field(compare=False)
    sequence: str
    level1: str
    name: str
    content: str
    legal_basis: str
    time_limit: str
    responsible: str
    channels: tuple[str, ...]
    audience: str
    method: str
    tiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing the clerk has to put right. `row` 0 means the whole sheet, an empty `sheet` the file."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class SheetRows:
    """The good rows of one sheet, in the sheet's order."""

    name: str
    rows: tuple[CatalogRow, ...]


@dataclass(frozen=True)
class ReadResult:
    """Everything read and everything wrong. Rows named in `errors` are not among the rows."""

    sheets: tuple[SheetRows, ...]
    errors: tuple[RowError, ...]
