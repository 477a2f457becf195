import { readFileSync, writeFileSync } from 'node:fs';

const HIDDEN = '***';

/** Replaces secrets in texts, in the forms in which requests, JSON and HTML hold them. */
export class Redaction {
  private readonly forms: string[];

  constructor(secrets: Iterable<string>) {
    const forms = [...secrets].filter((secret) => secret !== '').flatMap(formsOf);
    // The longest first: none leaves a part of another.
    this.forms = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  public text(text: string): string {
    return this.forms.reduce((hidden, form) => hidden.replaceAll(form, HIDDEN), text);
  }

  public file(path: string): void {
    if (this.forms.length === 0) return;
    writeFileSync(path, this.text(readFileSync(path, 'utf8')));
  }
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encoded,
    encoded.replace(/%20/g, '+'),
    new URLSearchParams([['', secret]]).toString().slice(1),
    json,
    JSON.stringify(json).slice(1, -1), // JSON within JSON, such as a request's body in a HAR file
    Buffer.from(secret).toString('base64'),
  ];
}
