"""The version of the installed package."""

from __future__ import annotations


def version() -> str:
    from importlib import metadata

    try:
        return metadata.version("xltools")
    except metadata.PackageNotFoundError:
        return "（未安装，直接从源码运行）"
