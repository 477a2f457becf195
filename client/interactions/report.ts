import type { InteractionSettings } from '../../src/formats/client-configuration';
import { safely } from '../core/safely';
import { prefixOf } from '../core/storage';
import type { Visit } from '../recording/pages/pages';
import type { Recording } from '../recording/recording';

/** Tells what users do, where it was asked for, in the sample and within the budget. */
export class Report {
  private readonly key: string;
  private spent = '';

  constructor(
    private readonly recording: Recording,
    private readonly settings: InteractionSettings,
  ) {
    this.key = `${prefixOf(recording.config)}interactions`;
  }

  /** Whether anybody is told what happens now. */
  public get isSeen(): boolean {
    const visit = this.recording.pages.visits.at(-1);
    return this.isForRum(visit) || this.isForPipeline(visit);
  }

  private isForRum(visit: Visit | undefined): boolean {
    return this.settings.toRum && this.isIn(this.recording.remote.sessionSampleRate, visit);
  }

  private isForPipeline(visit: Visit | undefined): boolean {
    return this.settings.toPipeline && this.isIn(this.recording.config.eventPipeline?.sampleRate, visit);
  }

  /** Tells each, as one event. */
  public tell(type: string, details: object, visit: Visit): void {
    // What is recorded is heard as well.
    if (!this.record(type, details, visit, 1)) this.hear(type, details, visit);
  }

  /** Tells CloudWatch RUM so many things as one event, or counts what its budget has no room for. */
  public record(type: string, details: object, visit: Visit, things: number): boolean {
    if (!this.isForRum(visit)) return false;
    const isAffordable = this.spend();
    if (isAffordable) this.recording.enqueue(type, details, visit);
    else this.recording.drop('overBudget', things);
    return isAffordable;
  }

  /** For the event pipeline alone. What neither takes is counted once. */
  public hear(type: string, details: object, visit: Visit, now = Date.now()): void {
    if (!this.isForPipeline(visit)) return;
    const { heard, sessions, user } = this.recording;
    if (this.spend()) heard?.push([type, details, visit, now, sessions.current(), user ?? { id: sessions.userId() }]);
    else if (!this.isForRum(visit)) this.recording.drop('overBudget', 1);
  }

  private isIn(rate: number | undefined, visit: Visit | undefined): boolean {
    const { running, remote, sessions } = this.recording;
    if (!running || !visit?.attributes || !remote.enabled) return false;
    return sessions.current().draw < (rate ?? 0) * this.settings.sampleRate;
  }

  /** Whether the session has an event left, in this tab. */
  private spend(): boolean {
    const { id } = this.recording.sessions.current();
    const [session, events] = (safely(() => sessionStorage.getItem(this.key)) ?? this.spent).split(' ');
    const spent = session === id ? Number(events) || 0 : 0;
    if (spent >= this.settings.budget) return false;
    this.spent = `${id} ${spent + 1}`;
    safely(() => sessionStorage.setItem(this.key, this.spent));
    return true;
  }
}
