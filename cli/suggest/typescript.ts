import type { Draft, DraftStep } from './draft';

/** Journeys as a CDK app has them. */
export function toTypeScript(drafts: readonly Draft[], sessions: number): string {
  return ["import { canaries } from 'cdk-user-telemetry';", ...drafts.map((draft) => journey(draft, sessions))].join(
    '\n\n',
  );
}

function journey({ name, startUrl, steps, suggestion }: Draft, sessions: number): string {
  const { path, took, covers } = suggestion;
  return [
    '/**',
    ` * ${comment(path.join(' → '))}`,
    ' *',
    ` * ${took} of ${sessions} sessions went all of this way. It covers ${covers} that no other journey covers.`,
    ' */',
    `export const ${name} = canaries.Journey.startAt(${quote(startUrl)})`,
    `${steps.map((step, index) => stepOf(step, index === 0)).join('\n')};`,
  ].join('\n');
}

function stepOf({ name, page, opens, click, expects }: DraftStep, isFirst: boolean): string {
  const arrives = `canaries.Expect.url(${quote(expects)})`;
  const hints = page.includes(':') && opens.includes(':') ? [`  // Put one in: ${comment(page)}`] : [];
  if (isFirst) return [...hints, `  .step(${quote(name)}, ${arrives})`].join('\n');
  const act = click ? `canaries.Action.click(${quote(click)})` : `canaries.Action.open(${quote(opens)})`;
  const how = click ? [] : ['  // How users get there is not recorded, or they differ: better do it as they do.'];
  return [...how, ...(click ? [] : hints), `  .step(${quote(name)}, ${act}, ${arrives})`].join('\n');
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** Paths come from browsers: none may end the comment. */
function comment(text: string): string {
  return text.replace(/\*\//g, '* /').replace(/[\r\n\u2028\u2029]/g, ' ');
}
