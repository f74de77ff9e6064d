"""What the style guide shows: invented examples of the fictional county, pure data."""

from datetime import date
from types import SimpleNamespace

from django.core.paginator import Paginator

FINANCE = {"name": "明湖县财政局", "short_name": "县财政局"}
OFFICE = {"name": "明湖县人民政府办公室", "short_name": "县政府办"}

PUBLICATIONS = [
    {
        "title": "明湖县人民政府办公室关于印发《明湖县农村公路养护管理办法》的通知",
        "url": "#document",
        "date": date(2026, 11, 20),
        "organization": OFFICE,
        "kind_label": "政策文件",
        "document_number": "明政办发〔2026〕31号",
        "validity_label": "有效",
    },
    {
        "title": "明湖县2026年第三季度集中式饮用水水源水质监测结果",
        "url": "#water",
        "date": date(2026, 11, 18),
        "organization": {"name": "明湖县生态环境分局", "short_name": "县生态环境分局"},
        "kind_label": "结果公开",
        "summary": "三季度监测水源地四处，指标六十一项，全部达到或优于三类标准。",
    },
    {
        "title": "明湖县财政局关于规范县级专项资金使用的若干规定",
        "url": "#fund",
        "date": date(2021, 3, 8),
        "organization": FINANCE,
        "kind_label": "政策文件",
        "document_number": "明财〔2021〕9号",
        "validity_label": "废止",
    },
    {
        "title": "青石镇2026年高标准农田建设项目中标结果公告",
        "url": "#field",
        "date": date(2026, 11, 12),
        "organization": {"name": "青石镇人民政府", "short_name": "青石镇"},
        "kind_label": "公告",
    },
]

FILTER_FIELDS = [
    {"name": "q", "label": "关键词", "value": "公路", "options": []},
    {
        "name": "organ",
        "label": "发文机关",
        "value": "office",
        "options": [("", "全部机关"), ("office", "县政府办"), ("finance", "县财政局")],
    },
    {
        "name": "year",
        "label": "年份",
        "value": "",
        "options": [("", "全部年份"), ("2026", "2026年"), ("2025", "2025年")],
    },
    {
        "name": "validity",
        "label": "有效性",
        "value": "",
        "options": [
            ("", "全部"),
            ("valid", "有效"),
            ("modified", "已修改"),
            ("lapsed", "失效"),
            ("repealed", "废止"),
        ],
    },
]

APPLIED = [
    {"label": "关键词", "value": "公路", "remove_url": "?organ=office"},
    {"label": "发文机关", "value": "县政府办", "remove_url": "?q=%E5%85%AC%E8%B7%AF"},
]

ELEMENTS = [
    ("索引号", "11990700MB0000001A/2026-00031"),
    ("主题分类", "工业、交通\\公路"),
    ("发文机关", "明湖县人民政府办公室", "#organization"),
    ("发文字号", "明政办发〔2026〕31号"),
    ("标题", "明湖县人民政府办公室关于印发《明湖县农村公路养护管理办法》的通知"),
    ("成文日期", "2026年11月12日"),
    ("发布日期", "2026年11月20日"),
    ("有效性", "有效"),
    ("公开方式", "主动公开"),
]

DOMAINS = [
    {"title": "重大建设项目", "url": "#1", "facts": "38 项事项，已公开 126 条"},
    {"title": "公共资源交易", "url": "#2", "facts": "42 项事项，已公开 203 条"},
    {"title": "财政预决算", "url": "#3", "facts": "24 项事项，已公开 88 条"},
    {"title": "安全生产", "url": "#4", "facts": "19 项事项，已公开 67 条"},
    {"title": "税收管理", "url": "#5", "facts": "17 项事项，已公开 41 条"},
    {"title": "国有土地上房屋征收", "url": "#6", "facts": "15 项事项，已公开 22 条"},
    {"title": "农村集体土地征收", "url": "#7", "facts": "14 项事项，已公开 35 条"},
    {"title": "公共文化服务", "url": "#8", "facts": "28 项事项，已公开 94 条"},
]

DOORS = [
    {"title": "查目录", "url": "#d1", "facts": "政府应当公开什么、由谁公开、多久公开，一项一项列在这里。"},
    {"title": "找政策", "url": "#d2", "facts": "全县行政规范性文件，注明现行有效还是已经废止。"},
    {"title": "看解读", "url": "#d3", "facts": "文件为什么出台、和过去有什么不同、您能得到什么。"},
    {"title": "问政府", "url": "#d4", "facts": "没有主动公开的信息，可以依法申请，二十个工作日内答复。"},
]

STAGES = [
    {"label": "决策", "count": 126, "url": "#decision", "current": True},
    {"label": "执行", "count": 208, "url": "#execution"},
    {"label": "管理", "count": 174, "url": "#management"},
    {"label": "服务", "count": 312, "url": "#service"},
    {"label": "结果", "count": 95, "url": "#result"},
]

