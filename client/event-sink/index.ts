import { CLIENT_DROPPED_EVENT } from '../../src/formats/browser-events';
import { CLICK, EVENTS_DROPPED } from '../../src/formats/events/names';
import { ENGAGEMENT_EVENT, FORM_EVENT } from '../../src/formats/interactions';
import { json } from '../core/json';
import { uuid } from '../core/random';
import { safely } from '../core/safely';
import { NOBODY } from '../core/session';
import { prefixOf, usable } from '../core/storage';
import { around, host, overhear } from '../recording/extra';
import type { Heard } from '../recording/recording';
import { createOutbox } from '../transport/outbox';
import { delivery } from './deliver';
import { type Fact, Facts, rankOf } from './events';

/** By then the remote configuration has answered, or never will. */
const REMOTE_MS = 2_500;

function begin(): void {
  const recording = host();
  const { config, sessions } = recording;
  const { eventPipeline, interactions, remoteConfigurationUrl } = config;
  if (!eventPipeline) return;
  const facts = new Facts(config);
  const storage = usable(() => sessionStorage);
  const outbox = createOutbox(
    delivery(config, eventPipeline.endpoint, recording.send),
    storage,
    `${prefixOf(config)}events`,
    // The pipeline learns it once it takes events again; until then CloudWatch RUM knows.
    (dropped) => {
      recording.record(CLIENT_DROPPED_EVENT, { ...dropped, of: 'events' });
      add({ name: EVENTS_DROPPED, properties: dropped }, CLIENT_DROPPED_EVENT);
    },
  );

  /** Clicks and what is summed up have a sample of their own, and may be meant for CloudWatch RUM alone. */
  const rateOf = (type: string) => {
    if (type !== CLICK && type !== ENGAGEMENT_EVENT && type !== FORM_EVENT) return eventPipeline.sampleRate;
    return interactions?.toPipeline ? eventPipeline.sampleRate * interactions.sampleRate : 0;
  };

  const add = (
    fact: Fact,
    type: string = fact.name,
    now = Date.now(),
    { id: sessionId }: { readonly id: string } = sessions.current(),
    user = recording.user ?? { id: sessions.userId() },
  ) => {
    const visitor = sessions.visitor === NOBODY ? undefined : sessions.visitor;
    const details = json({ ...fact, anonymousId: visitor, time: Math.round(now) });
    const event = { id: uuid(), timestamp: Math.round(now / 1_000), type, metadata: '{}', details };
    outbox.add({ event, sessionId, user, rank: rankOf(fact.name) });
  };

  const take = (heard: Heard) => {
    const [type, , , now, session, user] = heard;
    if (!recording.running || session.draw >= rateOf(type)) return;
    for (const fact of facts.of(heard)) add(fact, fact.name, now, session, user);
  };

  around(recording, 'stop', { before: () => outbox.clear() });
  // What was before; what comes goes the same way.
  const missed = recording.heard?.waiting ?? (recording.heard as unknown as Heard[] | undefined) ?? [];
  for (const heard of missed.splice(0)) safely(() => take(heard));
  overhear(recording, take);

  const release = () => {
    if (recording.remote.enabled) outbox.release();
    else outbox.clear();
  };
  const leave = () => recording.running && recording.remote.enabled && outbox.leave(recording.staysOnSite);
  const resume = () => recording.running && outbox.resume();
  for (const turn of ['hide', 'depart'] as const) around(recording, turn, { after: leave });
  for (const turn of ['show', 'reconnect'] as const) around(recording, turn, { after: resume });
  resume();
  if (remoteConfigurationUrl) setTimeout(release, REMOTE_MS);
  else release();
}

safely(begin);
