import { posix } from 'node:path';
import * as ts from 'typescript';
import { circlesOf } from './circles';
import { membersAcrossRooms } from './members';
import { type Finding, roomOf, type Source, type Sources, walk } from './sources';

/** Which rooms a room may import. What stands at the top of src/ composes them all. */
const MAY_IMPORT: { readonly [room: string]: readonly string[] } = {
  formats: [],
  private: ['formats'],
  events: ['formats', 'private'],
  rum: ['formats', 'private', 'events'],
  canaries: ['formats', 'private', 'events', 'rum'],
  collector: ['formats', 'private', 'events'],
  monitoring: ['formats', 'private', 'events', 'rum', 'canaries', 'collector'],
  coverage: ['formats', 'private', 'events', 'rum', 'canaries', 'collector', 'monitoring'],
};

/** Rooms without a door: each of their files is there for everybody. */
const OPEN = ['formats', 'private'];

type Rule = (sources: Sources) => Finding[];

/** Rooms stand in an order, so that each can be understood without those above it. */
const order: Rule = (sources) =>
  importsOf(sources).flatMap(([from, to]) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (!room || !other || room === other || room === 'UserTelemetry') return [];
    const known = MAY_IMPORT[room];
    if (!known) {
      return [{ where: from, what: `${room} is no room of the house`, fix: 'give it a place in the order of rooms' }];
    }
    if (known.includes(other)) return [];
    const what = `${room} imports ${other} (${to}), which stands above or beside it`;
    return [{ where: from, what, fix: `move what both need to ${known.join(' or ') || 'formats itself'}` }];
  });

/** Other rooms see what a room shows to everybody (index.ts) or to the house (door.ts). */
const doors: Rule = (sources) =>
  importsOf(sources).flatMap(([from, to]) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (!room || !other || room === other || other === 'UserTelemetry' || OPEN.includes(other)) return [];
    if (to === `src/${other}/index.ts` || to === `src/${other}/door.ts`) return [];
    const fix = `import it from src/${other}/index.ts, or hand it out as a value in src/${other}/door.ts`;
    return [{ where: from, what: `imports ${to} of another room`, fix }];
  });

/** What runs beside a page, in Lambda or on a laptop must not carry aws-cdk-lib with it. */
const withoutCdk: Rule = (sources) => {
  const isFree = (path: string) => path.startsWith('src/formats/') || /^src\/.*\/run\//.test(path);
  return [...sources.values()]
    .filter(({ path }) => isFree(path))
    .flatMap(({ path, packages, imports }) => [
      ...packages
        .filter((name) => /^(aws-cdk-lib|constructs)(\/|$)/.test(name))
        .map((name) => ({ where: path, what: `imports ${name}`, fix: 'move what needs it to where constructs are' })),
      ...imports
        .filter((to) => !isFree(to))
        .map((to) => ({ where: path, what: `imports ${to}`, fix: 'move what both need to formats/ or a run/ folder' })),
    ]);
};

const outsiders: Rule = (sources) =>
  importsOf(sources)
    .filter(([from, to]) => /^(client|runner|cli)\//.test(from) && to.startsWith('src/'))
    .filter(([, to]) => !to.startsWith('src/formats/') && !to.startsWith('src/private/run/'))
    .map(([from, to]) => {
      const fix = 'move what both need to src/formats/ (what they agree on) or src/private/run/ (what both run)';
      return { where: from, what: `imports ${to}`, fix };
    });

const circles: Rule = (sources) => {
  const files = new Map([...sources.values()].map(({ path, imports }) => [path, imports]));
  const folders = new Map<string, string[]>();
  for (const [from, to] of importsOf(sources)) {
    const [a, b] = [folderOf(from), folderOf(to)];
    if (a !== b) folders.set(a, [...(folders.get(a) ?? []), b]);
  }
  const fix = 'move what both need to a place below both, or hand it on as a value';
  return [
    ...circlesOf(files).map((circle) => ({ where: circle[0], what: `circle of files: ${circle.join(' > ')}`, fix })),
    ...circlesOf(folders).map((circle) => ({
      where: circle[0],
      what: `circle of folders: ${circle.join(' > ')} (${witnesses(sources, circle).join('; ')})`,
      fix,
    })),
  ];
};

/** The entrances of a room import its folders and are imported by other rooms: they are no part of a folder. */
function folderOf(path: string): string {
  return /^src\/[a-z]+\/(index|door)\.ts$/.test(path) ? path : posix.dirname(path);
}

function witnesses(sources: Sources, circle: string[]): string[] {
  return circle.slice(0, -1).map((folder, i) => {
    const next = circle[i + 1];
    const found = importsOf(sources).find(([from, to]) => folderOf(from) === folder && folderOf(to) === next);
    return found?.join(' > ') ?? '';
  });
}

/** One place knows where the package's own files lie, so that moving a file breaks nothing. */
const paths: Rule = (sources) =>
  [...sources.values()]
    .filter(({ path }) => path.startsWith('src/') && path !== 'src/private/assets.ts' && namesDirectory(path, sources))
    .map(({ path }) => ({
      where: path,
      what: 'uses __dirname',
      fix: 'take the path from asset() in private/assets.ts',
    }));

function namesDirectory(path: string, sources: Sources): boolean {
  let found = false;
  walk((sources.get(path) as Source).file, (node) => {
    if (ts.isIdentifier(node) && node.text === '__dirname') found = true;
  });
  return found;
}

function importsOf(sources: Sources): [from: string, to: string][] {
  return [...sources.values()].flatMap(({ path, imports }) => imports.map((to): [string, string] => [path, to]));
}

/** All rules of the house by name; CONTRIBUTING.md tells them in words. */
export const RULES: { readonly [name: string]: Rule } = {
  order,
  doors,
  circles,
  withoutCdk,
  outsiders,
  members: membersAcrossRooms,
  paths,
};
