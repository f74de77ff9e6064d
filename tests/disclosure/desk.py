"""Filling in an admin page as a browser would: what the form shows is sent back, with some answers changed."""

from bs4 import BeautifulSoup
from django.urls import reverse

ADD = "/admin/disclosure/article/add/"
LIST = "/admin/disclosure/article/"
CLERK = ["经办人", "签发人"]


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


def address(publication, what="change") -> str:
    return reverse(f"admin:disclosure_{publication._meta.model_name}_{what}", args=[publication.pk])


def fill_in(client, url=ADD, **answers) -> dict:
    answers = {key.replace("__", "-"): value for key, value in answers.items()}
    return {**form_data(client.get(url)), **answers}


def new_article(client, **answers) -> dict:
    """A complete answer to the add page of 政务信息."""
    sound = {"title": "2025年度部门预算", "body": "一、收入\n\n二、支出", "topic": "综合政务\\政务公开"}
    return fill_in(client, **{"formed_on": "2025-06-03", **sound, **answers})
