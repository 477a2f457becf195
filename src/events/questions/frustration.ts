import type { Construct } from 'constructs';
import { Question, type QuestionProps } from './question';
import { frustration } from './sql/frustration';

/**
 * Where users click in vain. Browsers have to report `interactions`.
 *
 * A row for each `page`, `element_role` and `element` with such clicks: all `clicks`, those that did nothing (`dead`), that
 * were made in anger (`rage`) and that threw (`error`), by how many `persons`, and how many there are
 * `per_100_page_views`.
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.Frustration(this, 'Frustration', { pipeline });
 */
export class Frustration extends Question {
  constructor(scope: Construct, id: string, props: QuestionProps) {
    super(scope, id, props);
    this._answer('frustration', frustration(this._asked));
  }
}
