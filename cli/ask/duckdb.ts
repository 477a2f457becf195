import type { DuckDBConnection } from '@duckdb/node-api';
import { loadPackage } from '../common/packages';

const DUCKDB = { name: '@duckdb/node-api', title: 'DuckDB', purpose: 'It reads the events, about 70 MB' };

/** DuckDB as the user's project has it; the package brings none. In memory, in UTC. */
export async function findDuckDB(folders: readonly string[]): Promise<DuckDBConnection> {
  const { DuckDBInstance } = loadPackage(DUCKDB, folders) as typeof import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'UTC'");
  return connection;
}
