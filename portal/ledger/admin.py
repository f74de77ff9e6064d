from django.contrib import admin

from .models import LedgerEntry


@admin.register(LedgerEntry)
class LedgerEntryAdmin(admin.ModelAdmin):
    """Read only: the ledger is appended to by services and nothing else."""

    list_display = ["sequence", "at", "actor", "organization", "verb", "subject", "is_public"]
    list_filter = ["verb", "is_public"]
    search_fields = ["subject", "actor"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
