import type { Construct } from 'constructs';
import { Question, type QuestionProps } from './question';
import { clickedCells, frustration } from './sql/frustration';

/**
 * Where users click in vain. Browsers have to report `interactions`.
 *
 * A row for each `page`, `element_role` and `element` with such clicks: all `clicks`, those that did nothing (`dead`), that
 * were made in anger (`rage`) and that threw (`error`), by how many `persons`, the
 * `page_views` of sessions that tell of clicks or `page_engagement`, which is the sample of `interactions`, and how many clicks in
 * vain there are `per_100_page_views` of these. A second named query, `cells`, has where on each `page` all clicks were: `grid_x` from 0 to 19 and
 * `grid_y` from 0 to 49 of a grid over the whole page, how many `clicks`, and how many of them were `in_vain`.
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.Frustration(this, 'Frustration', { pipeline });
 */
export class Frustration extends Question {
  constructor(scope: Construct, id: string, props: QuestionProps) {
    super(scope, id, props);
    this._answer('frustration', frustration(this._asked), { cells: clickedCells(this._asked) });
  }
}
