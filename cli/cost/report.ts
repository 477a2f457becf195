import { ASSUMPTIONS, type AssumptionName, assumptionsOf, type Usage } from '../../src/formats/cost/assumptions';
import { show } from '../../src/formats/cost/billed-resource';
import type { Costs } from '../../src/formats/cost/estimate';
import { PRICES } from '../../src/formats/cost/prices';
import type { Saving } from '../../src/formats/cost/savings';
import { optionOf } from './options';

export interface Told extends Costs {
  readonly usage: Usage;
  readonly regions: readonly string[];
  readonly savings: readonly Saving[];
}

/** As a person reads it. */
export function reportOf(told: Told): string {
  const { usage, items, monthlyUsd, regions, savings, unknown } = told;
  const where = regions.length > 0 ? ` in ${regions.join(', ')}` : '';
  return [
    `A month with ${show(usage.monthlySessions)} sessions${where}, list prices of ${dateOf(told)} in USD:`,
    table(told),
    items.some(({ standsIn }) => standsIn) && '≥ at prices of us-east-1: a lower bound as far as is known',
    section(
      'Not known, and not counted',
      unknown.map((each) => `- ${each}`),
    ),
    section('Assumed; say what is right', assumed(usage)),
    section(
      'Cheaper, each by itself',
      savings.map((saving) => cheaper(saving, monthlyUsd)),
    ),
    usage.freeTier
      ? ''
      : '--free-tier takes off what each account has free each month. Taxes and discounts are left out.',
  ]
    .filter(Boolean)
    .join('\n\n');
}

export function jsonOf({ usage, items, monthlyUsd, unknown, savings, regions, prices }: Told): string {
  const told = {
    currency: 'USD',
    days: 30,
    regions,
    monthlySessions: usage.monthlySessions,
    freeTier: usage.freeTier === true,
    monthlyUsd,
    items,
    unknown,
    assumptions: assumptionsOf(usage),
    cheaper: savings,
    prices: prices.map((name) => ({ name, ...PRICES[name] })),
  };
  return JSON.stringify(told, undefined, 2);
}

function dateOf({ prices }: Costs): string {
  return prices.reduce<string>((latest, name) => (PRICES[name].read > latest ? PRICES[name].read : latest), '2026-11');
}

function table({ items, monthlyUsd }: Costs): string {
  const sorted = [...items].sort((a, b) => b.monthlyUsd - a.monthlyUsd);
  const width = Math.max(5, ...sorted.map(({ name }) => name.length));
  const rows = sorted.map(({ name, monthlyUsd: usd, basis, standsIn }) =>
    [name.padEnd(width), `${standsIn ? '≥' : ' '}${money(usd)}`, share(usd, monthlyUsd), basis].join('  '),
  );
  const some = items.some(({ standsIn }) => standsIn) ? '≥' : ' ';
  return [...rows, `${'Total'.padEnd(width)}  ${some}${money(monthlyUsd)}`].map((row) => `  ${row}`).join('\n');
}

function money(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).padStart(10);
}

function share(usd: number, total: number): string {
  return `${total === 0 ? 0 : Math.round((usd / total) * 100)} %`.padStart(5);
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function assumed(usage: Usage): string[] {
  const names = Object.keys(ASSUMPTIONS) as AssumptionName[];
  const values = assumptionsOf(usage);
  const width = Math.max(...names.map((name) => optionOf(name).length));
  return names.map((name) => {
    const said = usage[name] === undefined ? '' : ', as you say';
    return `--${optionOf(name).padEnd(width)}  ${show(values[name]).padStart(6)}  ${ASSUMPTIONS[name].what}${said}`;
  });
}

function cheaper({ what, monthlyUsd, price }: Saving, total: number): string {
  return `${money(monthlyUsd).trim()} less (${share(monthlyUsd, total).trim()}): ${what}\n    the price: ${price}`;
}
