import { escapeHtml } from '../../page/html';
import { listOf } from '../body/body';
import { type Alarm, nameIn } from '../source/alarms';
import type { DrawWidget } from './context';

const STATES: { readonly [state: string]: { readonly text: string; readonly look: string } } = {
  ALARM: { text: 'In alarm', look: 'alarm' },
  INSUFFICIENT_DATA: { text: 'Insufficient data', look: 'unknown' },
  OK: { text: 'OK', look: 'ok' },
};

/** A tile for each alarm. Without real states all are OK, or in the first of the states that the widget shows. */
export const drawAlarms: DrawWidget = ({ properties }, { alarms, given }) => {
  const wanted = listOf(properties.states).map(String);
  const madeUp = wanted[0] ?? 'OK';
  const tiles = listOf(properties.alarms)
    .map(String)
    .flatMap((reference) => {
      const alarm = alarms.find(reference);
      const name = alarm?.name ?? nameIn(reference);
      const known = given?.alarm(name);
      const state = given ? (known?.StateValue ?? 'INSUFFICIENT_DATA') : madeUp;
      if (wanted.length > 0 && !wanted.includes(state)) return [];
      const { text, look } = STATES[state] ?? { text: state, look: 'unknown' };
      const told = known?.StateReason ?? known?.AlarmDescription ?? alarm?.description ?? '';
      const title = spoken(alarm ?? { name, description: known?.AlarmDescription ?? '' });
      return [
        {
          name,
          html: `<div class="tile ${look}" title="${escapeHtml(told === '' ? name : `${name}: ${told}`)}"><b>${escapeHtml(title)}</b><span>${escapeHtml(text)}</span></div>`,
        },
      ];
    });
  if (tiles.length === 0) return '<p class="empty">No alarm is in these states</p>';
  const sorted = tiles.sort((a, b) => a.name.localeCompare(b.name));
  return `<div class="tiles">${sorted.map(({ html }) => html).join('')}</div>`;
};

/** A name that was generated says little; the start of a description says what is wrong. */
function spoken({ name, description }: Pick<Alarm, 'name' | 'description'>): string {
  const [clause = ''] = description.trim().split(/(?<=[.;:])\s/);
  const short = clause.replace(/[.;:]+$/, '');
  return short !== '' && short.length <= 90 && !/[ _-]/.test(name) ? short : name;
}
