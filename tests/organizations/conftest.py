"""Signing in as a browser does: by the login page, never by `force_login`."""

import time

import pytest
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "清风明月-2025-湖光"


@pytest.fixture
def sign_in_by_page():
    """`sign_in_by_page(client, user, password)`: send the login page's form."""

    def send(client, username, password=PASSWORD, **more):
        data = {"username": username, "password": password, **more}
        return client.post(reverse("admin:login"), data)

    return send


@pytest.fixture
def code_of():
    """`code_of(user)`: what the app of `user` shows now; `steps` later for another one."""

    def read(user, steps: int = 0) -> str:
        device = TOTPDevice.objects.get(user=user)
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
        totp.time = time.time() + steps * device.step
        return f"{totp.token():06d}"

    return read
