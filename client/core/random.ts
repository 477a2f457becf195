import { safely } from './safely';

/** Random hexadecimal digits, two per byte; of lesser chance where a page has put something else in the place of `crypto`. */
export function hex(bytes: number): string {
  const random = safely(() => crypto.getRandomValues(new Uint8Array(bytes)));
  return toHex(random ?? Uint8Array.from({ length: bytes }, () => Math.random() * 256));
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `crypto.randomUUID` exists in secure contexts only. */
export function uuid(digits = hex(16), version = '4'): string {
  const variant = '89ab'[Number.parseInt(digits[16], 16) & 3];
  return `${digits}`.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, `$1-$2-${version}$3-${variant}$4-$5`);
}
