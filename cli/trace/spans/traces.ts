/** Traces as X-Ray hands them out: the answers of BatchGetTraces and of ListRetrievedTraces. */
import { readFileSync } from 'node:fs';
import { CannotRun, messageOf } from '../../common/cannot-run';
import { shown } from '../../common/shown';
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
    if (Array.isArray(traces)) return readable(traces, objectOf(answer).TraceFormat, files[index]);
    throw new CannotRun(`--traces: ${files[index]} has no Traces, as the answer of \`aws xray batch-get-traces\` has`);
  });
  return tracesIn(documents);
}

/** What is of another format would be shown as if there was nothing. */
function readable(traces: readonly unknown[], format: unknown, file: string): readonly unknown[] {
  const documents = traces.flatMap(documentsOf);
  const isOther = documents.length > 0 && documents.every((part) => spansOf(objectOf(part).Document).length === 0);
  if (format !== 'OTEL' && !isOther) return traces;
  throw new CannotRun(
    `--traces: ${file} has spans of another format than that of X-Ray${format === 'OTEL' ? ': OpenTelemetry' : ''}. ` +
      'Ask for `aws xray list-retrieved-traces --trace-format XRAY`, or `aws xray batch-get-traces`',
  );
}

function documentsOf(trace: unknown): unknown[] {
  const { Segments, Spans } = objectOf(trace);
  return [Segments, Spans].flatMap((list) => (Array.isArray(list) ? list : []));
}

export function tracesIn(traces: readonly unknown[]): Traces {
  const found = new Map<string, Span[]>();
  for (const trace of traces) {
    const { Id } = objectOf(trace);
    const bare = bareTraceId(shown(Id));
    if (bare === undefined) continue;
    const known = found.get(bare) ?? [];
    found.set(bare, known);
    for (const part of documentsOf(trace)) {
      for (const span of spansOf(objectOf(part).Document))
        if (!known.some(({ id }) => id === span.id)) known.push(span);
    }
  }
  return found;
}
