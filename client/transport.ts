import type { ClientBuilder } from '@aws-rum/web-core';
import { BeaconHttpHandler } from '@aws-rum/web-core/dispatch/BeaconHttpHandler';
import { DataPlaneClient } from '@aws-rum/web-core/dispatch/DataPlaneClient';
import type { PutRumEventsRequest } from '@aws-rum/web-core/dispatch/dataplane';
import { FetchHttpHandler } from '@aws-rum/web-core/dispatch/FetchHttpHandler';
import { RetryHttpHandler } from '@aws-rum/web-core/dispatch/RetryHttpHandler';
import { withoutQueriesInJson } from './privacy';

/** As the web client has it: throttled and failed requests are tried again, refused ones are not. */
const RETRIES = 2;

/** The web client's own transport, with the one place that every event passes. */
export const buildClient: ClientBuilder = (endpoint, region, credentials, compressionStrategy) => {
  const client = new DataPlaneClient({
    fetchRequestHandler: new RetryHttpHandler(new FetchHttpHandler({ fetchFunction: fetch }), RETRIES),
    beaconRequestHandler: new BeaconHttpHandler(),
    endpoint,
    region,
    credentials,
    compressionStrategy,
  });
  const { sendBeacon, sendFetch } = client;
  return Object.assign(client, {
    sendFetch: (request: PutRumEventsRequest) => sendFetch(withoutUrlQueries(request)),
    sendBeacon: (request: PutRumEventsRequest) => {
      const scrubbed = withoutUrlQueries(request);
      // Nobody awaits a beacon: a rejection would surface in the page as unhandled.
      return sendBeacon(scrubbed)
        .catch(() => sendFetch(scrubbed))
        .catch(() => undefined);
    },
  });
};

/** Here and not in a plugin: page views, which hold the referrer, don't come from one. */
function withoutUrlQueries(request: PutRumEventsRequest): PutRumEventsRequest {
  const RumEvents = request.RumEvents.map((event) => ({ ...event, details: withoutQueriesInJson(event.details) }));
  return { ...request, RumEvents };
}
