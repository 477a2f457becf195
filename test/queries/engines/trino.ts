import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Engine } from './answer';
import { Lines } from './lines';

const BUILT = join(__dirname, '../../../.cache/trino');

/** As Athena has it, on whatever files and metastore. */
const LIKE_ATHENA = {
  'hive.ignore-absent-partitions': 'true', // a projected partition without files is empty
  'hive.parquet.time-zone': 'UTC',
  'hive.security': 'allow-all',
  'hive.non-managed-table-writes-enabled': 'true',
  // Statistics of projected partitions are looked up in the metastore, which knows none of these: an error.
  'hive.table-statistics-enabled': 'false',
  'hive.collect-column-statistics-on-write': 'false',
};

/** A real Trino in a process of its own; see test/queries/trino. Its catalog is called `hive`, or as Athena calls its own. */
export class Trino implements Engine {
  /** Tables of files below a folder, which statements call `local:///`. */
  static onFolder(folder: string): Promise<Trino> {
    return Trino.start('hive', {
      'hive.metastore': 'file',
      'hive.metastore.catalog.dir': 'local:///metastore',
      'hive.metastore.disable-location-checks': 'true',
      'fs.local.enabled': 'true',
      'local.location': folder,
    });
  }

  /** The tables of AWS Glue over objects in Amazon S3, where that is at `endpoint`. */
  static onAws(endpoint: string): Promise<Trino> {
    return Trino.start('awsdatacatalog', {
      'hive.metastore': 'glue',
      'hive.metastore.glue.region': 'us-east-1',
      'hive.metastore.glue.endpoint-url': endpoint,
      'hive.metastore.glue.aws-access-key': 'lab',
      'hive.metastore.glue.aws-secret-key': 'lab',
      'fs.s3.enabled': 'true',
      's3.region': 'us-east-1',
      's3.endpoint': endpoint,
      's3.path-style-access': 'true',
      's3.aws-access-key': 'lab',
      's3.aws-secret-key': 'lab',
    });
  }

  private static async start(catalog: string, properties: Record<string, string>): Promise<Trino> {
    const trino = new Trino(new Lines(java(), [...OPTIONS, '-cp', classpath(), 'queries.Trino']), catalog);
    try {
      await trino.ask({ catalog, properties: { ...LIKE_ATHENA, ...properties } });
    } catch (error) {
      await trino.end();
      throw error;
    }
    return trino;
  }

  readonly name = 'Trino 483';

  private constructor(
    private readonly lines: Lines,
    private readonly catalog: string,
  ) {}

  /** `schema`: the database in AWS Glue. */
  run(sql: string, schema = 'default'): Promise<Answer> {
    return this.ask({ sql, schema, catalog: this.catalog });
  }

  end(): Promise<void> {
    return this.lines.end();
  }

  private async ask(request: object): Promise<Answer> {
    const answer = await this.lines.ask<Answer & { error?: string }>(request);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }
}

const OPTIONS = [
  ...['-Xmx2g', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'], // half the CPU for small data
  ...['--add-modules', 'jdk.incubator.vector', '--enable-native-access=ALL-UNNAMED'],
  ...['--sun-misc-unsafe-memory-access=allow', '-Duser.timezone=UTC', `-Djava.io.tmpdir=${tmpdir()}`],
];

function classpath(): string {
  const list = join(BUILT, 'classpath');
  if (!existsSync(list)) throw new Error('Trino is not built: scripts/lib/setup.sh build_trino');
  return `${join(BUILT, 'classes')}:${readFileSync(list, 'utf8').trim()}`;
}

function java(): string {
  return readFileSync(join(BUILT, 'java'), 'utf8').trim();
}
