import { counted } from '../common/counted';
import type { Coverage, Suggestion } from './coverage';
import type { JourneyPages } from './journeys';
import type { Problems } from './problems';
import type { Reading } from './read-events';
import type { Sessions } from './sessions';

export function readingLines({ files, events }: Reading, found: Sessions, problems: Problems): string[] {
  const { sessions, synthetic, withoutPages, repeated } = found;
  const left = [
    ...(synthetic ? [`${counted(synthetic, 'session')} of synthetic users`] : []),
    ...(withoutPages ? [`${counted(withoutPages, 'session')} without a page view`] : []),
    ...(repeated ? [`${counted(repeated, 'event')} that had been delivered before`] : []),
    ...problems.lines,
  ];
  return [
    `${counted(sessions.length, 'session')} of real users, of ${counted(events.length, 'event')} in ${counted(files, 'file')}`,
    ...(left.length > 0 ? ['Left out:', ...left.map((line) => `  ${line}`)] : []),
  ];
}

export function journeyLines(journeys: readonly JourneyPages[]): string[] {
  if (journeys.length === 0) return ['The app has no journeys.'];
  const vague = journeys.some(({ stretches, goesFurther }) => goesFurther || stretches.length > 1);
  return [
    'Journeys:',
    ...journeys.map(({ name, stretches, goesFurther }) => {
      const pages = stretches.map((stretch) => stretch.join(' → ')).join(' … ');
      return `  ${name}: ${pages}${goesFurther ? ' …' : ''}`;
    }),
    ...(vague
      ? ['  (… is where a text does not say which pages come: `user-telemetry run … --trail <file>` finds out)']
      : []),
  ];
}

export function coverageLines(beginning: string, coverage: Coverage): string[] {
  const { sessions, coveredSessions, moves, coveredMoves } = coverage;
  return [
    `${beginning} ${share(coveredSessions, sessions)} of the sessions, ` +
      `and ${share(coveredMoves, moves)} of the moves from page to page.`,
  ];
}

export function suggestionLines(suggestions: readonly Suggestion[], sessions: number, minSessions: number): string[] {
  if (suggestions.length === 0) {
    return [`No path is left that ${minSessions} or more sessions took and no journey covers.`];
  }
  return [
    'Most travelled paths that no journey covers:',
    ...suggestions.map(
      ({ path, covers, took }, index) =>
        `  ${index + 1}. ${path.join(' → ')}\n     covers ${share(covers, sessions)} of the sessions; taken in whole by ${took}`,
    ),
  ];
}

/** `31.0 % (31 of 100)` */
function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`;
}
