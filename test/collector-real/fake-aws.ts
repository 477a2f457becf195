import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface EmbeddedEvent {
  readonly _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  readonly [field: string]: unknown;
}

export interface Segment {
  readonly id: string;
  readonly trace_id: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

interface Point {
  readonly timeUnixNano: string;
  readonly asInt?: string;
  readonly asDouble?: number;
}

/**
 * CloudWatch Logs refuses events that are more than 2 hours ahead or 14 days old.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
const MOST_AHEAD = 2 * 3_600_000;
const OLDEST = 14 * 24 * 3_600_000;

/**
 * So does the OTLP endpoint with what is more than ten minutes ahead.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html
 */
const POINT_MOST_AHEAD = 10 * 60_000;

/** CloudWatch Logs, X-Ray and an OTLP endpoint as far as a collector sees them, on loopback. They keep what they get. */
export class FakeAws {
  static async start(): Promise<FakeAws> {
    const fake = new FakeAws();
    await fake.listen();
    return fake;
  }

  readonly events: EmbeddedEvent[] = [];
  readonly segments: Segment[] = [];
  /** Requests for traces at the OTLP endpoint, as protobuf has them: its strings are plain. */
  readonly traces: Buffer[] = [];
  /** Sums that came to the OTLP endpoint, as JSON has them, by metric. */
  readonly points = new Map<string, Point[]>();
  /** What is down closes every connection at once. */
  isDown = false;
  attemptsWhileDown = 0;

  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<void> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
  }

  /** As if nothing had happened. */
  forget(): void {
    this.isDown = false;
    this.attemptsWhileDown = 0;
    this.events.length = 0;
    this.segments.length = 0;
    this.traces.length = 0;
    this.points.clear();
  }

  /** The sum of what came to the OTLP endpoint. */
  sumOfPoints(name: string): number {
    const points = this.points.get(name) ?? [];
    return points.reduce((total, { asInt, asDouble }) => total + Number(asInt ?? asDouble), 0);
  }

  /** The exact sum of a metric under one set of dimensions, as CloudWatch would make it. */
  sum(name: string, dimensions: Record<string, string> = {}): number {
    return this.events
      .filter((event) => event._aws.CloudWatchMetrics.some(({ Metrics }) => Metrics.some((one) => one.Name === name)))
      .filter((event) => Object.entries(dimensions).every(([key, value]) => event[key] === value))
      .reduce((total, event) => total + Number(event[name]), 0);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isDown) {
      this.attemptsWhileDown++;
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const content = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    if (request.url === '/v1/traces') {
      this.traces.push(content);
      response.setHeader('content-type', 'application/x-protobuf').end();
      return;
    }
    const body = JSON.parse(content.toString());
    if (request.url === '/v1/metrics') {
      this.keepPoints(body);
      response.setHeader('content-type', 'application/json').end('{}');
      return;
    }
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (request.url === '/TraceSegments') {
      this.segments.push(...body.TraceSegmentDocuments.map((document: string) => JSON.parse(document)));
      response.end('{"UnprocessedTraceSegments":[]}');
      return;
    }
    if (String(request.headers['x-amz-target']).endsWith('PutLogEvents')) {
      const taken = (body.logEvents as LogEvent[]).filter(({ timestamp }) => isTaken(timestamp));
      this.events.push(...taken.map(({ message }) => JSON.parse(message)));
    }
    // Without a token the exporter takes the request for failed, and sends it again.
    response.end('{"nextSequenceToken":"1"}');
  }

  private keepPoints({ resourceMetrics }: { resourceMetrics: Exported[] }): void {
    for (const { name, sum } of resourceMetrics.flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap((one) => one.metrics),
    )) {
      const taken = sum?.dataPoints.filter((one) => isTaken(Number(one.timeUnixNano) / 1e6, POINT_MOST_AHEAD));
      this.points.set(name, [...(this.points.get(name) ?? []), ...(taken ?? [])]);
    }
  }
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

interface Exported {
  readonly scopeMetrics: { metrics: { name: string; sum?: { dataPoints: Point[] } }[] }[];
}

function isTaken(timestamp: number, mostAhead = MOST_AHEAD): boolean {
  return timestamp <= Date.now() + mostAhead && timestamp >= Date.now() - OLDEST;
}
