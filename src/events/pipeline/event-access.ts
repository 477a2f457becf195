import { BackendAccess } from '../../private/backend-access';
import type { IFeature } from '../feature';
import type { ITransaction } from '../transaction';
import type { EventPipeline } from './event-pipeline';

/** What an application has to do with its pipeline: backends send events, and names that it declares are in the catalog. */
export class EventAccess extends BackendAccess {
  constructor(public readonly pipeline: EventPipeline) {
    super({
      variable: 'EVENT_PIPELINE_FUNCTION',
      value: pipeline.ingestFunction.functionName,
      otherwise: "it can't send events",
      grant: (grantee) => pipeline.grants.putEvents(grantee),
    });
  }

  public addTransaction({ transactionName }: ITransaction): void {
    this.pipeline.catalog._addTransaction(transactionName);
  }

  public addFeature({ featureName }: IFeature): void {
    this.pipeline.catalog._addFeature(featureName);
  }
}
