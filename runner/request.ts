import { type ActionDocument, SECRET } from '../src/formats/journey';
import { atJsonPath } from '../src/formats/json-path';
import type { ActionOptions } from './actions';
import { seconds, type Visit } from './visit';

/** Sends an HTTP request with the page's cookies, and keeps what the journey wants of the answer. */
export async function request(visit: Visit, part: ActionDocument, options: ActionOptions): Promise<void> {
  const { timeoutMs, anyStatus } = options;
  const { method = 'GET', headers = {}, body, extract = {} } = part.request ?? {};
  const filled: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(headers)) filled[name] = await visit.secrets.fill(value);
  const data = body === undefined ? undefined : await visit.secrets.fill(body);
  const startedAt = performance.now();
  let answer: { status: number; body: string };
  try {
    const response = await visit.page
      .context()
      .request.fetch(visit.address(String(part.value)), { method, headers: filled, data, timeout: timeoutMs });
    answer = { status: response.status(), body: await response.text() };
    await response.dispose();
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    throw new Error(`expected an answer within ${seconds(timeoutMs)}, got none (${reason})`);
  }
  visit.answered({ ...answer, milliseconds: performance.now() - startedAt });
  if (answer.status >= 400 && !anyStatus) throw new Error(`expected a status below 400, got ${answer.status}`);
  for (const [name, path] of Object.entries(extract)) visit.variables[name] = extracted(answer.body, path);
}

function extracted(body: string, path: string): string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new Error(`expected JSON to extract ${path} from, got ${JSON.stringify(body.slice(0, 200))}`);
  }
  const value = atJsonPath(json, path);
  if (value === undefined) throw new Error(`expected a value at ${path}, got none`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A site must not get at secrets by answering with a reference to one.
  if (text.match(SECRET)) throw new Error(`expected no reference to a secret at ${path}, got one`);
  return text;
}
