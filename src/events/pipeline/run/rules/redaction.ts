const MAIL = /[\p{L}\p{N}._%+-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/giu;
const REDACTED = 'redacted';

/** Fields that hold addresses of pages, or may. */
const PLACES = new Set(['page', 'referrer', 'endpoint']);

/** Takes out what tells who a person is, where addresses carry it: query, fragment, whoever logs in, e-mail addresses. */
export function redactedField(field: string, text: string): string {
  return PLACES.has(field) ? redactedMail(withoutQuery(text)) : text;
}

export function redactedMail(text: string): string {
  return text.replace(MAIL, REDACTED);
}

function withoutQuery(text: string): string {
  return text.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
