import { Aws } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import type { Statement } from './sql/model';

interface AnswerViewProps {
  readonly databaseName: string;
  readonly viewName: string;
  readonly answer: Statement;
}

const IN_PRESTO = { string: 'varchar', bigint: 'bigint', double: 'double', boolean: 'boolean' };

/**
 * A view of Athena as AWS Glue keeps it: a table of type VIRTUAL_VIEW whose text is the encoded statement.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/views.html
 * @see https://github.com/trinodb/trino/blob/483/plugin/trino-hive/src/main/java/io/trino/plugin/hive/ViewReaderUtil.java
 */
export class AnswerView extends Construct {
  constructor(scope: Construct, id: string, { databaseName, viewName, answer: { sql, columns } }: AnswerViewProps) {
    super(scope, id);
    const definition = {
      originalSql: sql,
      catalog: 'awsdatacatalog',
      schema: databaseName,
      columns: columns.map(({ name, type }) => ({ name, type: IN_PRESTO[type] })),
    };
    const encoded = Buffer.from(JSON.stringify(definition)).toString('base64');
    new CfnTable(this, 'Resource', {
      catalogId: Aws.ACCOUNT_ID,
      databaseName,
      tableInput: {
        name: viewName,
        tableType: 'VIRTUAL_VIEW',
        parameters: { presto_view: 'true', comment: 'Presto View' },
        storageDescriptor: { columns: columns.map(({ name, type }) => ({ name, type })), location: '', serdeInfo: {} },
        viewOriginalText: `/* Presto View: ${encoded} */`,
        viewExpandedText: '/* Presto View */',
      },
    });
  }
}
