"""Driving the admin as a browser does: read the form that is shown, send it back with changes."""

from bs4 import BeautifulSoup


def sign_in(client, user):
    """The client as `user`, or as a visitor for None."""
    client.logout()
    if user:
        client.force_login(user)
    return client


def form_of(response, model: str) -> dict:
    """What a browser would send: the fields of the model's form as they are shown."""
    form = page(response).find("form", id=f"{model}_form")
    data = {}
    for field in form.select("input[name], textarea[name]"):
        if field.name == "textarea":
            data[field["name"]] = field.text.removeprefix("\n")
        elif field.get("type") in ("checkbox", "radio"):
            data |= {field["name"]: field.get("value", "on")} if field.has_attr("checked") else {}
        elif field.get("type") != "submit":
            data[field["name"]] = field.get("value", "")
    for field in form.select("select[name]"):
        chosen = [option["value"] for option in field.select("option[selected]")]
        data[field["name"]] = chosen if field.has_attr("multiple") else (chosen or [""])[0]
    return data


def faults_in(response) -> str:
    """Every message that stands beside a field or above the form."""
    return " ".join(found.get_text() for found in page(response).select(".errorlist"))


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def said(response) -> str:
    """The messages at the top of the page."""
    return " ".join(item.get_text(" ", strip=True) for item in page(response).select(".messagelist li"))
