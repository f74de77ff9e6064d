"""The API by which business systems hand in drafts (mission C8). Reading what is public needs no API token."""
