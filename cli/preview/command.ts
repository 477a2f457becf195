import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { findCharts } from '../page/charts';
import { BODY_SYNTAX, type Problem } from './body/body';
import { previewOf } from './draw/dashboard';
import { previewPage } from './draw/page';
import type { PreviewOptions } from './options';
import { takePictures } from './pictures';
import { Given } from './series/given';
import { readDashboards, select } from './source/dashboards';

/** Draws the dashboards of an app, tells what is wrong about them, and returns the exit status. */
export async function preview(options: PreviewOptions, { print }: { print: (line: string) => void }): Promise<number> {
  const { dashboards, alarms } = readDashboards(options.from);
  const given = Given.read(options.data);
  alarms.addDescribed(given?.alarms ?? []);
  const draw = findCharts([process.cwd(), resolve(options.from), __dirname]);
  const drawn = select(dashboards, options.dashboard).map((dashboard) => ({
    ...dashboard,
    ...previewOf(dashboard, { draw, alarms, given }),
  }));
  const title = drawn.length === 1 ? drawn[0].name : `${drawn.length} dashboards`;
  mkdirSync(dirname(resolve(options.out)), { recursive: true });
  writeFileSync(options.out, previewPage(title, drawn));
  print(`${options.out}: ${drawn.map(({ name, widgets }) => `${name} (${widgets} widgets)`).join(', ')}`);
  if (options.png !== undefined) {
    const pages = drawn.map(({ name, html }) => ({ name, page: previewPage(name, [{ name, html }]) }));
    for (const file of await takePictures(pages, options.png, options)) print(file);
  }
  const wrong = drawn.flatMap(({ path, problems }) => problems.map((problem) => lineOf(path, problem)));
  if (wrong.length === 0) return 0;
  print([...wrong, `Syntax of dashboard bodies: ${BODY_SYNTAX}`].join('\n'));
  return 1;
}

function lineOf(path: string, { widget, text }: Problem): string {
  return `${path}${widget === undefined ? '' : `, widget ${widget}`}: ${text}`;
}
