/** The end of an e-mail address, and what is in front of it: as one expression they would take long for long words. */
const HOST = /(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const LOCAL = /[\p{L}\p{N}._%+-]{1,64}$/u;
const REDACTED = 'redacted';

/** Fields that hold addresses of pages, or may. */
const PLACES = new Set(['page', 'referrer', 'endpoint']);

/** Takes out what tells who a person is, where addresses carry it: query, fragment, whoever logs in, e-mail addresses. */
export function redactedField(field: string, text: string): string {
  return PLACES.has(field) ? redactedMail(withoutQuery(text)) : text;
}

export function redactedMail(text: string): string {
  let kept = '';
  let from = 0;
  for (const { index, 0: host } of text.matchAll(HOST)) {
    const local = LOCAL.exec(text.slice(Math.max(from, index - 128), index))?.[0];
    if (local === undefined) continue;
    kept += text.slice(from, index - local.length) + REDACTED;
    from = index + host.length;
  }
  return kept + text.slice(from);
}

function withoutQuery(text: string): string {
  return text.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
