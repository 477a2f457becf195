"""The look of the lab's telemetry pages: one inline style sheet, no external requests."""

STYLE = """
:root { color: #0f141a; background: #f6f6f9; font: 14px/1.45 "Amazon Ember", "Open Sans", "Helvetica Neue", Arial, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; }
header { background: #fff; border-bottom: 1px solid #dedee3; padding: 14px 24px 12px; display: flex; gap: 16px; align-items: center; flex-wrap: wrap; }
header h1 { font-size: 21px; line-height: 1.2; margin: 0; font-weight: 700; letter-spacing: -0.01em; }
header .crumbs { color: #5f6b7a; font-size: 12.5px; width: 100%; margin-bottom: -10px; }
header .crumbs a { color: #0972d3; text-decoration: none; }
.pill { background: #fff4d6; color: #7a4b00; border: 1px solid #f2cd6c; border-radius: 999px; padding: 3px 12px; font-size: 12.5px; font-weight: 600; white-space: nowrap; }
main { padding: 12px 18px 28px; max-width: 1600px; margin: 0 auto; }
.card { background: #fff; border: 1px solid #dedee3; border-radius: 10px; height: 100%; padding: 10px 14px 8px; display: flex; flex-direction: column; overflow: hidden; }
.title { font-weight: 700; font-size: 13.5px; line-height: 20px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; margin-bottom: 4px; flex: none; }
i { font-style: normal; }
.scroll { overflow: auto; flex: 1; min-height: 0; }
table.data { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
table.data th { text-align: right; color: #5f6b7a; font-weight: 600; border-bottom: 1px solid #dedee3; padding: 4px 10px; }
table.data td { text-align: right; border-bottom: 1px solid #f0f1f3; padding: 5px 10px; } table.data th:first-child, table.data td:first-child { text-align: left; }
td i { margin-right: 8px; }
.card ul { margin: 2px 0; padding-left: 20px; } .card li { margin: 2px 0; } .card li a { color: #0972d3; } .card li small { color: #5f6b7a; }
footer { color: #5f6b7a; font-size: 12px; padding: 0 24px 20px; max-width: 1600px; margin: 0 auto; }
.stats { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 12px; margin: 6px 6px 12px; }
.stats .card { height: auto; padding: 14px 18px; } .stats h2 { font-size: 14px; margin: 0 0 8px; } .stats dl { margin: 0; display: grid; grid-template-columns: 1fr auto; gap: 2px 12px; }
.stats dt { color: #414d5c; } .stats dd { margin: 0; font-weight: 700; font-variant-numeric: tabular-nums; text-align: right; }
.section { margin: 0 6px 12px; } .section .card { height: auto; } .section td, .section th { text-align: left !important; vertical-align: top; }
.columns { columns: 3 380px; column-gap: 0; } .columns .section { break-inside: avoid; padding-bottom: 12px; margin-bottom: 0; } .columns td:last-child { text-align: right !important; }
"""


def frame(title: str, header: str, body: str, footer: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>{STYLE}</style></head>'
        f"<body><header>{header}</header><main>{body}</main><footer>{footer}</footer></body></html>"
    )
