import { readFileSync } from 'node:fs';
import { CannotRun, messageOf } from '../common/cannot-run';
import type { Image } from './pictures/clicks';

export function readImage(file: string): Image {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CannotRun(`--screenshot: ${messageOf(error)}`);
  }
  const image = imageOf(bytes);
  if (!image) throw new CannotRun(`--screenshot: ${file} is no picture that can be used, expected PNG or JPEG`);
  return image;
}

export function imageOf(bytes: Buffer): Image | undefined {
  for (const [type, read] of [
    ['png', sizeOfPng],
    ['jpeg', sizeOfJpeg],
  ] as const) {
    const size = read(bytes);
    if (size) return { ...size, url: `data:image/${type};base64,${bytes.toString('base64')}` };
  }
  return undefined;
}

type Size = Pick<Image, 'width' | 'height'>;

/** https://www.w3.org/TR/png-3/#11IHDR */
function sizeOfPng(bytes: Buffer): Size | undefined {
  if (bytes.length < 24 || bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** In the first frame header, SOF: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2 */
function sizeOfJpeg(bytes: Buffer): Size | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return undefined;
}
