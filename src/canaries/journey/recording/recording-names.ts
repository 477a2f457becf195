import type { RecordingStep } from './recording-format';
import { fieldName } from './recording-selectors';

/** What a step of a journey is called after the recorded step that it begins with. */
export function groupName(step: RecordingStep): string {
  if (step.type === 'navigate') return clean(`open ${pathOf(step.url)}`) || 'open';
  const object = step.selectors ? fieldName(step.selectors) : (step.key ?? step.expression ?? '');
  return clean(`${step.type} ${object}`);
}

/** Numbers those names that are there already. */
export function uniqueNames(names: string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}

function pathOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).pathname : '';
}

/** Letters, digits, spaces, `.`, `_` and `-` only, 60 at most, so that a number still fits. */
function clean(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, ' ')
    .slice(0, 60)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
