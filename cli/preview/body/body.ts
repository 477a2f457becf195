/**
 * The body of a dashboard.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export const BODY_SYNTAX =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html';

export type Json = Readonly<Record<string, unknown>>;

/** One of `metrics`: namespace, name, dimensions, and how it is shown. */
export type Row = readonly unknown[];

export interface Widget {
  /** Its place among the widgets. */
  readonly index: number;
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Json;
  /** As its author wrote it. */
  readonly source: Json;
}

export interface Body {
  readonly widgets: readonly Widget[];
  readonly variables: readonly Json[];
  readonly source: Json;
}

/** What is wrong with a body, or not known of it; of one of its widgets or of the whole. */
export interface Problem {
  readonly widget?: number;
  readonly text: string;
}

const DEFAULT_SIZE = 6;

/** Reads a body as it is: `check` tells what of it is wrong. */
export function parseBody(text: string): { readonly body: Body; readonly problems: Problem[] } {
  let source: unknown;
  try {
    source = JSON.parse(text);
  } catch (error) {
    return { body: EMPTY, problems: [{ text: `it is no JSON: ${(error as Error).message}` }] };
  }
  if (!isObject(source)) return { body: EMPTY, problems: [{ text: `expected an object, got ${brief(source)}` }] };
  const problems: Problem[] = [];
  if (!Array.isArray(source.widgets)) problems.push({ text: `widgets: expected a list, got ${brief(source.widgets)}` });
  if (source.variables !== undefined && !Array.isArray(source.variables)) {
    problems.push({ text: `variables: expected a list, got ${brief(source.variables)}` });
  }
  const widgets = listOf(source.widgets).map(widgetOf);
  return { body: { widgets, variables: listOf(source.variables).filter(isObject), source }, problems };
}

const EMPTY: Body = { widgets: [], variables: [], source: {} };

function widgetOf(given: unknown, index: number): Widget {
  const source = isObject(given) ? given : {};
  const sized = (value: unknown) => (Number.isInteger(value) && Number(value) > 0 ? Number(value) : DEFAULT_SIZE);
  const placed = (value: unknown) => (Number.isInteger(value) && Number(value) >= 0 ? Number(value) : undefined);
  return {
    index,
    type: String(source.type ?? ''),
    x: placed(source.x),
    y: placed(source.y),
    width: Math.min(24, sized(source.width)),
    height: Math.min(1000, sized(source.height)),
    properties: isObject(source.properties) ? source.properties : {},
    source,
  };
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The object that is there, or an empty one. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A value as a person reads it, cut where it is long. */
export function brief(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What only a deployment knows, as a text where something else was to be. */
export function isUnresolved(value: unknown): boolean {
  return typeof value === 'string' && /\$\{[^}]+\}/.test(value);
}

/** A color; nothing of what may be more than one. */
export function colorOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^(#[\da-f]{3,8}|[a-z]+|rgba?\([\d.,%\s]+\))$/i.test(value) ? value : undefined;
}
