"""The subset of Markdown that text widgets use: headings, emphasis, code, links, buttons, lists, tables, rules."""

from __future__ import annotations

import html
import re

_LINK = re.compile(r"\[(button(?::primary)?:)?([^\]]+)\]\(([^)\s]+)\)")


def inline(text: str) -> str:
    codes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        codes.append(f"<code>{html.escape(match.group(1))}</code>")
        return f"\0{len(codes) - 1}\0"

    text = html.escape(re.sub(r"`([^`]+)`", keep, text), quote=False)
    text = _LINK.sub(_link, text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<![\w*])[*_]([^*_\s][^*_]*?)[*_](?![\w*])", r"<em>\1</em>", text)
    return re.sub("\0(\\d+)\0", lambda match: codes[int(match.group(1))], text)


def _link(match: re.Match[str]) -> str:
    button, label, target = match.groups()
    if not re.match(r"^(https?://|/|#)", html.unescape(target)):
        return label
    kind = ' class="button"' if button else ""
    return f'<a{kind} href="{target.replace(chr(34), "%22")}" rel="noreferrer">{label}</a>'


def render(text: str) -> str:
    out: list[str] = []
    paragraph: list[str] = []
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0

    def flush() -> None:
        if paragraph:
            out.append(f"<p>{'<br>'.join(inline(line) for line in paragraph)}</p>")
            paragraph.clear()

    while at < len(lines):
        line = lines[at]
        heading = re.match(r"^(#{1,6})\s+(.*)$", line)
        if heading:
            flush()
            level = len(heading.group(1))
            out.append(f"<h{level}>{inline(heading.group(2))}</h{level}>")
        elif re.match(r"^\s*([-*_])(\s*\1){2,}\s*$", line):
            flush()
            out.append("<hr>")
        elif re.match(r"^\s*([-*+]|\d+\.)\s+", line):
            flush()
            at = _list(lines, at, out)
            continue
        elif (
            "|" in line
            and at + 1 < len(lines)
            and re.match(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$", lines[at + 1])
        ):
            flush()
            at = _table(lines, at, out)
            continue
        elif line.strip():
            paragraph.append(line.strip())
        else:
            flush()
        at += 1
    flush()
    return "\n".join(out)


def _list(lines: list[str], at: int, out: list[str]) -> int:
    tag = "ol" if re.match(r"^\s*\d+\.", lines[at]) else "ul"
    items = []
    while at < len(lines) and (match := re.match(r"^\s*(?:[-*+]|\d+\.)\s+(.*)$", lines[at])):
        items.append(f"<li>{inline(match.group(1))}</li>")
        at += 1
    out.append(f"<{tag}>{''.join(items)}</{tag}>")
    return at


def _table(lines: list[str], at: int, out: list[str]) -> int:
    def cells(line: str, tag: str) -> str:
        found = line.strip().strip("|").split("|")
        return "<tr>" + "".join(f"<{tag}>{inline(cell.strip())}</{tag}>" for cell in found) + "</tr>"

    rows = [cells(lines[at], "th")]
    at += 2
    while at < len(lines) and "|" in lines[at]:
        rows.append(cells(lines[at], "td"))
        at += 1
    out.append(f"<table>{''.join(rows)}</table>")
    return at
