import { DARK, declarationsOf, LIGHT } from './palette';

/** A page that stands alone: no script, no request, light or dark as the reader has it, light on paper. */
export interface Page {
  readonly title: string;
  /** HTML below the title. */
  readonly body: string;
  /** Rules of its own. */
  readonly css?: string;
}

// Nothing that a name in the data might smuggle in is loaded or run.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function pageOf({ title, body, css = '' }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root { ${declarationsOf(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { ${declarationsOf(DARK)} } }
${CSS}${css}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

const CSS = `
body { margin: 0; background: var(--surface); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 980px; margin: 0 auto; padding: 24px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 32px 0 8px; overflow-wrap: anywhere; }
p { margin: 4px 0; } .note { color: var(--muted); overflow-wrap: anywhere; }
figure { margin: 20px 0; } figcaption { color: var(--muted); overflow-wrap: anywhere; }
svg { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 14px; }
caption { text-align: left; color: var(--muted); padding: 4px 0; }
th, td { padding: 4px 12px 4px 0; text-align: left; border-bottom: 1px solid var(--grid); vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-weight: 600; }
th.number, td.number { text-align: right; white-space: nowrap; }
@media print { main { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } .scroll { overflow: visible; } }
`;

/** For the content of an element and for an attribute between double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
