import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Origin } from '../../../../formats/events/replay';
import { SYNTHETIC_ATTRIBUTE } from '../../../../formats/synthetic';
import { deviceOf } from '../rules/user-agent';
import { type BatchReading, readBody } from './batches';

/** What a browser posts, to a function URL or an HTTP API: both have format 2.0. */
export function readHttp(event: APIGatewayProxyEventV2, received: number, isBehindFront: boolean): BatchReading {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  return readBody(body, originOf(event.headers, received, isBehindFront));
}

/** Header names are in lower case in format 2.0. */
function originOf(
  headers: Readonly<Record<string, string | undefined>>,
  received: number,
  isBehindFront: boolean,
): Origin {
  const { synthetic, ...device } = deviceOf(headers['user-agent'] ?? '');
  // CloudFront replaces what senders state; without it, they would be believed.
  const country = isBehindFront ? headers['cloudfront-viewer-country'] : undefined;
  return {
    sender: 'browser',
    received,
    ...device,
    ...(/^[A-Z]{2}$/.test(country ?? '') && { country }),
    synthetic: synthetic || (headers.baggage ?? '').includes(SYNTHETIC_ATTRIBUTE),
  };
}
