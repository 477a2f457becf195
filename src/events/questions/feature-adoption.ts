import type { Construct } from 'constructs';
import { Question, type QuestionProps } from './question';
import { featureAdoption } from './sql/features';

/**
 * Who uses which feature.
 *
 * A row for each `feature` that was used: by how many `persons`, their share of all who were there (`share_of_active`), how
 * often (`uses`), and how many used it on another day again (`persons_again`, `share_again`).
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.FeatureAdoption(this, 'Features', { pipeline });
 */
export class FeatureAdoption extends Question {
  constructor(scope: Construct, id: string, props: QuestionProps) {
    super(scope, id, props);
    this._answer('feature-adoption', featureAdoption(this._asked));
  }
}
