import { Token } from 'aws-cdk-lib';
import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { LogQuery } from './log-queries';

/**
 * What a folder leaves of the 255 characters of a name; both have no ":" and no "*".
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-querydefinition.html
 */
const LONGEST_FOLDER = 200;

/** Queries on the log group of an app monitor, which anyone who may use CloudWatch Logs Insights finds there. */
export class SavedQueries extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly folder: string,
    private readonly logGroup: ILogGroup,
  ) {
    super(scope, id);
    if (Token.isUnresolved(folder) || folder.length <= LONGEST_FOLDER) return;
    fail(scope, {
      what: 'appMonitorName (logQueries)',
      got: folder,
      expected: `at most ${LONGEST_FOLDER} characters, since the names of saved queries begin with it`,
      fix: 'state a shorter appMonitorName, or pass logQueries: false',
    });
  }

  /** Each once. */
  public save(...queries: LogQuery[]): void {
    for (const { id, title, lines } of queries) {
      if (this.node.tryFindChild(id)) continue;
      new CfnQueryDefinition(this, id, {
        name: `${this.folder}/${title}`,
        queryString: lines.join('\n| '),
        logGroupNames: [this.logGroup.logGroupName],
      });
    }
  }
}
