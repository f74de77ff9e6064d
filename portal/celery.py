from celery import Celery

app = Celery("mingchuang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
