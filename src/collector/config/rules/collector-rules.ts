import type { Problem } from '../../../private/errors';
import {
  type CollectorDocument,
  type Components,
  type Pipeline,
  type Settings,
  SIGNALS,
  type Signal,
  typeOf,
} from '../document/collector-document';
import { ADOT_VERSION, COMPONENT_TYPES, type Section } from './component-types';
import { settingRules } from './setting-rules';
import { shapeRules } from './shape-rules';
import { given } from './variables';

const SECTIONS = Object.keys(COMPONENT_TYPES) as Section[];
const TOP_LEVEL = [...SECTIONS, 'connectors', 'service'];
const SERVICE = ['extensions', 'pipelines', 'telemetry'];
const PIPELINE = ['receivers', 'processors', 'exporters'] as const;

/**
 * What is wrong with a configuration that somebody wrote: what a collector would refuse when the task starts, and what
 * it would take and then do wrong.
 */
export function problemsOf(document: Settings): Problem[] {
  const shape = [...keysOf('', document, TOP_LEVEL), ...keysOf('service', document.service, SERVICE)];
  if (shape.length > 0) return shape;
  const config = withDefaults(document);
  const components = [
    ...SECTIONS.flatMap((section) => unknownTypes(section, config[section])),
    ...Object.keys((document.connectors as Settings) ?? {}).map(connector),
    ...shapeRules(config),
  ];
  if (components.length > 0) return components; // what else is wrong can be said of a right shape only
  return [...pipelines(config), ...extensions(config), ...settingRules(config)];
}

/** A configuration with every section, so that nobody has to ask whether it is there. */
export function withDefaults(document: Settings): CollectorDocument {
  const { service, ...sections } = document as Partial<Record<string, Settings | null>>;
  const empty = Object.fromEntries(SECTIONS.map((section) => [section, {}]));
  const named = Object.entries(sections).map(([section, components]) => [
    section,
    Object.fromEntries(Object.entries(components ?? {}).map(([id, settings]) => [id, settings ?? {}])),
  ]);
  return {
    ...empty,
    ...Object.fromEntries(named),
    service: {
      extensions: listOf(service?.extensions),
      telemetry: service?.telemetry ?? {},
      pipelines: Object.fromEntries(
        Object.entries(service?.pipelines ?? {}).map(([id, parts]) => [id, listsOf(parts)]),
      ),
    },
  } as unknown as CollectorDocument;
}

/** Of a variable without a default nobody knows what it names. */
function listOf(value: unknown): unknown {
  return given(value)?.value ?? [];
}

function listsOf(parts: unknown): unknown {
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return parts;
  return Object.fromEntries(Object.entries(parts).map(([part, ids]) => [part, listOf(ids)]));
}

function keysOf(where: string, value: unknown, known: string[]): Problem[] {
  const what = where === '' ? 'the configuration' : where;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ what, got: value, expected: `an object with ${known.join(', ')}`, fix: 'write it so' }];
  }
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  const expected = `one of ${known.join(', ')}`;
  return unknown.map((key) => ({ what: `a key of ${what}`, got: key, expected, fix: 'correct or remove it' }));
}

function unknownTypes(section: Section, components: Components): Problem[] {
  const known = Object.keys(COMPONENT_TYPES[section]);
  const unknown = Object.keys(components).filter((id) => !known.includes(typeOf(id)));
  const expected = `a component of ADOT ${ADOT_VERSION}: ${known.join(', ')}`;
  const fix = 'use one of them, or another image';
  return unknown.map((id) => ({ what: `${section}.${id}`, got: typeOf(id), expected, fix }));
}

function connector(id: string): Problem {
  return { what: `connectors.${id}`, got: typeOf(id), expected: 'none: ADOT has no connectors', fix: 'remove it' };
}

