import type { InteractionSettings } from '../../src/formats/client-configuration';
import { safely } from '../core/safely';
import { type Items, prefixOf, usable } from '../core/storage';
import type { Visit } from '../recording/pages/pages';
import type { Recording } from '../recording/recording';

/** Tells what users do, where it was asked for, in the sample and within the budget. */
export class Report {
  private readonly key: string;
  private readonly items: Items | undefined = usable(() => sessionStorage);
  private spent = '';

  constructor(
    private readonly recording: Recording,
    private readonly settings: InteractionSettings,
  ) {
    this.key = `${prefixOf(recording.config)}interactions`;
  }

  /** Whether anybody is told what happens now. */
  public get isSeen(): boolean {
    const { recording } = this;
    return recording.running && !!recording.pages.visits.at(-1)?.attributes && (this.toRum || this.toPipeline);
  }

  private get toRum(): boolean {
    return this.settings.toRum && this.isIn(this.recording.remote.sessionSampleRate);
  }

  private get toPipeline(): boolean {
    const { eventPipeline } = this.recording.config;
    return this.settings.toPipeline && !!eventPipeline && this.isIn(eventPipeline.sampleRate);
  }

  /** Tells each, as one event. */
  public tell(type: string, details: object, visit: Visit): void {
    // What is recorded is heard as well.
    if (!this.record(type, details, visit, 1)) this.hear(type, details, visit);
  }

  /** Tells CloudWatch RUM so many things as one event, or counts what its budget has no room for. */
  public record(type: string, details: object, visit: Visit, things: number): boolean {
    if (!this.recording.running || !visit.attributes || !this.toRum) return false;
    const isAffordable = this.spend();
    if (isAffordable) this.recording.enqueue(type, details, visit);
    else this.recording.drop('overBudget', things);
    return isAffordable;
  }

  /** For the event pipeline alone. */
  public hear(type: string, details: object, visit: Visit, now = Date.now()): void {
    if (!this.recording.running || !visit.attributes || !this.toPipeline) return;
    const { heard, sessions, user } = this.recording;
    heard?.push([type, details, visit, now, sessions.current(), user ?? { id: sessions.userId() }]);
  }

  private isIn(rate: number): boolean {
    const { remote, sessions } = this.recording;
    return remote.enabled && sessions.current().draw < rate * this.settings.sampleRate;
  }

  /** Whether the session has an event left, in this tab. */
  private spend(): boolean {
    const { id } = this.recording.sessions.current();
    const [session, events] = (safely(() => this.items?.getItem(this.key)) ?? this.spent).split(' ');
    const spent = session === id ? Number(events) || 0 : 0;
    if (spent >= this.settings.budget) return false;
    this.spent = `${id} ${spent + 1}`;
    safely(() => this.items?.setItem(this.key, this.spent));
    return true;
  }
}
