import type { IConstruct } from 'constructs';

/** What jsii puts on a class: its whole name. */
export const RTTI = Symbol.for('jsii.rtti');

/** What a user needs to mend a wrong set-up without reading our source. */
export interface Problem {
  /** The prop or call that is wrong, as the user wrote it. */
  readonly what: string;
  /** The value that was given. */
  readonly got: unknown;
  /** What would have been right: shape, unit, limits. */
  readonly expected: string;
  /** What to do, as an imperative. */
  readonly fix: string;
}

/** The name of every error of this library: JavaScript tells errors apart by it, also where two copies are loaded. */
export const ERROR_NAME = 'UserTelemetryError';

/** A set-up that is refused at synth. */
export class UserTelemetryError extends Error implements Problem {
  public readonly name = ERROR_NAME;
  public readonly what: string;
  public readonly got: unknown;
  public readonly expected: string;
  public readonly fix: string;

  /**
   * @param path of the construct that refuses it
   * @param others what else is wrong, for the message
   */
  constructor(
    public readonly path: string,
    problem: Problem,
    ...others: Problem[]
  ) {
    super([problem, ...others].map((each) => `[${path}] ${describe(each)}`).join('\n'));
    this.what = problem.what;
    this.got = problem.got;
    this.expected = problem.expected;
    this.fix = problem.fix;
  }
}

/** Refuses a set-up at synth. Every error of this library has this one form, a line for each problem. */
export function fail(scope: IConstruct, problem: Problem, ...others: Problem[]): never {
  throw new UserTelemetryError(scope.node.path, problem, ...others);
}

/** The text of {@link fail} for `node.addValidation()`, which puts the path before it. */
export function describe({ what, got, expected, fix }: Problem): string {
  return `${what}: got ${show(got)}, expected ${expected}; ${fix}`;
}

/** A value as an error shows it: whatever was passed, the error has to be about the set-up, not about itself. */
function show(value: unknown): string {
  try {
    const whole = shown(value);
    if (typeof whole === 'string' && typeof value === 'object') return whole;
    return JSON.stringify(whole, (_, part) => shown(part)) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value); // it refers to itself
  }
}

/** Of an object that is more than data, what it is: its fields would tell nothing, or refer to each other. */
function shown(part: unknown): unknown {
  if (typeof part === 'bigint') return `${part}n`;
  if (part instanceof RegExp) return String(part);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  const name = classNameOf(Object.getPrototypeOf(part)?.constructor);
  return name === 'Object' ? part : `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** As jsii knows a class, unless it only extends that one: the `Bucket` of aws-cdk-lib calls itself `Bucket2`. */
function classNameOf(made: { readonly name?: string; readonly [RTTI]?: { readonly fqn: string } } = {}): string {
  const { name = 'Object' } = made;
  const known = made[RTTI]?.fqn.split('.').at(-1);
  return known === name.replace(/\d+$/, '') ? known : name;
}
