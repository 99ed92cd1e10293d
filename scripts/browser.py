"""Find a Chromium for the tests, or get one: installed, else Debian's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """The path of a Chromium that is on this machine, or none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return playwright_own()


def playwright_own() -> str | None:
    """The path of the Chromium that Playwright has downloaded, or none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def main() -> int:
    if installed():
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium from Debian …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
                break
        if installed():
            return 0
    print("Downloading Playwright's Chromium …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)
    if installed():
        return 0
    print("The browser tests need Chromium. Install it (on Debian: apt-get install chromium) and run the command again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
