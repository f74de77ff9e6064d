"""What people say, and what documents and the catalog write instead: read by the search."""

from types import MappingProxyType

_SAID = """
低保 低保户 低保金 吃低保 最低生活保障 | 最低生活保障 低保
特困 五保 五保户 | 特困人员
医保 新农合 看病报销 | 医疗保险 医疗保障 医保 医疗救助
社保 | 社会保险 社保
养老金 退休金 养老保险 | 养老保险 养老金
上学 入学 招生 招生入学 入学报名 报名上学 择校 学区 | 招生 入学
公租房 廉租房 | 公租房 公共租赁住房 公租住房 保障性住房
征地 征地补偿 征地补偿款 土地补偿 占地补偿 青苗补偿 | 征地补偿 征收土地 土地征收 征地
拆迁 房屋拆迁 拆迁补偿 | 房屋征收 拆迁
危房 危房改造 建房补助 | 危房改造 危房
种粮补贴 粮食补贴 地力补贴 农业补贴 惠农补贴 一卡通 | 种粮 粮食生产补贴 地力保护补贴 涉农补贴 惠农
户口 落户 上户口 | 户口 落户 户籍
身份证 办身份证 | 居民身份证
养老院 敬老院 养老 | 养老 敬老院
老年补贴 高龄津贴 老年人补贴 | 高龄津贴 老年人补贴
找工作 招聘 就业 | 就业 岗位信息 公开招聘
失业金 失业补助 | 失业保险
打官司 法律援助 | 法律援助
停水 自来水 水费 | 供水 水价
燃气 煤气 天然气 | 燃气
公交 公交车 | 公交
残疾 残疾补贴 残疾人补贴 | 残疾人
"""


def _read(text: str) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        said, written = (part.split() for part in line.split("|"))
        for word in said:
            words[word] = tuple(dict.fromkeys((*words.get(word, ()), *(w for w in written if word not in w))))
    return words


EVERYDAY = MappingProxyType(_read(_SAID))
"""A word as people type it -> other words to look for as well; those that contain it are found anyway."""
