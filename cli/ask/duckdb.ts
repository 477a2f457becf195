import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { CannotRun } from '../common/cannot-run';

/** DuckDB as the user's project has it; the package brings none. In memory, in UTC. */
export async function findDuckDB(folders: readonly string[]): Promise<DuckDBConnection> {
  for (const folder of folders) {
    const require = createRequire(join(folder, 'package.json'));
    let file: string;
    try {
      file = require.resolve('@duckdb/node-api');
    } catch {
      continue;
    }
    const { DuckDBInstance } = require(file) as typeof import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run("SET TimeZone = 'UTC'");
    return connection;
  }
  throw new CannotRun(
    [
      `DuckDB was not found from ${folders.join(' or ')}. It reads the events, about 70 MB:`,
      '  npm install --save-dev @duckdb/node-api',
    ].join('\n'),
  );
}
