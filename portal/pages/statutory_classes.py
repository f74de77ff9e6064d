"""The classes of information that must be disclosed: 《政府信息公开条例》 Art. 20 (1)-(15) and Art. 21 (rules 1.20.1, 1.21.1).

Each names the level-1 groups (一级事项) of the statutory catalog in which its matters stand.
"""

from typing import NamedTuple


class StatutoryClass(NamedTuple):
    code: str
    article: str
    name: str
    groups: tuple[str, ...]


COLUMN_GROUP = "政府信息公开"

CLASSES = (
    StatutoryClass("20-1", "第二十条第一项", "行政法规、规章和规范性文件", ("政策文件",)),
    StatutoryClass("20-2", "第二十条第二项", "机关职能、机构设置、联系方式、负责人姓名", ("机构职能",)),
    StatutoryClass("20-3", "第二十条第三项", "国民经济和社会发展规划、专项规划、区域规划", ("规划信息",)),
    StatutoryClass("20-4", "第二十条第四项", "国民经济和社会发展统计信息", ("统计信息",)),
    StatutoryClass(
        "20-5", "第二十条第五项", "行政许可和其他对外管理服务事项", ("行政许可和其他对外管理服务",)
    ),
    StatutoryClass("20-6", "第二十条第六项", "行政处罚、行政强制", ("行政处罚和行政强制",)),
    StatutoryClass("20-7", "第二十条第七项", "财政预算、决算信息", ("财政信息",)),
    StatutoryClass("20-8", "第二十条第八项", "行政事业性收费项目、依据、标准", ("行政事业性收费",)),
    StatutoryClass("20-9", "第二十条第九项", "政府集中采购目录、标准和实施情况", ("政府采购",)),
    StatutoryClass("20-10", "第二十条第十项", "重大建设项目的批准和实施情况", ("重大建设项目",)),
    StatutoryClass("20-11", "第二十条第十一项", "扶贫、教育、医疗、社会保障、促进就业", ("民生保障",)),
    StatutoryClass("20-12", "第二十条第十二项", "突发公共事件的应急预案、预警和应对", ("应急管理",)),
    StatutoryClass(
        "20-13", "第二十条第十三项", "环境、公共卫生、安全生产、食品药品、产品质量监督检查", ("监督检查",)
    ),
    StatutoryClass(
        "20-14", "第二十条第十四项", "公务员招考的职位、名额、报考条件和录用结果", ("公务员招考",)
    ),
    StatutoryClass(
        "20-15", "第二十条第十五项", "法律、法规、规章和国家规定的其他信息", ("决策公开", "政民互动")
    ),
    StatutoryClass("21-county", "第二十一条", "县级人民政府及其部门应当公开的其他信息", ("县级重点领域",)),
    StatutoryClass("21-town", "第二十一条", "乡镇人民政府应当公开的其他信息", ("乡镇重点领域",)),
)
