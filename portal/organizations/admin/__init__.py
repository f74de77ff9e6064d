from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import deputies, locks, organizations, staff

__all__ = ["deputies", "locks", "organizations", "staff"]

# Keys and codes are nobody's to look at: the owner sets them up, an administrator can only take them away.
for device in (TOTPDevice, StaticDevice):
    if admin.site.is_registered(device):
        admin.site.unregister(device)

# Roles are kept by `roles.py` after every migrate: what is changed here would not last.
if admin.site.is_registered(Group):
    admin.site.unregister(Group)
