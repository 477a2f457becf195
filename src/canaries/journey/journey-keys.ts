/** The keys that Playwright knows by name, beside printable ASCII characters. */
const NAMES = new Set(
  [
    'Escape Backspace Tab Enter Delete Insert Home End PageUp PageDown ArrowUp ArrowDown ArrowLeft ArrowRight Space',
    'Shift ShiftLeft ShiftRight Control ControlLeft ControlRight Alt AltLeft AltRight Meta MetaLeft MetaRight',
    'ControlOrMeta AltGraph CapsLock NumLock ScrollLock Pause PrintScreen ContextMenu',
    'Backquote Minus Equal BracketLeft BracketRight Backslash Semicolon Quote Comma Period Slash',
    'NumpadAdd NumpadSubtract NumpadMultiply NumpadDivide NumpadDecimal NumpadEnter',
    ...range(1, 12).map((number) => `F${number}`),
    ...range(0, 9).flatMap((digit) => [`Digit${digit}`, `Numpad${digit}`]),
    ...range(0, 25).map((letter) => `Key${String.fromCharCode(65 + letter)}`),
  ].flatMap((names) => names.split(' ')),
);

/** Whether it is a key, or if they may be combined, keys with a plus between them. */
export function isKey(text: string, combined: boolean): boolean {
  if (/^[ -~]$/.test(text) || NAMES.has(text)) return true;
  const [, first, rest] = (combined && /^([^+]+)\+(.+)$/.exec(text)) || [];
  return first !== undefined && isKey(first, false) && isKey(rest, true);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