STATES = ["on_time", "late", "not_due", "missing", "stale", "not_applicable", "undetermined"]

TABS = [
    {"label": "全部", "url": "#all", "current": True, "count": 86},
    {"label": "政策文件", "url": "#policies", "count": 31},
    {"label": "政策解读", "url": "#readings", "count": 14},
    {"label": "结果公开", "url": "#results", "count": 41},
]

ATTACHMENTS = [
    {"name": "农村公路养护管理办法（原文）", "url": "#pdf", "kind": "pdf", "size": 318_464},
    {"name": "2026年养护计划表", "url": "#xlsx", "kind": "xlsx", "size": 24_576, "note": "可编辑"},
    {"name": "养护巡查记录表", "url": "#docx", "kind": "docx", "size": 15_872},
]

CONTACT = {
    "name": "县交通运输局",
    "address": "城关街道滨湖路18号",
    "hours": "工作日 8:30—12:00，14:30—17:30",
    "phone": "0700-6880120",
    "email": "jiaotong@minghu.example",
    "postcode": "990700",
}

RELATED = [
    {"title": "一图读懂：农村公路养护管理办法", "url": "#reading", "note": "图解，2026年11月20日"},
    {
        "title": "《农村公路养护管理办法（征求意见稿）》意见采纳情况",
        "url": "#adopted",
        "note": "收到意见 23 条，采纳 9 条",
    },
]

BUDGET = {
    "caption": "2026年县级一般公共预算支出（单位：万元）",
    "columns": ["科目", "上年执行数", "本年预算数", "增减额", "增减幅度"],
    "rows": [
        ["教育支出", "68,420", "71,300", "2,880", "4.2%"],
        ["社会保障和就业支出", "52,110", "55,640", "3,530", "6.8%"],
        ["农林水支出", "41,905", "43,200", "1,295", "3.1%"],
        ["交通运输支出", "12,780", "13,050", "270", "2.1%"],
    ],
}

PROSE = """
<p class="flush">各乡镇人民政府、街道办事处，县政府各部门：</p>
<p>《明湖县农村公路养护管理办法》已经县人民政府第42次常务会议讨论通过，现印发给你们，请认真贯彻执行。</p>
<h2>第一章　总则</h2>
<p><strong>第一条</strong>　为加强全县农村公路养护管理，保障农村公路完好畅通，
根据<a href="#law">《农村公路养护管理办法》</a>等规定，结合本县实际，制定本办法。</p>
<p><strong>第二条</strong>　本办法所称农村公路，是指纳入统计里程的县道、乡道、村道及其附属设施。
养护资金按下表标准列入年度预算，其中2026年起村道标准提高到每公里4000元。</p>
<table>
<caption>农村公路日常养护资金标准</caption>
<thead><tr><th scope="col">类别</th><th scope="col">里程（公里）</th><th scope="col">标准（元／公里·年）</th></tr></thead>
<tbody>
<tr><th scope="row">县道</th><td>186</td><td>12000</td></tr>
<tr><th scope="row">乡道</th><td>402</td><td>6000</td></tr>
<tr><th scope="row">村道</th><td>915</td><td>4000</td></tr>
</tbody></table>
<p><strong>第三条</strong>　养护工作遵循下列原则：</p>
<ul><li>县为主体、行业指导、部门协作、社会参与；</li><li>预防为主，防治结合；</li><li>资金和质量全部公开。</li></ul>
<blockquote><p>解读：村道养护标准比原办法提高1000元，新增资金由县级财政承担，不增加村集体负担。</p></blockquote>
<p class="signature">明湖县人民政府办公室<br>2026年11月12日</p>
<p>（此件公开发布）</p>
"""

EXAMPLES = {
    "breadcrumbs": [{"label": "政策文件", "url": "#documents"}, {"label": "设计规范", "url": ""}],
    "publications": PUBLICATIONS,
    "page_obj": Paginator(range(240), 20).page(5),
    "fields": FILTER_FIELDS,
    "applied": APPLIED,
    "elements": ELEMENTS,
    "domains": DOMAINS,
    "doors": DOORS,
    "stages": STAGES,
    "states": STATES,
    "tabs": TABS,
    "attachments": ATTACHMENTS,
    "contact": CONTACT,
    "related": RELATED,
    "budget": BUDGET,
    "prose": PROSE,
    "latest": date(2026, 11, 20),
    "empty_actions": [("查看全部文件", "#documents"), ("申请公开", "#request")],
    "words": [
        {"label": "公务员考试", "url": "#w1"},
        {"label": "医保报销", "url": "#w2"},
        {"label": "征地补偿", "url": "#w3"},
    ],
    "column": SimpleNamespace(
        name="设计规范", description="本站页面部件及其用法", keywords="设计规范,部件", type="概况信息"
    ),
}
