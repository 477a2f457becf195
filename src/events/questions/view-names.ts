import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from '../../private/errors';
import { EVENTS, REJECTED_EVENTS } from '../pipeline/event-store';

const known = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** Refuses the name of a view that a table or another view of the same database has: in AWS Glue they are one kind. */
export function takeViewName(question: IConstruct, databaseName: string, viewName: string): void {
  const fix = 'pass another viewName';
  if (viewName === EVENTS || viewName === REJECTED_EVENTS) {
    fail(question, {
      what: 'viewName',
      got: viewName,
      expected: `none of ${EVENTS}, ${REJECTED_EVENTS}: they are tables`,
      fix,
    });
  }
  const { root } = question.node;
  const views = known.get(root) ?? new Map<string, IConstruct>();
  known.set(root, views);
  const { account, region, node } = Stack.of(question);
  // Where a stack goes is known at deployment only, others may go elsewhere.
  const place = [account, region].some(Token.isUnresolved) ? node.path : `${account} ${region}`;
  const key = [place, databaseName, viewName].join('\n');
  const other = views.get(key);
  if (other) {
    fail(question, {
      what: 'viewName',
      got: viewName,
      expected: `another name than that of ${other.node.path} in ${databaseName}`,
      fix,
    });
  }
  views.set(key, question);
}
