"""Filling in an admin page as a browser would: what the form shows is sent back, with some answers changed."""

from bs4 import BeautifulSoup


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def form_data(response) -> dict:
    """Everything the page's main form would send if submitted untouched (no button, no file)."""
    form = next(f for f in page(response).select("#content form") if f.get("method") == "post")
    data = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if "__prefix__" in field["name"] or field.get("type") in ("submit", "file"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            data[field["name"]] = field.text.removeprefix("\n")
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            data[field["name"]] = field.get("value", "")
    return data


def errors(response) -> list[str]:
    return [item.text for item in page(response).select(".errorlist li")]


def messages(response) -> list[str]:
    return [item.text.strip() for item in page(response).select(".messagelist li")]
