from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from . import live, services
from .models import Job


def page_url(job: Job) -> str:
    """The page on which a job is watched."""
    return reverse("admin:jobs_job_page", args=[job.pk])


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """One's own jobs, newest first; everybody's for who oversees them. A page with a progress bar for each."""

    list_display = ["job_title", "shown_state", "progress", "person", "created_at", "finished_at"]
    list_display_links = None
    list_filter = ["state", "created_at"]
    list_select_related = ["started_by"]
    list_per_page = 50
    search_fields = ["title"]
    search_help_text = "按任务名称查找"
    show_full_result_count = False
    actions = None
    empty_list_text = (
        "全部重新检查、大批导出这样费时的工作在后台进行，发起以后在这里查看进度和结果，保留一个月。"
    )

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="任务", ordering="title")
    def job_title(self, job):
        return format_html('<a href="{}">{}</a>', page_url(job), job.title)

    @admin.display(description="状态", ordering="state")
    def shown_state(self, job):
        return live.overlay(job).shown_state

    @admin.display(description="进度")
    def progress(self, job):
        percent = live.overlay(job).percent
        return f"{percent}%" if percent is not None else "—"

    @admin.display(description="发起人", ordering="started_by")
    def person(self, job):
        return job.started_by or "系统"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/", view(self.page_view), name="jobs_job_page"),
            path("<int:pk>/state/", view(self.state_view), name="jobs_job_state"),
            path("<int:pk>/cancel/", view(self.cancel_view), name="jobs_job_cancel"),
            path("<int:pk>/file/", view(self.file_view), name="jobs_job_file"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """There is nothing to change: the page of the job."""
        is_number = str(object_id).isdecimal() and len(str(object_id)) < 19
        if not is_number:
            raise Http404
        return HttpResponseRedirect(page_url(self._own_or_404(request, int(object_id))))

    def page_view(self, request, pk):
        """How far it has come, and what it came to."""
        job = self._own_or_404(request, pk)
        context = {**self.admin_site.each_context(request), "title": job.title, "opts": self.opts, "job": job}
        response = TemplateResponse(request, "admin/jobs/job.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def state_view(self, request, pk):
        """The same for the page's script. Looking on by itself does not keep the session open."""
        request.counts_as_use = False
        job = self._own_or_404(request, pk)
        said = {
            "under_way": job.is_under_way,
            "state": job.shown_state,
            "percent": job.percent,
            "words": job.words,
        }
        response = JsonResponse(said)
        response["Cache-Control"] = "no-store"
        return response

    def cancel_view(self, request, pk):
        job = self._own_or_404(request, pk)
        if request.method == "POST" and job.is_under_way:
            services.cancel(job)
            messages.info(request, "已经要求停止，做完手上的一步就停。")
        return HttpResponseRedirect(page_url(job))

    def file_view(self, request, pk):
        job = self._own_or_404(request, pk)
        if not job.file or not job.file.storage.exists(job.file.name):
            raise Http404
        return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.filename)

    def _own_or_404(self, request, pk: int) -> Job:
        """A colleague's job is not there. Raises PermissionDenied for who has no post at all."""
        if len(str(pk)) > 18:
            raise Http404
        job = Job.objects.seen_by(request.user).select_related("started_by").filter(pk=pk).first()
        if job is None and not self.has_view_permission(request):
            raise PermissionDenied
        if job is None:
            raise Http404
        return live.overlay(job)
