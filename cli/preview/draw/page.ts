import { escapeHtml, pageOf } from '../../page/html';
import { GAP, PAGE_WIDTH, ROW_HEIGHT } from './size';

/** Dashboards as one page that stands alone. */
export function previewPage(
  title: string,
  dashboards: readonly { readonly name: string; readonly html: string }[],
): string {
  const several = dashboards.length > 1;
  const links = dashboards.map(({ name }, at) => `<a href="#dashboard-${at}">${escapeHtml(name)}</a>`).join(' · ');
  const sections = dashboards.map(({ name, html }, at) =>
    several ? `<div class="dashboard" id="dashboard-${at}"><h2>${escapeHtml(name)}</h2>${html}</div>` : html,
  );
  return pageOf({ title, css: CSS, body: `${several ? `<p class="note">${links}</p>` : ''}${sections.join('')}` });
}

const CSS = `
:root { --page: #f2f3f4; --card: #ffffff; --ok: #1a7f37; --fake: #8a5a00; --fake-back: #fff4d6; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #0d1117; --card: #16191d; --ok: #4cc36b; --fake: #f0c060; --fake-back: #3a2e10; } }
body { background: var(--page); }
main { max-width: ${PAGE_WIDTH}px; padding: 16px 12px 24px; }
.dashboard { margin-bottom: 40px; } .dashboard h2 { font-size: 20px; margin: 24px 0 2px; }
.note { font-size: 13px; } .data-note { font-size: 13px; color: var(--muted); margin: 4px 0 10px; }
.data-note b { font-weight: 600; padding: 1px 8px; border-radius: 9px; margin-right: 6px; }
.fake { background: var(--fake-back); color: var(--fake); } .real { border: 1px solid var(--ok); color: var(--ok); }
.grid { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); grid-auto-rows: ${ROW_HEIGHT - GAP}px; gap: ${GAP}px; }
.card { background: var(--card); border: 1px solid var(--grid); border-radius: 8px; padding: 0 12px 11px; min-width: 0; overflow: hidden; display: flex; flex-direction: column; }
.card.untitled { padding-top: 11px; } 
.card.low { padding-top: 2px; padding-bottom: 2px; justify-content: center; } .card.low .content { flex: none; max-height: 100%; } .card.low :is(h1, h2, h3, p) { margin: 0; }
.card.plain { background: none; border-color: transparent; }
.card h3 { font-size: 13px; line-height: 26px; font-weight: 600; margin: 0; flex: none; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.content { flex: 1; min-height: 0; overflow: hidden; position: relative; }
.live { font-style: normal; font-weight: 600; font-size: 11px; color: var(--ok); border: 1px solid var(--ok); border-radius: 6px; padding: 0 5px; margin-right: 6px; }
.wrong { flex: none; max-height: 68px; overflow-y: auto; font-size: 12px; line-height: 17px; color: var(--bad); margin-bottom: 6px; overflow-wrap: anywhere; }
.wrong.whole { max-height: none; border: 1px solid var(--bad); border-radius: 8px; padding: 6px 10px; margin: 0 0 10px; background: var(--card); }
.wrong a { color: inherit; }
.fields { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 10px; }
.field { font-size: 13px; color: var(--muted); border: 1px solid var(--grid); border-radius: 8px; background: var(--card); padding: 2px 10px; } .field b { color: var(--ink); font-weight: 600; }
.plot svg { width: 100%; } .plot.right { display: flex; gap: 8px; } .plot.right svg { flex: 1; min-width: 0; }
.legend { font-size: 11.5px; line-height: 17px; color: var(--ink); overflow-y: auto; display: flex; flex-wrap: wrap; align-content: flex-start; column-gap: 12px; flex: none; }
.legend span, .key { max-width: 100%; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.right .legend { flex-direction: column; flex-wrap: nowrap; } .right .legend span { flex: none; }
.legend i, .key i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; }
.values { display: grid; gap: 4px; height: 100%; align-items: center; } .value { min-width: 0; text-align: center; }
.value b { display: block; font-weight: 600; line-height: 1.15; white-space: nowrap; } .value svg { margin: 0 auto; } .key { display: inline-block; font-size: 12px; color: var(--muted); }
.empty { position: absolute; inset: 0 0 20px; display: flex; align-items: center; justify-content: center; color: var(--muted); font-size: 13px; margin: 0; }
.subtitle { font-size: 12px; font-weight: 600; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 6px; max-height: 100%; overflow-y: auto; align-content: start; }
.tile { border: 1px solid var(--grid); border-left-width: 4px; border-radius: 6px; padding: 3px 8px; min-width: 0; font-size: 12px; line-height: 16px; }
.tile b { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; font-weight: 600; overflow-wrap: anywhere; } .tile span { color: var(--muted); }
.tile.ok { border-left-color: var(--ok); } .tile.alarm { border-left-color: var(--bad); } .tile.alarm span { color: var(--bad); font-weight: 600; } .tile.unknown { border-left-color: var(--muted); }
.card .scroll { max-height: 100%; overflow: auto; } .data { width: 100%; font-size: 12px; } .data th, .data td { padding: 4px 10px 4px 0; white-space: nowrap; }
.data td { text-align: right; } .data.logs td { text-align: left; } .data th .key { max-width: 170px; vertical-align: bottom; color: var(--ink); } .data tr:first-child th:not(:first-child) { text-align: right; } .data.logs tr:first-child th:not(:first-child) { text-align: left; }
.query { font: 11px/15px ui-monospace, monospace; color: var(--muted); margin: 6px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; overflow: hidden; }
.text { font-size: 14px; line-height: 1.45; height: 100%; overflow-y: auto; overflow-wrap: anywhere; } .text > :first-child { margin-top: 0; } .text > :last-child { margin-bottom: 0; }
.text h1 { font-size: 22px; margin: 6px 0; } .text h2 { font-size: 18px; margin: 6px 0; } .text h3 { font-size: 15px; line-height: 1.4; margin: 6px 0; white-space: normal; } .text p, .text ul, .text ol { margin: 4px 0; }
.text a { color: var(--series-0); } .text a.button { border: 1px solid var(--series-0); border-radius: 14px; padding: 1px 12px; text-decoration: none; font-weight: 600; } .text a.primary { background: var(--series-0); color: var(--card); }
.text code { font: 12px ui-monospace, monospace; background: var(--page); padding: 1px 4px; border-radius: 4px; } .text pre { background: var(--page); padding: 8px; border-radius: 6px; overflow-x: auto; } .picture { border: 1px dashed var(--grid); padding: 0 6px; color: var(--muted); }
@media print { .card { break-inside: avoid; } }
`;
