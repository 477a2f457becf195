import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { json } from './json';
import { hex, uuid } from './random';
import { cookies, parse } from './storage';

/** Of visitors who are not recognized. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';
const LENGTH_SECONDS = 30 * 60;
/** Writing the cookie at every event would be slow. */
const RENEWAL_MS = 10_000;

/** What the next page of the session has to know. */
export interface Session {
  readonly id: string;
  /** From 0 to 1, drawn once: the session is recorded if it lies below the sample rate, whatever that becomes. */
  readonly draw: number;
  /** The pseudonym of a user who was identified. */
  user?: string;
  /** The page that was viewed last. */
  page?: { readonly id: string; readonly interaction: number; readonly start: number };
  expires: number;
}

/** The part of the world that sessions need; cookies in a browser. */
export interface Jar {
  read(name: string): string | undefined;
  write(name: string, value: string, seconds: number): void;
}

/** Keeps the session of this browser in a cookie, or in memory where cookies are not wanted or not possible. */
export class Sessions {
  private session: Session | undefined = undefined;
  private written = 0;
  public visitor: string | undefined = undefined;
  private readonly names: readonly [session: string, user: string];

  constructor(
    private readonly config: Pick<ClientConfiguration, 'allowCookies' | 'appMonitorId' | 'userIdRetentionDays'>,
    private readonly onStart: () => void,
    private readonly jar: Jar = cookies,
  ) {
    this.names = [`cwr_s_${config.appMonitorId}`, `cwr_u_${config.appMonitorId}`];
  }

  /** The session that goes on, or a new one after 30 minutes without an event. */
  public current(): Session {
    const now = Date.now();
    if (!this.session || now >= this.session.expires) {
      this.read(); // another tab may have prolonged it, or begun the next one
      if (!this.session || now >= this.session.expires) {
        this.session = { id: uuid(), draw: draw(), expires: now + LENGTH_SECONDS * 1000 };
        this.save();
        this.onStart();
      }
    }
    this.session.expires = now + LENGTH_SECONDS * 1000;
    if (now - this.written > RENEWAL_MS) {
      this.read(); // frames and other tabs have the page that was viewed last
      this.session.expires = now + LENGTH_SECONDS * 1000;
      this.save();
    }
    return this.session;
  }

  /** Takes over what other pages of the session have written meanwhile. */
  public read(): void {
    if (!this.config.allowCookies) return;
    const stored = parse(this.jar.read(this.names[0])) as Session | null;
    if (stored && typeof stored.id === 'string' && typeof stored.draw === 'number') this.session = stored;
  }

  public save(): void {
    this.written = Date.now();
    if (this.config.allowCookies && this.session) {
      this.jar.write(this.names[0], json(this.session), LENGTH_SECONDS);
    }
  }

  /** Who is reported as the user of the session. */
  public userId(): string {
    this.visitor ??= this.recognize();
    return this.session?.user ?? this.visitor;
  }

  private recognize(): string {
    const { allowCookies, userIdRetentionDays } = this.config;
    if (!allowCookies || userIdRetentionDays <= 0) return NOBODY;
    const known = this.jar.read(this.names[1]);
    const visitor = known && /^[\da-f-]{36}$/.test(known) ? known : uuid();
    this.jar.write(this.names[1], visitor, userIdRetentionDays * 86_400);
    return visitor;
  }

  /** From now on the session is that of the user; anonymous again without a pseudonym. */
  public identify(pseudonym: string | undefined): void {
    this.current().user = pseudonym;
    this.save();
  }

  /** The next event begins a session. */
  public forget(): void {
    this.session = undefined;
  }
}

/** Not by `Math.random`, which pages seed, and then count on its numbers. */
function draw(): number {
  return Number.parseInt(hex(4), 16) / 2 ** 32;
}
