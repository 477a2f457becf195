import { type Body, isObject, type Json, listOf } from './body';

/** A field above the dashboard, by which its reader chooses what it shows. */
export interface Variable {
  readonly label: string;
  readonly input: string;
  /** What is chosen when the dashboard opens, as its reader sees it. */
  readonly chosen: string;
  readonly options: readonly string[];
  /** Where the options come from, if not from the body. */
  readonly search: string;
}

/** The variables that a reader sees. */
export function variablesOf({ variables }: Body): Variable[] {
  let patterns = 0;
  return variables
    .map((given): Variable & { visible: boolean } => {
      if (given.type === 'pattern') patterns++;
      const options = listOf(given.values).filter(isObject);
      const named = ({ label, value }: Json) => String(label ?? value);
      const first = options.find(({ value }) => value === given.defaultValue);
      const chosen = first ? named(first) : given.defaultValue === '__FIRST' ? 'the first found' : given.defaultValue;
      return {
        label: String(given.label ?? given.property ?? `pattern_${patterns}`),
        input: String(given.inputType),
        chosen: chosen === undefined ? '' : String(chosen),
        options: options.map(named),
        search: typeof given.search === 'string' ? given.search : '',
        visible: given.visible !== false,
      };
    })
    .filter(({ visible }) => visible);
}

/** The body as it is when the dashboard opens: with the default values of its variables. */
export function withDefaults(text: string, variables: readonly Json[]): string {
  return variables.reduce<string>((current, { type, pattern, property, defaultValue }) => {
    if (defaultValue === undefined || defaultValue === '__FIRST') return current;
    if (type === 'pattern' && typeof pattern === 'string' && pattern !== '') {
      return outsideOfVariables(current, (body) => replaced(body, pattern, String(defaultValue)));
    }
    if (type !== 'property' || typeof property !== 'string') return current;
    return outsideOfVariables(current, (body) => JSON.stringify(chosen(JSON.parse(body), property, defaultValue)));
  }, text);
}

function outsideOfVariables(text: string, change: (text: string) => string): string {
  const { variables, ...rest } = JSON.parse(text);
  try {
    return JSON.stringify({ ...JSON.parse(change(JSON.stringify(rest))), variables });
  } catch {
    return text; // a pattern that takes the JSON apart
  }
}

function replaced(text: string, pattern: string, value: string): string {
  const written = JSON.stringify(value).slice(1, -1);
  try {
    return text.replace(new RegExp(pattern, 'g'), () => written);
  } catch {
    return text.replaceAll(pattern, written);
  }
}

/** A property of widgets, and the value of a dimension. */
function chosen(value: unknown, property: string, other: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item, at) =>
      value[at - 1] === property && typeof item === 'string' && at > 2 ? other : chosen(item, property, other),
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === property && typeof item !== 'object' ? other : chosen(item, property, other),
    ]),
  );
}
