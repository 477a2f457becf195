import type { Path, Suggestion } from './coverage';
import { fixedPart, labelOf } from './pages';
import { mostFrequent, type Session, type Sessions } from './sessions';

export interface DraftStep {
  readonly name: string;
  readonly page: string;
  /** A path at which users saw the page. */
  readonly opens: string;
  /** What users click to get there; unknown if it isn't recorded, or if they don't agree. */
  readonly click?: string;
  /** What the address has to hold. */
  readonly expects: string;
}

/** A journey as it is suggested. */
export interface Draft {
  readonly name: string;
  readonly startUrl: string;
  readonly steps: DraftStep[];
  readonly suggestion: Suggestion;
}

const EXAMPLE_ORIGIN = 'https://www.example.com';
const AGREEMENT = 0.5;

export function draftsOf(suggestions: readonly Suggestion[], { sessions, paths, origins }: Sessions): Draft[] {
  const origin = mostFrequent(new Map([...origins].filter(([text]) => text !== ''))) ?? EXAMPLE_ORIGIN;
  const clicks = clicksOf(sessions);
  const names = new Set<string>();
  return suggestions.map((suggestion) => {
    const { path } = suggestion;
    const concrete = (page: string) => mostFrequent(paths.get(page) ?? new Map()) ?? page;
    return {
      name: unique(names, identifierOf(path), (name, number) => `${name}${number}`),
      startUrl: origin + concrete(path[0]),
      steps: stepsOf(path, concrete, clicks),
      suggestion,
    };
  });
}

function stepsOf(
  path: Path,
  concrete: (page: string) => string,
  clicks: ReadonlyMap<string, ReadonlyMap<string, number>>,
): DraftStep[] {
  const names = new Set<string>();
  return path.map((page, index) => ({
    name: unique(names, `${index === 0 ? 'open' : 'go to'} ${labelOf(page)}`, (name, number) => `${name} ${number}`),
    page,
    opens: concrete(page),
    click: index === 0 ? undefined : agreed(clicks.get(`${path[index - 1]}\n${page}`)),
    expects: fixedPart(page),
  }));
}

/** What was clicked last before each move; an empty text where nothing was. */
function clicksOf(sessions: readonly Session[]): Map<string, Map<string, number>> {
  const clicks = new Map<string, Map<string, number>>();
  for (const session of sessions) {
    for (const [index, click = ''] of session.clicks.entries()) {
      const move = `${session.path[index]}\n${session.path[index + 1]}`;
      const counts = clicks.get(move) ?? new Map<string, number>();
      counts.set(click, (counts.get(click) ?? 0) + 1);
      clicks.set(move, counts);
    }
  }
  return clicks;
}

function agreed(counts: ReadonlyMap<string, number> = new Map()): string | undefined {
  const best = mostFrequent(counts);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return best && (counts.get(best) ?? 0) > all * AGREEMENT ? best : undefined;
}

/** `/`, `/product.html`, `/cart.html` is `homeProductCart`. */
function identifierOf(path: Path): string {
  const words = path.flatMap((page) => labelOf(page).split(' '));
  const shown = words.length > 6 ? [...words.slice(0, 3), 'to', ...words.slice(-2)] : words;
  const name = shown.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `journey${name}`;
}

function unique(taken: Set<string>, name: string, numbered: (name: string, number: number) => string): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = numbered(name, number);
  taken.add(candidate);
  return candidate;
}
