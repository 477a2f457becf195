import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { besideFirst, table } from '../table';
import { OURS, PEERS } from '../workspace';

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

/** The size of each npm package: all packed by the same npm, from what is installed. */
export function sizeRow(workspace: string): string {
  const names = [OURS, ...PEERS];
  const packed = names.map((name) => pack(join(workspace, 'node_modules', name)));
  const row = (label: string, value: (packed: Packed) => number): string[] => [
    label,
    ...besideFirst(packed.map(value), 0),
  ];
  return [
    '## The npm package',
    '',
    table(
      ['', ...names],
      [
        row('packed KB', ({ size }) => size / 1000),
        row('unpacked KB', ({ unpackedSize }) => unpackedSize / 1000),
        row('files', ({ entryCount }) => entryCount),
      ],
    ),
  ].join('\n');
}

function pack(folder: string): Packed {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packed = JSON.parse(output);
  return Array.isArray(packed) ? packed[0] : (Object.values(packed)[0] as Packed);
}
