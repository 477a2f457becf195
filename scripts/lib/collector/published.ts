/** Reads what is published of layers and images: text in, tables out. */

/** The columns of src/collector/lambda/layer-versions.ts. */
export const DISTROS = ['Python', 'Js', 'Java', 'DotNet'] as const;

type Row = readonly [region: string, account: string, ...versions: number[]];

const LAYER = /arn:aws[\w-]*:lambda:([\w-]+):(\d{12}):layer:AWSOpenTelemetryDistro(Python|Js|Java|DotNet):(\d+)/g;

/** The rows of a page that names the ARNs of layers: the newest version of each, by Region. */
export function layersOf(page: string): Row[] {
  const rows = new Map<string, { account: string; versions: number[] }>();
  for (const [, region, account, distro, version] of page.matchAll(LAYER)) {
    const row = rows.get(region) ?? { account, versions: DISTROS.map(() => 0) };
    if (row.account !== account) throw new Error(`two accounts publish in ${region}: ${row.account} and ${account}`);
    const column = DISTROS.indexOf(distro as (typeof DISTROS)[number]);
    row.versions[column] = Math.max(row.versions[column], Number(version));
    rows.set(region, row);
  }
  if (rows.size === 0) throw new Error('the page names no layers: it may have moved');
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([region, { account, versions }]) => [region, account, ...versions]);
}

/** The newest of the tags of an image that are versions, written as the present one is. */
export function newestTag(present: string, tags: readonly string[]): string {
  const shape = new RegExp(`^${present.startsWith('v') ? 'v' : ''}\\d+\\.\\d+\\.\\d+$`);
  const parts = (tag: string) => tag.replace(/^v/, '').split('.').map(Number);
  return [present, ...tags.filter((tag) => shape.test(tag))].reduce((best, tag) => {
    const at = parts(tag).findIndex((part, index) => part !== parts(best)[index]);
    return at >= 0 && parts(tag)[at] > parts(best)[at] ? tag : best;
  });
}
