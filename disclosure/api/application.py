"""The API itself: addresses, what they take and give. Everything that decides is elsewhere."""

from math import ceil
from typing import Annotated

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt
from ninja import Header, NinjaAPI, Path, Query, Status
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.renderers import JSONRenderer
from pydantic import Field

from catalog.models import Obligation
from disclosure.topics import topic_labels

from . import handing_in
from .answers import HandedIn, MatterOut, Refusal, Standing, standing
from .auth import PerSystem, SystemToken
from .openapi import chinese
from .readings import OrganizationCode
from .refusals import TITLES, Refused, from_validation
from .schemas import LARGEST_KEY, HandIn
from .targets import own_publications

ALWAYS = {401: Refusal, 429: Refusal}
WRITING = {400: Refusal, 403: Refusal, 409: Refusal, 413: Refusal, 422: Refusal, **ALWAYS}
LIMIT_MB = "整个请求不能超过5 MB，请压缩附件，或者由工作人员在后台上传。"
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,80}$",
        description="调用方为每份稿件生成的唯一标识，如业务流水号或者UUID，1至80个ASCII字符。"
        "网络中断后用同一个键重发同样的内容，不会重复建稿。",
    ),
]
Number = Annotated[int, Path(ge=1, le=LARGEST_KEY, description="稿件的编号，报送时返回的id。")]


class Readable(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class PortalAPI(NinjaAPI):
    def create_response(self, request, data, **kwargs):
        """Answers are for the caller alone and never kept on the way."""
        response = super().create_response(request, data, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_openapi_schema(self, **kwargs):
        return chinese(super().get_openapi_schema(**kwargs))


api = PortalAPI(
    title="业务系统报送接口",
    version="1",
    description="业务系统把要公开的信息作为草稿报送给本单位，再由工作人员审核、保密审查、签发。"
    "系统报送的稿件与人工起草的稿件办理程序完全相同，不会直接公开。",
    docs_url=None,
    renderer=Readable(),
    urls_namespace="api",
    auth=SystemToken(),
    throttle=[PerSystem()],
)


@api.post(
    "/publications/",
    response={201: HandedIn, **WRITING},
    url_name="publications",
    operation_id="hand_in",
    summary="报送稿件",
    description="建立一份草稿，作发布前检查；submit为true的同时送审。要么全部保存，要么一点也不保存。"
    "同一个键、同样的内容再次报送，得到第一次的答复，并带有Idempotent-Replay: true。",
)
def hand_in(request: HttpRequest, payload: HandIn, key: Key):
    outcome = handing_in.take_in(request.auth, payload, key, handing_in.content_hash(request.body))
    response = api.create_response(request, outcome.answer, status=201)
    if outcome.is_replay:
        response["Idempotent-Replay"] = "true"
    return response


@api.get(
    "/publications/{pk}/",
    response={200: Standing, 404: Refusal, 422: Refusal, **ALWAYS},
    url_name="publication",
    operation_id="standing",
    summary="查询办理情况",
    description="本系统报送的一份稿件办到了哪一步，公开以后给出公开网址。",
)
def read_standing(request: HttpRequest, pk: Number):
    found = own_publications(request.auth).defer("body").filter(pk=pk).first()
    if found is None:
        raise Refused(404, "没有这份稿件，或者不是本系统报送的。")
    return Status(200, standing(found))


@api.put(
    "/publications/{pk}/",
    response={200: HandedIn, 404: Refusal, **WRITING},
    url_name="publication",
    operation_id="change",
    summary="修改稿件",
    description="用新的内容整个替换本系统报送的一份稿件，附件、关联也一并替换。只有拟稿、已退回，"
    "并且工作人员没有修改过的稿件才能修改。",
)
def change(request: HttpRequest, pk: Number, payload: HandIn):
    return api.create_response(request, handing_in.change(request.auth, pk, payload).answer, status=200)


@api.get(
    "/matters/",
    response={200: list[MatterOut], 403: Refusal, 422: Refusal, **ALWAYS},
    url_name="matters",
    operation_id="matters",
    summary="应公开事项",
    description="一个单位现在应当公开的事项及其编码。",
)
def matters(
    request: HttpRequest,
    organization: Annotated[
        OrganizationCode,
        Query(description="机构代码，本系统所属的单位或者它的下属单位。"),
    ],
):
    rows = Obligation.objects.current().for_organization(organization)
    rows = rows.select_related("domain", "matter__parent").order_by("matter__tree_id", "matter__lft")
    return Status(200, [_matter(obligation) for obligation in rows])


@api.get(
    "/topics/",
    response={200: Annotated[list[str], Field(description="全部主题分类。")], **ALWAYS},
    url_name="topics",
    operation_id="topics",
    summary="主题分类",
    description="全部主题分类的写法，报送时填入topic。",
)
def topics(request: HttpRequest):
    return Status(200, topic_labels())


def _matter(obligation: Obligation) -> MatterOut:
    matter = obligation.matter
    return MatterOut(
        code=matter.code,
        name=matter.name,
        group=matter.parent.name,
        domain=obligation.domain.name,
        time_limit=matter.time_limit,
        state=obligation.get_state_display(),
    )


def _refuse(request: HttpRequest, refusal: Refused):
    return api.create_response(request, refusal.as_json(), status=refusal.status)


@csrf_exempt
def unknown_address(request: HttpRequest, rest: str):
    """Told as JSON, also to who leaves out the last slash: a redirect would lose what was posted."""
    detail = "没有这个接口。请对照接口文档核对地址，末尾的“/”不能省略。"
    return _refuse(request, Refused(404, detail))


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused):
    return _refuse(request, refusal)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError):
    return _refuse(request, from_validation(error.errors))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError):
    """Ninja raises it for a body that is no JSON; nothing else of ours does."""
    return _refuse(request, Refused(400, "请求正文不是有效的JSON（UTF-8编码），没有受理。"))


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError):
    response = _refuse(request, Refused(401))
    response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


@api.exception_handler(Throttled)
def too_many(request: HttpRequest, error: Throttled):
    """Ninja adds Retry-After."""
    return _refuse(request, Refused(429, TITLES[429].format(seconds=ceil(error.wait or 0))))


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig):
    return _refuse(request, Refused(413, faults=[("", LIMIT_MB)]))