function pipelines(config: CollectorDocument): Problem[] {
  const entries = Object.entries(config.service.pipelines ?? {});
  if (entries.length === 0) {
    return [{ what: 'service.pipelines', got: 'none', expected: 'at least one pipeline', fix: 'define one' }];
  }
  return entries.flatMap(([id, pipeline]) => {
    const what = `service.pipelines.${id}`;
    const signal = typeOf(id) as Signal;
    if (!SIGNALS.includes(signal)) {
      return [{ what, got: typeOf(id), expected: `a signal: ${SIGNALS.join(', ')}`, fix: 'rename the pipeline' }];
    }
    const wrong = keysOf(what, pipeline, [...PIPELINE]);
    return wrong.length > 0 ? wrong : onePipeline(what, signal, pipeline, config);
  });
}

function onePipeline(what: string, signal: Signal, pipeline: Pipeline, config: CollectorDocument): Problem[] {
  const ends = (['receivers', 'exporters'] as const).filter((part) => (pipeline[part] ?? []).length === 0);
  const missing = ends.map((part) => ({
    what: `${what}.${part}`,
    got: 'none',
    expected: 'at least one',
    fix: `name one of ${Object.keys(config[part]).join(', ') || `${part} that you define`}`,
  }));
  const references = PIPELINE.flatMap((part) =>
    (pipeline[part] ?? []).flatMap((id) => reference(`${what}.${part}`, part, id, signal, config[part])),
  );
  const processors = pipeline.processors ?? [];
  const again = processors.find((id, index) => processors.indexOf(id) !== index);
  const twice = {
    what: `${what}.processors`,
    got: again,
    expected: 'each processor once',
    fix: 'remove the second one',
  };
  return [...missing, ...references, ...(again === undefined ? [] : [twice]), ...order(what, processors)];
}

function reference(what: string, section: Section, id: string, signal: Signal, components: Components): Problem[] {
  if (!(id in components)) {
    const expected = `one of ${section}: ${Object.keys(components).join(', ') || 'none is defined'}`;
    return [{ what, got: id, expected, fix: 'define it, or correct the name' }];
  }
  const signals = COMPONENT_TYPES[section][typeOf(id)];
  if (!signals || signals.includes(signal)) return [];
  return [{ what, got: id, expected: `one that takes ${signal}`, fix: `${id} is for ${signals.join(' and ')}` }];
}

/** A collector takes any order, and then refuses too late, or samples what it has already split into batches. */
function order(what: string, processors: string[]): Problem[] {
  const types = processors.map(typeOf);
  const found: Problem[] = [];
  const limiter = types.indexOf('memory_limiter');
  const got = processors.join(', ');
  if (limiter > 0) {
    found.push({ what: `${what}.processors`, got, expected: 'memory_limiter first', fix: 'move it to the front' });
  }
  const batch = types.indexOf('batch');
  const late = types.findIndex((type, index) => index > batch && /^(tail_sampling|probabilistic|filter)/.test(type));
  if (batch >= 0 && late >= 0) {
    const expected = `${processors[late]} before ${processors[batch]}`;
    found.push({ what: `${what}.processors`, got, expected, fix: 'batch what is left, at the end' });
  }
  return found;
}

function extensions({ service, extensions: defined, exporters }: CollectorDocument): Problem[] {
  const named = (service.extensions ?? []).filter((id) => !(id in defined));
  const asked = Object.entries(exporters).flatMap(([id, settings]) => {
    const { authenticator } = (settings.auth as Settings | undefined) ?? {};
    if (authenticator === undefined || (service.extensions ?? []).includes(String(authenticator))) return [];
    return [
      {
        what: `exporters.${id}.auth.authenticator`,
        got: authenticator,
        expected: `one of service.extensions: ${(service.extensions ?? []).join(', ') || 'none is there'}`,
        fix: 'define the extension and list it there: the collector would refuse to start',
      },
    ];
  });
  const unlisted = Object.keys(defined).filter((id) => !(service.extensions ?? []).includes(id));
  return [
    ...named.map((got) => ({
      what: 'service.extensions',
      got,
      expected: `one of extensions: ${Object.keys(defined).join(', ') || 'none is defined'}`,
      fix: 'define it, or correct the name',
    })),
    ...unlisted.map((id) => ({
      what: `extensions.${id}`,
      got: 'not listed in service.extensions',
      expected: 'to be listed, or the collector never starts it',
      fix: `add ${id} to service.extensions`,
    })),
    ...asked,
  ];
}
