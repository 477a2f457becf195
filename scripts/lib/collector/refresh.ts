/**
 * Refreshes the tables of images and layers from public sources: `npx tsx scripts/lib/collector/refresh.ts`, or with a file
 * that is a copy of the page of layers. Look at the difference, and run `scripts/test`: a collector of another version may
 * have other components, see lab/collector.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DISTROS, layersOf, newestTag } from './published';

/** What https://aws-otel.github.io/docs/getting-started/lambda shows. */
const LAYERS_PAGE = 'https://raw.githubusercontent.com/aws-otel/aws-otel.github.io/main/src/config/lambdaLayerArns.js';

/** Where images are named: a repository, then its tag. */
const IMAGES = [
  'src/collector/image.ts',
  'src/collector/ecs/auto-instrumentation.ts',
  'src/collector/ecs/log-routing.ts',
];
const IMAGE = /repository: (?:'public\.ecr\.aws\/([\w/-]+)'|`\$\{REPOSITORY\}-(\w+)`),(\s+)tag: '([^']+)'/g;
const INSTRUMENTATION = 'aws-observability/adot-autoinstrumentation';

const root = resolve(__dirname, '../../..');

async function get(address: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return response.text();
}

async function refreshLayers(file: string | undefined): Promise<void> {
  const rows = layersOf(file ? readFileSync(file, 'utf8') : await get(LAYERS_PAGE));
  const path = join(root, 'src/collector/lambda/layer-versions.ts');
  const lines = rows.map(([region, account, ...versions]) => `  ['${region}', '${account}', ${versions.join(', ')}],`);
  const today = new Date().toISOString().slice(0, 10);
  const table = readFileSync(path, 'utf8')
    .replace(/(LAYERS_AS_OF = ')([^']+)/, (_, start, before) => `${start}${file ? before : today}`) // a copy is of any day
    .replace(/(\[\]\)\[\] = \[\n)[\s\S]*(\n\];)/, (_, start, end) => `${start}${lines.join('\n')}${end}`);
  writeFileSync(path, table);
  console.log(`${rows.length} Regions with layers of ${DISTROS.join(', ')}`);
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html */
async function tagsOf(repository: string): Promise<string[]> {
  const { token } = JSON.parse(await get('https://public.ecr.aws/token/'));
  const listed = await get(`https://public.ecr.aws/v2/${repository}/tags/list`, { Authorization: `Bearer ${token}` });
  return JSON.parse(listed).tags;
}

async function refreshImages(): Promise<void> {
  for (const name of IMAGES) {
    const path = join(root, name);
    let text = readFileSync(path, 'utf8');
    for (const [whole, repository, language, , tag] of [...text.matchAll(IMAGE)]) {
      const newest = newestTag(tag, await tagsOf(repository ?? `${INSTRUMENTATION}-${language}`));
      console.log(`${repository ?? language}: ${tag}${newest === tag ? ' is the newest' : ` becomes ${newest}`}`);
      text = text.replace(whole, whole.replace(tag, newest));
    }
    writeFileSync(path, text);
  }
}

async function main(file: string | undefined): Promise<void> {
  await refreshLayers(file);
  if (!file) await refreshImages();
  execFileSync('npx', ['biome', 'check', '--write', 'src/collector'], { cwd: root, stdio: 'inherit' });
}

void main(process.argv[2]);
