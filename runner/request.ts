import { SECRET_REFERENCE } from '../src/formats/journey';
import { atJsonPath } from '../src/formats/json-path';
import { firstLine } from './messages';
import { seconds } from './time';
import type { Player } from './turn';

/** Sends an HTTP request with the page's cookies, and keeps what the journey wants of the answer. */
export const request: Player = async (_element, { timeout }, { visit, part, value, anyStatus }) => {
  const { method = 'GET', headers = {}, body, extract = {} } = part.request ?? {};
  const filled: { [name: string]: string } = {};
  for (const [name, text] of Object.entries(headers)) filled[name] = await visit.secrets.fill(text);
  const data = body === undefined ? undefined : await visit.secrets.fill(body);
  const startedAt = performance.now();
  let answer: { status: number; body: string };
  try {
    const response = await visit.page
      .context()
      .request.fetch(visit.address(value), { method, headers: filled, data, timeout });
    answer = { status: response.status(), body: await response.text() };
    await response.dispose();
  } catch (error) {
    throw new Error(`expected an answer within ${seconds(timeout)}, got none (${firstLine(error)})`);
  }
  visit.answers.note({ ...answer, milliseconds: performance.now() - startedAt });
  if (answer.status >= 400 && !anyStatus) throw new Error(`expected a status below 400, got ${answer.status}`);
  for (const [name, path] of Object.entries(extract)) visit.variables[name] = extracted(answer.body, path);
};

function extracted(body: string, path: string): string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new Error(`expected JSON to extract ${path} from, got ${JSON.stringify(body.slice(0, 200))}`);
  }
  const value = atJsonPath(json, path);
  // What comes after would open a page without a number, or look for a text that is on any page.
  if (value === undefined || value === null)
    throw new Error(`expected a value at ${path}, got ${value === null ? 'null' : 'none'}`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.trim() === '') throw new Error(`expected a value at ${path}, got an empty text`);
  // A site must not get at secrets by answering with a reference to one.
  if (text.match(SECRET_REFERENCE)) throw new Error(`expected no reference to a secret at ${path}, got one`);
  return text;
}
