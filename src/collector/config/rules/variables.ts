import type { Settings } from '../document/collector-document';
import { readYaml } from '../document/read-yaml';

/** A value as far as it is known at synth. */
export interface Given {
  readonly value: unknown;
  /** What a field that takes texts gets, where the value was a variable. */
  readonly text?: string;
}

/** What the collector will read; nothing where only the task's environment tells. `${env:NAME:-default}` is its default. */
export function given(value: unknown): Given | undefined {
  if (!isVariable(value)) return { value };
  const whole = /^\$\{(?:env:)?[A-Za-z_]\w*:-([^{}$]*)\}$/.exec(value);
  if (!whole) return undefined;
  const [, text] = whole;
  return { value: text.trim() === '' ? null : scalarOf(text), text };
}

/** What the collector sees of a setting, where that is known: a number, a text, a list. */
export function known<T>(settings: Settings | undefined | null, key: string): T | undefined {
  const value = given(settings?.[key])?.value;
  return value === null ? undefined : (value as T | undefined);
}

/** A part of a configuration that its environment completes. */
export function isVariable(value: unknown): value is string {
  return typeof value === 'string' && /\$\{/.test(value);
}

function scalarOf(text: string): unknown {
  try {
    return readYaml(text);
  } catch {
    return text; // as the collector does with what is no YAML
  }
}
