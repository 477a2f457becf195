"""Which Synthetics runtimes exist, and which AWS refuses for new canaries.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Library.html, read in
2026; a runtime that is missing here is refused by the lab as unknown.
"""

from __future__ import annotations

_FAMILIES = {
    "syn-nodejs-puppeteer": (
        "8.0 9.0 9.1 10.0 11.0 12.0 13.0 13.1 14.0 15.0 16.0 17.0",
        "3.0 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 4.0 5.0 5.1 5.2 6.0 6.1 6.2 7.0",
    ),
    "syn-nodejs-playwright": ("1.0 2.0 3.0 4.0 5.0 5.1 6.0 7.0 8.0 9.0", ""),
    "syn-nodejs": ("3.0 3.1 4.0 5.0 5.1 5.2 5.3 5.4", ""),
    "syn-python-selenium": ("6.0 7.0 8.0 9.0 10.0 11.0 12.0 13.0 14.0", "1.0 1.1 1.2 1.3 2.0 2.1 3.0 4.0 4.1 5.0 5.1"),
    "syn-java": ("1.0", ""),
}
SUPPORTED = {f"{family}-{version}" for family, (now, _) in _FAMILIES.items() for version in now.split()}
DEPRECATED = {f"{family}-{version}" for family, (_, old) in _FAMILIES.items() for version in old.split()}


def problem_of(runtime: object) -> str | None:
    """Why a canary cannot be made with this runtime, or None."""
    if runtime in SUPPORTED:
        return None
    if runtime in DEPRECATED:
        return f"Deprecated runtime version specified: {runtime}"
    return f"unknown runtime version: {runtime}"


# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/performing-safe-canary-upgrades.html
_DRY_RUNS_FROM = {
    "syn-nodejs-puppeteer": (10, 0),
    "syn-nodejs-playwright": (2, 0),
    "syn-nodejs": (3, 0),
    "syn-python-selenium": (5, 1),
}


def problem_of_dry_run(runtime: str) -> str | None:
    """Why a canary of this runtime cannot be run dry, or None."""
    family, _, version = runtime.rpartition("-")
    first = _DRY_RUNS_FROM.get(family)
    if first and tuple(int(part) for part in version.split(".")) >= first:
        return None
    return f"dry runs are not supported on {runtime}"
