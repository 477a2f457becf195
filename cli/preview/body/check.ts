import { type Body, brief, isUnresolved, type Json, listOf, type Problem, type Widget } from './body';
import { checkProperties, unknownOf } from './check-properties';
import { LIMITS, PROPERTIES, TOP, UNREAD, VARIABLE, WIDGET } from './known';
import { COLUMNS, overlaps } from './place';
import { isTime, relativeLength } from './range';

/**
 * What CloudWatch would refuse or not understand, by the syntax of bodies and its quotas.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function check(body: Body): Problem[] {
  return [...ofWhole(body), ...body.widgets.flatMap(ofWidget), ...ofOverlaps(body.widgets)];
}

function ofWhole({ source, widgets, variables }: Body): Problem[] {
  const metrics = widgets.reduce((sum, { properties }) => sum + listOf(properties.metrics).length, 0);
  const { start, end, periodOverride } = source;
  return texts([
    ...unknownOf(source, TOP),
    widgets.length > LIMITS.widgets && `it has ${widgets.length} widgets; a dashboard has at most ${LIMITS.widgets}`,
    metrics > LIMITS.metricsOfDashboard &&
      `it has ${metrics} metrics, hidden ones included; a dashboard has at most ${LIMITS.metricsOfDashboard}`,
    variables.length > LIMITS.variables &&
      `it has ${variables.length} variables; a dashboard has at most ${LIMITS.variables}`,
    ...checkRange(start, end),
    periodOverride !== undefined &&
      !['auto', 'inherit'].includes(String(periodOverride)) &&
      `periodOverride: expected auto or inherit, got ${brief(periodOverride)}`,
    ...variables.flatMap((variable, index) => ofVariable(variable).map((text) => `variables[${index}]: ${text}`)),
  ]).map((text) => ({ text }));
}

function checkRange(start: unknown, end: unknown): (string | false)[] {
  return [
    start !== undefined &&
      relativeLength(start) === undefined &&
      !isTime(start) &&
      !isUnresolved(start) &&
      `start: expected such as -PT8H, -P7D or 2026-11-28T00:00:00Z, got ${brief(start)}`,
    end !== undefined && start === undefined && 'end: needs a start, too',
    end !== undefined &&
      !isTime(end) &&
      !isUnresolved(end) &&
      `end: expected such as 2026-11-28T00:00:00Z, got ${brief(end)}`,
  ];
}

function ofVariable(variable: Json): string[] {
  const { type, pattern, property, inputType, id, label, values, search, populateFrom, defaultValue } = variable;
  const chosen = inputType === 'select' || inputType === 'radio';
  const options = listOf(values) as readonly Json[];
  return texts([
    ...unknownOf(variable, VARIABLE),
    type !== 'property' && type !== 'pattern' && `type: expected property or pattern, got ${brief(type)}`,
    type === 'property' && typeof property !== 'string' && 'expected a property',
    type === 'pattern' && typeof pattern !== 'string' && 'expected a pattern',
    !chosen && inputType !== 'input' && `inputType: expected input, select or radio, got ${brief(inputType)}`,
    !/^[\w-]{1,32}$/.test(String(id ?? '')) && `id: expected up to 32 letters, digits, - and _, got ${brief(id)}`,
    typeof label === 'string' && label.length > 30 && `label: expected up to 30 characters, got ${label.length}`,
    chosen &&
      values === undefined &&
      (search === undefined || populateFrom === undefined) &&
      'expected values, or search and populateFrom',
    values !== undefined &&
      (options.length < 1 || options.length > 500) &&
      `values: expected 1 to 500, got ${options.length}`,
    chosen &&
      options.length > 0 &&
      defaultValue !== undefined &&
      options.every(({ value }) => value !== defaultValue) &&
      `defaultValue: expected one of the values, got ${brief(defaultValue)}`,
  ]);
}

function ofWidget(widget: Widget): Problem[] {
  const { source, type, index, properties } = widget;
  const { x, y, width = 6, height = 6 } = source;
  const isWithin = (value: unknown, low: number, high: number) =>
    Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
  const known = PROPERTIES.get(type);
  return texts([
    ...unknownOf(source, WIDGET),
    known === undefined &&
      (UNREAD.has(type)
        ? `widgets of the type ${type} are new; their properties are not known here`
        : `type: expected one of ${[...PROPERTIES.keys()].join(', ')}, got ${brief(source.type)}`),
    (x === undefined) !== (y === undefined) && 'x and y: expected both or none',
    x !== undefined && !isWithin(x, 0, COLUMNS - 1) && `x: expected 0 to 23, got ${brief(x)}`,
    y !== undefined && !isWithin(y, 0, Number.MAX_SAFE_INTEGER) && `y: expected 0 or more, got ${brief(y)}`,
    !isWithin(width, 1, COLUMNS) && `width: expected 1 to ${COLUMNS}, got ${brief(width)}`,
    !isWithin(height, 1, 1000) && `height: expected 1 to 1000, got ${brief(height)}`,
    isWithin(x, 0, COLUMNS - 1) &&
      isWithin(width, 1, COLUMNS) &&
      Number(x) + Number(width) > COLUMNS &&
      `it reaches to column ${Number(x) + Number(width)} of ${COLUMNS}`,
    source.properties !== properties && `properties: expected an object, got ${brief(source.properties)}`,
    ...(known ? unknownOf(properties, known) : []),
    ...checkRange(properties.start, properties.end),
    ...checkProperties(widget),
  ]).map((text) => ({ widget: index, text }));
}

function ofOverlaps(widgets: readonly Widget[]): Problem[] {
  return overlaps(widgets).map(([one, other]) => ({ widget: other, text: `it lies on ${titleOf(widgets[one])}` }));
}

/** How a person finds a widget: by its place in the list, its type and its title. */
export function titleOf({ index, type, properties }: Widget): string {
  const title = typeof properties.title === 'string' && properties.title !== '' ? ` "${properties.title}"` : '';
  return `widget ${index} (${type || 'without a type'}${title})`;
}

function texts(found: readonly (string | false | undefined)[]): string[] {
  return found.filter((text): text is string => typeof text === 'string');
}
