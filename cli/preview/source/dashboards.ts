import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathOf, readAssembly } from '../../assembly/assembly';
import { regionIn } from '../../assembly/intrinsics';
import { CannotRun, messageOf } from '../../common/cannot-run';
import { Alarms } from './alarms';
import { bodyText } from './body-text';
import { type Known, textOf } from './values';

export interface Dashboard {
  readonly name: string;
  /** Where it is in the app, or the file that it was read from. */
  readonly path: string;
  /** JSON, if its author made no mistake. */
  readonly body: string;
  /** `us-east-1`; empty if unknown. */
  readonly region: string;
}

export interface Source {
  readonly dashboards: readonly Dashboard[];
  readonly alarms: Alarms;
}

const DASHBOARD = 'AWS::CloudWatch::Dashboard';

/** Dashboards of a cloud assembly, a template, or a file that is the body of one. */
export function readDashboards(from: string): Source {
  if (!existsSync(from))
    throw new CannotRun(`${from} does not exist; expected the output folder of \`cdk synth\`, or a file of JSON`);
  if (statSync(from).isDirectory() && existsSync(join(from, 'manifest.json'))) {
    return fromTemplates(readAssembly(from).map((stack) => ({ ...stack, paths: stack.paths })));
  }
  if (statSync(from).isDirectory()) {
    throw new CannotRun(
      `${from} is no cloud assembly: it has no manifest.json. Run \`npx cdk synth\` and pass its output folder`,
    );
  }
  const json = readJson(from);
  if (json.Resources) {
    const known = { environment: '', parameters: json.Parameters ?? {}, resources: json.Resources };
    return fromTemplates([{ ...known, name: basename(from), paths: new Map() }]);
  }
  // What `aws cloudwatch get-dashboard` answers, or the body itself.
  const body = typeof json.DashboardBody === 'string' ? json.DashboardBody : JSON.stringify(json);
  const name = typeof json.DashboardName === 'string' ? json.DashboardName : basename(from).replace(/\.json$/, '');
  return { dashboards: [{ name, path: from, body, region: '' }], alarms: new Alarms() };
}

interface Template extends Known {
  readonly name: string;
  readonly paths: ReadonlyMap<string, string>;
}

function fromTemplates(templates: readonly Template[]): Source {
  const alarms = new Alarms();
  for (const template of templates) alarms.add(template);
  const dashboards = templates.flatMap((template) =>
    Object.entries(template.resources)
      .filter(([, { Type }]) => Type === DASHBOARD)
      .map(([id, { Properties = {} }]) => {
        return {
          name: Properties.DashboardName === undefined ? id : textOf(Properties.DashboardName, template),
          path: pathOf(template, id)?.replace(/(\/Resource)+$/, '') ?? `${template.name}/${id}`,
          body: bodyText(Properties.DashboardBody, template),
          region: regionIn(template.environment) ?? '',
        };
      }),
  );
  return { dashboards, alarms };
}

interface Json {
  readonly Resources?: Known['resources'];
  readonly Parameters?: Known['parameters'];
  readonly DashboardBody?: unknown;
  readonly DashboardName?: unknown;
}

function readJson(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotRun(`${file} can't be read as JSON: ${messageOf(error)}`);
  }
}

/** Those whose path ends with the name, or that are called so; all without a name. */
export function select(dashboards: readonly Dashboard[], name: string | undefined): readonly Dashboard[] {
  const found = dashboards.filter(
    (one) => name === undefined || one.name === name || `/${one.path}`.endsWith(`/${name}`),
  );
  if (found.length > 0) return found;
  const known = dashboards.map(({ path }) => `  ${path}`).join('\n') || '  none';
  throw new CannotRun(`no dashboard${name === undefined ? '' : ` is named ${name}`}. There are:\n${known}`);
}
