"""The library as data: load, check, model, render and stage.

Each stage imports only from the stages before it (``pyproject.toml``, import-linter).
Nothing in this package imports MkDocs, so the site builder can be replaced.
"""
