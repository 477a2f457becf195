import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { coverageOf, type Path, suggestPaths, travelled } from './coverage';
import { type Draft, draftsOf } from './draft';
import { journeysOf, readTrails } from './journeys';
import type { SuggestOptions } from './options';
import { Problems } from './problems';
import { readEvents } from './read-events';
import { toRecording } from './recording';
import { coverageLines, journeyLines, readingLines, suggestionLines } from './report';
import { sessionsOf } from './sessions';
import { toTypeScript } from './typescript';

/** Finds out what was asked for, and returns the exit status. */
export async function suggest(options: SuggestOptions, { print }: { print: (line: string) => void }): Promise<number> {
  const problems = new Problems();
  const reading = readEvents(options.events, problems);
  const found = sessionsOf(reading.events, problems);
  print(readingLines(reading, found, problems).join('\n'));
  const journeys = journeysOf(options.app, options.trail ? readTrails(options.trail) : []);
  const paths = travelled(found.sessions);
  if (paths.length === 0) {
    print('\nThere is no session of a real user with a page view: nothing to suggest.');
    return 0;
  }
  const existing: Path[] = journeys.flatMap(({ stretches }) => stretches);
  if (options.app !== undefined || options.trail !== undefined) {
    print(`\n${journeyLines(journeys).join('\n')}`);
    print(coverageLines('They cover', coverageOf(paths, existing)).join('\n'));
  }
  const minSessions = options.minSessions ?? Math.max(2, Math.ceil(found.sessions.length / 100));
  const suggestions = suggestPaths(paths, existing, { top: options.top, minSessions });
  print(`\n${suggestionLines(suggestions, found.sessions.length, minSessions).join('\n')}`);
  if (suggestions.length === 0) return 0;
  const together = coverageOf(paths, [...existing, ...suggestions.map(({ path }) => path)]);
  print(
    coverageLines(existing.length > 0 ? 'Together with the existing ones they cover' : 'They cover', together).join(
      '\n',
    ),
  );
  const drafts = draftsOf(suggestions, found);
  if (options.out === undefined) show(drafts, found.sessions.length, print);
  else write(options.out, drafts, found.sessions.length, print);
  return 0;
}

function show(drafts: Draft[], sessions: number, print: (line: string) => void): void {
  print(`\n--- journeys.ts\n${toTypeScript(drafts, sessions)}`);
  for (const draft of drafts) print(`\n--- ${draft.name}.json\n${JSON.stringify(toRecording(draft), undefined, 2)}`);
}

function write(folder: string, drafts: Draft[], sessions: number, print: (line: string) => void): void {
  mkdirSync(folder, { recursive: true });
  const files = [
    { name: 'journeys.ts', text: toTypeScript(drafts, sessions) },
    ...drafts.map((draft) => ({ name: `${draft.name}.json`, text: JSON.stringify(toRecording(draft), undefined, 2) })),
  ];
  print('');
  for (const { name, text } of files) {
    writeFileSync(join(folder, name), `${text}\n`);
    print(relative(process.cwd(), join(folder, name)));
  }
}
