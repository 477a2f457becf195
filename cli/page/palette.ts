/** The colors of pictures. Text has a contrast of 4.5 at least to what it stands on, marks one of 3: WCAG 2.2, AA. */
export interface Palette {
  readonly surface: string;
  readonly ink: string;
  /** Of axes and of what is said beside. */
  readonly muted: string;
  readonly grid: string;
  /** Tell series apart; never the only thing that does. */
  readonly series: readonly string[];
  /** What needs somebody to look at it. */
  readonly bad: string;
  /** From few to many, each with the text that stands on it. */
  readonly heat: readonly { readonly fill: string; readonly ink: string }[];
}

export const LIGHT: Palette = {
  surface: '#ffffff',
  ink: '#1b1f24',
  muted: '#57606a',
  grid: '#d8dee4',
  series: ['#0b62c4', '#b3540a', '#1a7f4b', '#8f3fb0', '#00727d', '#b8264e', '#6b6300', '#5c6670'],
  bad: '#c0182f',
  heat: [
    { fill: '#eef4fb', ink: '#1b1f24' },
    { fill: '#cfe1f7', ink: '#1b1f24' },
    { fill: '#a3c8f0', ink: '#1b1f24' },
    { fill: '#6da6e4', ink: '#1b1f24' },
    { fill: '#1f6fc4', ink: '#ffffff' },
    { fill: '#0b4a90', ink: '#ffffff' },
  ],
};

export const DARK: Palette = {
  surface: '#16191d',
  ink: '#e8eaed',
  muted: '#a3abb5',
  grid: '#343a41',
  series: ['#6ab0ff', '#f0a060', '#5fcf92', '#cf96ea', '#4fc9d4', '#ff8aa5', '#cfc84d', '#b4bcc6'],
  bad: '#ff7b86',
  heat: [
    { fill: '#1d2530', ink: '#e8eaed' },
    { fill: '#21364d', ink: '#e8eaed' },
    { fill: '#264a70', ink: '#e8eaed' },
    { fill: '#2e6299', ink: '#ffffff' },
    { fill: '#5b97d6', ink: '#10141a' },
    { fill: '#a9d0ff', ink: '#10141a' },
  ],
};

/** The same as variables of CSS: a picture that is drawn with these is light or dark as its page is. */
export const VARIABLES: Palette = {
  surface: 'var(--surface)',
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  series: LIGHT.series.map((_, i) => `var(--series-${i})`),
  bad: 'var(--bad)',
  heat: LIGHT.heat.map((_, i) => ({ fill: `var(--heat-${i})`, ink: `var(--heat-ink-${i})` })),
};

/** What these variables are. */
export function declarationsOf({ surface, ink, muted, grid, series, bad, heat }: Palette): string {
  return [
    `--surface: ${surface}; --ink: ${ink}; --muted: ${muted}; --grid: ${grid}; --bad: ${bad};`,
    ...series.map((color, i) => `--series-${i}: ${color};`),
    ...heat.map((step, i) => `--heat-${i}: ${step.fill}; --heat-ink-${i}: ${step.ink};`),
  ].join(' ');
}
