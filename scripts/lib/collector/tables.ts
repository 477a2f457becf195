/** Writes src/collector/config/rules/component-settings.ts: what the collector's components read, as `judge schema` says. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const judge = join(root, '.cache/judge/judge');
const { components, structs } = JSON.parse(execFileSync(judge, ['schema'], { encoding: 'utf8' })) as {
  components: { [section: string]: { [type: string]: string } };
  structs: { [name: string]: { [field: string]: string } };
};

const sorted = <T>(entries: { [key: string]: T }) => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
const key = (name: string) => (/^\w+$/.test(name) ? name : `'${name}'`);
const sections = sorted(components).map(([section, types]) => {
  const lines = sorted(types).map(([type, settings]) => `    ${type}: '${settings}',`);
  return [`  ${section}: {`, ...lines, '  },'].join('\n');
});
const fields = sorted(structs).map(([name, all]) => {
  // They keep what is left for extensions, and refuse what no extension claims.
  const named = sorted(all).filter(([field]) => field !== '*' || !/^(tailsamplingprocessor|v0\.3\.0)\./.test(name));
  const text = named.map(([field, type]) => `${field}: ${type}`);
  return `  ${key(name)}: '${text.join(', ')}',`;
});
writeFileSync(
  join(root, 'src/collector/config/rules/component-settings.ts'),
  `// Written by scripts/lib/collector/tables.ts, from the Go types of the components in lab/collector.

/** What the settings of a component are read into: its type, by section. */
export const COMPONENT_SETTINGS: { readonly [section: string]: { readonly [type: string]: string } } = {
${sections.join('\n')}
};

/** The fields of structs: a type is a scalar, a struct, a list \`T[]\` or a map \`{T}\`; \`*\` stands for any other field. */
export const STRUCTS: { readonly [name: string]: string } = {
${fields.join('\n')}
};
`,
);
