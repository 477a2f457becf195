/**
 * As much of the grammar of CloudWatch Logs Insights as we write, and nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
const FIELD = '@?[a-zA-Z_][\\w.]*';
const TEXT = '"[^"\\\\]*"';
const REGEX = '/(?:[^/\\\\]|\\\\.)+/';
const BIN = 'bin\\(\\d+[smhdw]\\)';
const INNER = `(?:strcontains\\(${FIELD}, ${TEXT}\\)|${FIELD})`;
const CALL = `(?:(?:sum|avg|min|max|count_distinct)\\(${INNER}\\)|count\\(\\*\\)|pct\\(${FIELD}, \\d+\\))`;
const OPERAND = `(?:${CALL}|\\(${CALL}(?: [-+*/] ${CALL})*\\)|\\d+)`;
const AGGREGATE = `${OPERAND}(?: [-+*/] ${OPERAND})* as (\\w+)`;
const GROUP = `(?:${BIN} as (?:\\w+)|${FIELD})`;
const TERM = `(?:${FIELD} (?:=|!=) (?:${TEXT}|${FIELD})|${FIELD} in \\[${TEXT}(?:, ${TEXT})*\\]|${FIELD} (?:not )?like ${REGEX}|ispresent\\(${FIELD}\\))`;

const COMMANDS = {
  filter: new RegExp(`^filter ${TERM}(?: (?:and|or) ${TERM})*$`),
  parse: new RegExp(`^parse @message ${REGEX}$`),
  stats: new RegExp(`^stats ${AGGREGATE}(?:, ${AGGREGATE})*(?: by ${GROUP}(?:, ${GROUP})*)?$`),
  sort: new RegExp(`^sort ${FIELD} (?:asc|desc)$`),
  limit: /^limit (?:[1-9]\d{0,3}|10000)$/,
};

export interface ParsedQuery {
  readonly commands: readonly string[];
  /** The fields of log events that are read. */
  readonly fields: readonly string[];
}

/** Throws at what is not written so, at a second `stats` that reads what the first has not made, and at an unknown `sort`. */
export function parseQuery(query: string): ParsedQuery {
  const commands = query.split('\n| ');
  const fields = new Set<string>();
  const parsed = new Set<string>(); // no fields of an event
  let made: Set<string> | undefined;
  for (const command of commands) {
    const [name] = command.split(' ');
    const grammar = COMMANDS[name as keyof typeof COMMANDS];
    if (!grammar?.test(command)) throw new Error(`not in the language: ${command}`);
    const read = fieldsOf(command);
    for (const field of read) {
      if (made && !made.has(field)) throw new Error(`${field} is not known in: ${command}`);
      if (!made && name !== 'sort') fields.add(field);
    }
    if (name === 'stats') made = new Set([...aliasesOf(command), ...groupsOf(command)]);
    if (name === 'parse') for (const [, alias] of command.matchAll(/\(\?<(\w+)>/g)) parsed.add(alias);
  }
  if (commands.filter((command) => command.startsWith('stats ')).length > 2) throw new Error('more than two stats');
  return { commands, fields: [...fields].filter((field) => !parsed.has(field)) };
}

const WORDS = new Set('filter parse stats sort limit and or not like in by as asc desc'.split(' '));

function fieldsOf(command: string): string[] {
  const plain = command
    .replace(new RegExp(`${TEXT}|${REGEX}(?=$| and| or)`, 'g'), '')
    .replace(/ as \w+/g, '')
    .replace(/\b\w+\(/g, '(')
    .replace(/\(\d+[smhdw]\)/g, '');
  return [...plain.matchAll(new RegExp(FIELD, 'g'))].map(([field]) => field).filter((word) => !WORDS.has(word));
}

function aliasesOf(command: string): string[] {
  return [...command.matchAll(/ as (\w+)/g)].map(([, alias]) => alias);
}

function groupsOf(command: string): string[] {
  return (command.split(' by ')[1] ?? '').split(', ').filter((group) => !group.startsWith('bin('));
}
