from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_pipeline")]

    operations = [
        migrations.AddField(
            model_name="validitychange",
            name="applied_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="生效时间"),
        ),
        migrations.AddField(
            model_name="validitychange",
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name="有效期延长至"),
        ),
        migrations.AddIndex(
            model_name="validitychange",
            index=models.Index(
                condition=models.Q(("applied_at__isnull", True)), fields=["on"], name="validity_change_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="validitychange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("by_document__isnull", False)),
                fields=("document", "by_document", "after"),
                name="validity_change_once_by_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="validitychange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleanup__isnull", False)),
                fields=("document", "cleanup"),
                name="validity_change_once_by_cleanup",
            ),
        ),
    ]
