import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/**
 * Something that defines alarms.
 */
export interface IAlarms extends IConstruct {
  /**
   * The alarms that it defined, to add actions to them or to combine them.
   */
  readonly alarms: AlarmBase[];
}
