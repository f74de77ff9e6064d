"""What a clerk meets on the way: whose turn it is, doors that stay shut, mistakes named. The story: test_pipeline_story.py."""

TITLE = "明湖县民政局关于冬季困难群众走访慰问安排的公告"
BODY = """<p>县民政局将在本月走访城乡低保对象、特困人员和困难残疾人家庭。</p>
<script>window.wasRun = true</script>
<h2>走访时间</h2><p onclick="window.wasRun = true">每周一至周五上午。</p>"""
MATTER = "社会救助 › 临时救助 › 审核审批信息"


def write_draft(page, site) -> str:
    """The clerk writes and saves; the desk says why it cannot be published. Returns the address of the draft."""
    page.goto(site.url + "/admin/")
    page.get_by_role("link", name="写政务信息").click()
    page.get_by_label("标题", exact=False).first.fill(TITLE)
    page.get_by_label("摘要").fill("公布走访对象和时间。")
    page.get_by_role("button", name="源码").click()
    page.locator("#id_body").fill(BODY)
    page.get_by_label("主题分类").select_option("民政、扶贫、救灾\\社会福利")
    page.get_by_label("五公开环节").select_option("服务")
    page.locator("#id_fulfilments-0-obligation").select_option(label=MATTER)
    with page.expect_navigation():
        page.get_by_role("button", name="保存并继续编辑").click()
    assert page.locator(".badge-draft").inner_text() == "拟稿"
    assert page.get_by_role("link", name="送审", exact=True).count() == 1
    assert page.get_by_role("link", name="发布", exact=True).count() == 0
    assert "<script>" not in page.locator("#id_body").input_value()
    address = page.url
    page.get_by_role("button", name="注销").click()
    return address


def test_a_clerk_of_another_organisation_gets_nowhere(signed_in, site):
    change_url = write_draft(signed_in("jingban"), site)
    page = signed_in("yunxi")
    for address in (
        change_url,
        change_url.replace("change", "publish"),
        change_url.replace("change", "withdraw"),
        change_url.replace("change", "review-desk"),
        change_url.replace("change", "versions"),
        change_url.replace("change", "preview"),
    ):
        page.goto(address)
        assert TITLE not in page.inner_text("body"), address
    page.goto(site.url + "/admin/disclosure/article/")
    assert TITLE not in page.inner_text("#changelist")


def test_two_who_open_one_draft_see_each_other(signed_in, site):
    """The same clerk's account on another machine keeps the pen; a colleague is shown who writes and may take over."""
    change_url = write_draft(signed_in("jingban"), site)
    writer, colleague = signed_in("jingban"), signed_in("admin")
    writer.goto(change_url)
    colleague.goto(change_url)
    assert "县民政局经办人正在编辑" in colleague.locator(".desk").inner_text().replace("\n", "")
    assert colleague.get_by_role("button", name="保存", exact=True).count() == 0
    with colleague.expect_navigation():
        colleague.get_by_role("button", name="接手编辑").click()
    assert colleague.get_by_role("button", name="保存", exact=True).count() == 1
    writer.reload()
    assert "正在编辑这份稿子" in writer.locator(".desk").inner_text()


def test_what_is_missing_is_said_beside_the_field(signed_in, site):
    page = signed_in("jingban")
    page.goto(site.url + "/admin/disclosure/article/add/")
    page.get_by_label("标题").first.fill("缺少主题分类的信息")
    page.get_by_role("button", name="保存", exact=True).click()
    assert "这个字段是必填项" in page.locator(".field-topic").inner_text()
