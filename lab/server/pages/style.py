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
.when { margin-left: auto; text-align: right; color: #414d5c; font-size: 12.5px; font-variant-numeric: tabular-nums; }
.when b { color: #0f141a; font-size: 13px; }
main { padding: 12px 18px 28px; max-width: 1600px; margin: 0 auto; }
.grid { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); grid-auto-rows: 50px; }
.cell { padding: 6px; min-width: 0; min-height: 0; }
.card { background: #fff; border: 1px solid #dedee3; border-radius: 10px; height: 100%; padding: 10px 14px 8px; display: flex; flex-direction: column; overflow: hidden; }
.title { font-weight: 700; font-size: 13.5px; line-height: 20px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; margin-bottom: 4px; flex: none; }
.card > svg { width: 100%; flex: 1 1 auto; min-height: 0; display: block; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 12px; color: #414d5c; padding: 3px 0 0 6px; flex: none; max-height: 40px; overflow: hidden; }
.legend span, .value span, .gauge > span { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; }
i { font-style: normal; }
.legend i, .value i, td i { width: 10px; height: 10px; border-radius: 2px; flex: none; display: inline-block; }
svg text { font-family: inherit; }
.tick { font-size: 11px; fill: #5f6b7a; font-variant-numeric: tabular-nums; }
.end { text-anchor: end; } .middle { text-anchor: middle; }
.rule { font-size: 11px; font-weight: 600; text-anchor: end; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
.rule.start { text-anchor: start; }
.empty { text-anchor: middle; fill: #8c8c94; font-size: 13px; }
.text { height: 100%; overflow: hidden; background: #fff; border: 1px solid #dedee3; border-radius: 10px; padding: 8px 16px; }
.text.plain { background: none; border-color: transparent; padding: 0 6px; display: flex; flex-direction: column; justify-content: flex-end; }
.text > :first-child { margin-top: 0; } .text > :last-child { margin-bottom: 0; }
.text h1 { font-size: 24px; line-height: 1.25; margin: 2px 0 4px; letter-spacing: -0.01em; } .text h2 { font-size: 17px; margin: 6px 0 2px; }
.text h3 { font-size: 15px; margin: 6px 0 2px; } .text p { margin: 2px 0; color: #414d5c; } .text a, td a { color: #0972d3; }
.text a.button { display: inline-block; border: 2px solid #0972d3; border-radius: 20px; padding: 2px 14px; font-weight: 700; text-decoration: none; }
.text code, td code { background: #eef0f2; border-radius: 4px; padding: 0 4px; font-size: 12.5px; }
.text table { border-collapse: collapse; } .text td, .text th { border: 1px solid #dedee3; padding: 2px 10px; text-align: left; }
.values { flex: 1; display: flex; flex-wrap: wrap; align-content: space-evenly; gap: 4px 30px; min-height: 0; }
.value b { display: block; font-size: 34px; line-height: 1.1; font-weight: 700; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.value small { font-size: 15px; font-weight: 400; color: #5f6b7a; margin-left: 4px; letter-spacing: 0; }
.value span { font-size: 12.5px; color: #414d5c; } .spark { width: 120px; height: 30px; display: block; }
.gauges { flex: 1; display: flex; justify-content: space-around; align-items: center; min-height: 0; gap: 12px; }
.gauge { text-align: center; font-size: 12.5px; color: #414d5c; height: 100%; display: flex; flex-direction: column; align-items: center; justify-content: center; min-width: 0; }
.gauge { flex: 1; } .gauge svg { flex: 1; min-height: 0; width: 100%; max-height: 170px; } .arc { fill: none; stroke-width: 18; } .big { font-size: 30px; font-weight: 700; text-anchor: middle; fill: #0f141a; }
.bars { flex: 1; display: flex; flex-direction: column; justify-content: space-evenly; min-height: 0; }
.bar { display: grid; grid-template-columns: minmax(90px, 32%) 1fr 72px; gap: 12px; align-items: center; font-size: 12.5px; }
.bar span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: #414d5c; } .bar div { background: #f0f1f3; border-radius: 4px; height: 16px; }
.bar i { display: block; height: 16px; border-radius: 4px; } .bar b { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow: auto; flex: 1; min-height: 0; }
table.data { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
table.data th { text-align: right; color: #5f6b7a; font-weight: 600; border-bottom: 1px solid #dedee3; padding: 4px 10px; }
table.data td { text-align: right; border-bottom: 1px solid #f0f1f3; padding: 5px 10px; } table.data th:first-child, table.data td:first-child { text-align: left; }
td i { margin-right: 8px; }
.card ul { margin: 2px 0; padding-left: 20px; } .card li { margin: 2px 0; } .card li a { color: #0972d3; } .card li small { color: #5f6b7a; }
.tiles { flex: 1; display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); grid-auto-rows: minmax(42px, auto); gap: 8px; min-height: 0; overflow: auto; align-content: start; padding-top: 2px; }
.tile { border-radius: 8px; padding: 4px 12px; border: 1px solid; border-left-width: 5px; display: flex; align-items: center; justify-content: space-between; gap: 10px; min-width: 0; line-height: 1.25; }
.tile b { font-weight: 600; font-size: 12.5px; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; } .tile span { font-size: 12px; font-weight: 700; white-space: nowrap; }
.ok { background: #f2fcf3; border-color: #2bb534; } .ok span { color: #037f0c; }
.alarm { background: #fff7f7; border-color: #d91515; } .alarm span { color: #d91515; }
.unknown { background: #f6f6f9; border-color: #8c8c94; } .unknown span { color: #5f6b7a; }
.refused { flex: 1; border: 1px dashed #d91515; border-radius: 8px; background: #fff7f7; color: #870303; padding: 10px 14px; display: flex; flex-direction: column; justify-content: center; gap: 2px; overflow: auto; font-size: 13px; }
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
