/** Traces as X-Ray hands them out: the answers of BatchGetTraces and of ListRetrievedTraces. */
import { readFileSync } from 'node:fs';
import { CannotRun, messageOf } from '../../common/cannot-run';
import { objectOf } from '../../suggest/sessions';
import { bareTraceId } from '../session/step';
import { type Span, spansOf } from './span';

/** By the 32 digits of their IDs. */
export type Traces = ReadonlyMap<string, readonly Span[]>;

export function readTraces(files: readonly string[]): Traces {
  const answers = files.map((file) => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as unknown;
    } catch (error) {
      throw new CannotRun(`--traces: ${file} can't be read: ${messageOf(error)}`);
    }
  });
  const documents = answers.flatMap((answer, index) => {
    const traces = Array.isArray(answer) ? answer : objectOf(answer).Traces;
    if (Array.isArray(traces)) return traces;
    throw new CannotRun(`--traces: ${files[index]} has no Traces, as the answer of \`aws xray batch-get-traces\` has`);
  });
  return tracesIn(documents);
}

export function tracesIn(traces: readonly unknown[]): Traces {
  const found = new Map<string, Span[]>();
  for (const trace of traces) {
    const { Id, Segments, Spans } = objectOf(trace);
    const bare = bareTraceId(String(Id));
    const documents = [Segments, Spans].flatMap((list) => (Array.isArray(list) ? list : []));
    if (bare === undefined) continue;
    const known = found.get(bare) ?? [];
    found.set(bare, known);
    for (const part of documents) {
      for (const span of spansOf(objectOf(part).Document))
        if (!known.some(({ id }) => id === span.id)) known.push(span);
    }
  }
  return found;
}
