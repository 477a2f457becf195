import type { ExtraTag } from '../core/extras';
import { safely } from '../core/safely';
import type { Heard, Recording } from './recording';

/** Of an extra file: what has loaded it. */
export function host(): Recording {
  const tag = document.currentScript as ExtraTag<Recording>;
  const { userTelemetry } = tag;
  tag.userTelemetry = undefined;
  tag.remove();
  return userTelemetry as Recording;
}

/** More is not kept for the file that sends it elsewhere. */
const MAX_WAITING = 1_000;

/** Hears what is recorded from now on; the file that sends it elsewhere, if there is one, finds what it has missed. */
export function overhear(recording: Recording, listener: (heard: Heard) => void): void {
  const { heard: before, config } = recording;
  const waiting = before?.waiting ?? (before as Heard[] | undefined);
  recording.heard = {
    waiting,
    push(heard) {
      safely(() => listener(heard));
      if (before !== waiting || (config.eventPipeline && waiting && waiting.length < MAX_WAITING)) before?.push(heard);
    },
  };
}

/** Does something before or after the recording is told of a turn: others' listeners come in no order that could be relied on. */
export function around(
  recording: Recording,
  turn: 'depart' | 'hide' | 'show' | 'stop' | 'reconnect',
  { before = () => {}, after = () => {} }: { before?: () => unknown; after?: () => unknown },
): void {
  const original = recording[turn] as (...args: never[]) => void;
  recording[turn] = (...args: never[]) => {
    safely(before);
    original.apply(recording, args);
    safely(after);
  };
}
