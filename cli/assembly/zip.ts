import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { CannotRun } from '../common/cannot-run';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** Unpacks a zip file: stored and deflated entries, which is what deployment packages have. */
export function unzip(file: string, directory: string): void {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new CannotRun(`${file} is no zip file`);
  let at = zip.readUInt32LE(end + 16);
  for (let entry = zip.readUInt16LE(end + 10); entry > 0; entry--) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new CannotRun(`${file}: its directory is damaged`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    extract(file, zip, at, join(directory, checked(file, directory, name)), name);
    at += 46 + nameLength + extraLength + commentLength;
  }
}

function extract(file: string, zip: Buffer, at: number, target: string, name: string): void {
  if (name.endsWith('/')) {
    mkdirSync(target, { recursive: true });
    return;
  }
  const [method, size, header] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
  const begin = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const content = zip.subarray(begin, begin + size);
  if (method !== STORED && method !== DEFLATED) {
    throw new CannotRun(`${file}: ${name} is compressed by method ${method}, expected ${STORED} or ${DEFLATED}`);
  }
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, method === STORED ? content : inflateRawSync(content));
}

/** No entry may end up outside of the folder. */
function checked(file: string, directory: string, name: string): string {
  const inside = relative(directory, join(directory, name));
  if (inside.startsWith('..') || name.startsWith('/'))
    throw new CannotRun(`${file}: ${name} leads out of the zip file`);
  return name;
}
