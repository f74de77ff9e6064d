"""The register of findings: what each code is called, how heavy it weighs, why, and what rule it rests on."""

from typing import NamedTuple

from .findings import Level


class Code(NamedTuple):
    label: str
    level: Level
    explanation: str
    source: str


SECRECY = "《保守国家秘密法》关于国家秘密标志和公开前保密审查的规定；《政府信息公开条例》第十四条、第十七条"
PERSONAL = "《个人信息保护法》第二十五条、第三十四条；《政府信息公开条例》第十五条"
SENSITIVE = "《个人信息保护法》第二十八条、第三十四条；《政府信息公开条例》第十五条"
LINKS = "《政府网站发展指引》（国办发〔2017〕47号）关于链接管理的规定"
WRITING = "《党政机关公文处理工作条例》第十九条；《政府网站发展指引》（国办发〔2017〕47号）关于内容审核的规定"
ACCESSIBLE = "《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668）；《无障碍环境建设法》"
HOUSE = "本系统约定"

CODES = {
    "secrecy_mark": Code(
        "国家秘密标志",
        Level.BLOCKS,
        "文中有密级标志。涉密信息不上网，上网信息不涉密；不涉密的，也不得保留国家秘密标志。",
        SECRECY,
    ),
    "withheld_mark": Code(
        "不公开标识",
        Level.BLOCKS,
        "文中注明不予公开或者依申请公开，与主动公开相矛盾。",
        "《政府信息公开条例》第十三条至第十七条",
    ),
    "internal_mark": Code(
        "内部资料标识",
        Level.ANSWER,
        "文中注明内部资料、注意保存或者请勿外传，公开前要确认是否属于内部事务信息或者工作秘密。",
        "《政府信息公开条例》第十六条、第十七条",
    ),
    "identity_number": Code("身份证号码", Level.BLOCKS, "完整的公民身份号码不得公开。", SENSITIVE),
    "old_identity_number": Code(
        "15位身份证号码", Level.ANSWER, "像是第一代居民身份证的号码，不得完整公开。", SENSITIVE
    ),
    "travel_document": Code("护照或者通行证号码", Level.BLOCKS, "完整的出入境证件号码不得公开。", SENSITIVE),
    "bank_card": Code("银行卡号", Level.BLOCKS, "金融账户是敏感个人信息，不得公开。", SENSITIVE),
    "bank_account": Code(
        "个人账号",
        Level.ANSWER,
        "像是个人的存折、一卡通或者银行账号；单位对外收款的账号可以公开。",
        SENSITIVE,
    ),
    "mobile_number": Code(
        "手机号码", Level.ANSWER, "个人手机号码属于个人信息；对外联系应当使用办公电话。", PERSONAL
    ),
    "home_address": Code("家庭住址", Level.ANSWER, "具体到门牌或者房号的住址属于个人信息。", PERSONAL),
    "private_email": Code(
        "个人邮箱", Level.ANSWER, "公共邮箱服务的地址多为个人邮箱，也不得用于处理政务信息。", PERSONAL
    ),
    "licence_plate": Code("车牌号码", Level.HINT, "个人车辆的号牌可以识别到个人；依法公告的除外。", PERSONAL),
    "banned_word": Code("禁用语", Level.BLOCKS, "不得出现在政府网站上的词语。", WRITING),
    "mistyped_word": Code("易错字词", Level.ANSWER, "常见的错别字或者误用。", WRITING),
    "organ_name": Code(
        "机构旧称或者误称", Level.HINT, "机构已经更名、撤并，或者名称写错；叙述历史时可以保留旧称。", WRITING
    ),
    "wording": Code("不规范用语", Level.ANSWER, "不规范、过时或者有失尊重的提法。", WRITING),
    "title_order": Code(
        "领导职务排序", Level.ANSWER, "并列的领导职务与本地排序不一致。", "本地领导职务排序表"
    ),
    "external_link": Code(
        "外部链接", Level.ANSWER, "指向允许名单以外的网站。链接到非政府网站应当登记、审核并定期检查。", LINKS
    ),
    "plain_address": Code("正文中的外部网址", Level.HINT, "文字中写有允许名单以外的网址。", LINKS),
    "hidden_link": Code("隐藏链接", Level.BLOCKS, "看不见的链接是网页被篡改的典型特征。", LINKS),
    "spam_link": Code("违法垃圾链接", Level.BLOCKS, "链接文字或者域名含有博彩等词语。", LINKS),
    "lookalike_link": Code("仿冒域名", Level.BLOCKS, "域名冒充政府网站，或者用外形相近的字符混淆。", LINKS),
    "unsafe_link": Code("不安全的链接", Level.BLOCKS, "链接会执行脚本，或者指向个人电脑里的文件。", LINKS),
    "unreadable_markup": Code(
        "正文无法检查", Level.BLOCKS, "正文的格式嵌套太深，机器读不到里面的文字。", HOUSE
    ),
    "hidden_text": Code("隐藏文字", Level.ANSWER, "正文里有看不见的文字。", HOUSE),
    "missing_alt": Code("图片没有替代文字", Level.ANSWER, "看不见图片的人要靠替代文字了解内容。", ACCESSIBLE),
    "table_header": Code("表格没有表头", Level.ANSWER, "读屏软件要靠表头说明每一格的含义。", ACCESSIBLE),
    "heading_order": Code("标题级别跳跃", Level.HINT, "标题应当逐级使用。", ACCESSIBLE),
    "empty_heading": Code("空标题", Level.HINT, "没有文字的标题会误导读屏软件。", ACCESSIBLE),
    "name_list": Code(
        "人员名单", Level.HINT, "依法应当公示的可以公开姓名，只保留公示所必需的内容。", PERSONAL
    ),
    "vulnerable_list": Code(
        "未成年人、患者等名单",
        Level.ANSWER,
        "未满十四周岁未成年人的信息、医疗健康信息是敏感个人信息。",
        SENSITIVE,
    ),
    "hidden_content": Code(
        "文件中的隐藏内容", Level.ANSWER, "隐藏的工作表、行列、批注、修订等，下载的人都能看到。", HOUSE
    ),
    "file_metadata": Code(
        "文件属性", Level.HINT, "文件属性里留有作者、单位或者修改人，下载的人能看到。", PERSONAL
    ),
    "photo_location": Code("照片拍摄地点", Level.ANSWER, "照片里留有拍摄地点的经纬度。", PERSONAL),
    "file_warning": Code("文件要人工检查", Level.ANSWER, "文件里有机器不能判断或者没有读到的内容。", HOUSE),
    "file_unreadable": Code("文件无法检查", Level.ANSWER, "机器读不了这个文件，要人工检查。", HOUSE),
    "file_without_text": Code(
        "文件没有可读文字", Level.ANSWER, "可能是扫描件或者图片，机器检查不到其中的内容。", HOUSE
    ),
}
