"""The frame of the few pages that people open in a browser; no script, no foreign asset."""

from __future__ import annotations

from html import escape

from fastapi.responses import HTMLResponse

STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8881; --strong: #b3261e; }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
       max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .3rem; }
code, pre { font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace; font-size: .9em; }
pre { background: var(--soft); padding: .8rem; overflow-x: auto; border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; text-align: left;
         vertical-align: top; }
th { font-weight: 600; white-space: nowrap; }
details { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .8rem;
          margin: .5rem 0; }
summary { cursor: pointer; }
.verb { display: inline-block; min-width: 3.2rem; font-weight: 700; }
.must { color: var(--strong); }
nav a { margin-right: 1.2rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; } main:focus { outline: none; }
summary, code { overflow-wrap: anywhere; }
@media print { nav, .skip { display: none; } details::details-content { display: block; } }
@media (max-width: 40rem) { th { white-space: normal; } td, th { overflow-wrap: anywhere; } }
"""

TOP = '<nav aria-label="主菜单"><a href="/">首页</a><a href="/docs">接口文档</a></nav>'
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'self'; frame-ancestors *"
)


def page(title: str, inner: str, *, top: str = TOP) -> HTMLResponse:
    """Return a page with `title` (text) and `inner` (HTML that is already escaped).

    `top` is HTML above the title: the ways to other pages.
    """
    html = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{escape(title)} · 地名</title><style>{STYLE}</style></head>"
        f'<body><a class="skip" href="#main">跳到正文</a>{top}'
        f'<main id="main" tabindex="-1"><h1>{escape(title)}</h1>{inner}</main></body></html>'
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})
