import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Origin } from '../../../../formats/events/replay';
import { SYNTHETIC_ATTRIBUTE } from '../../../../formats/synthetic';
import { deviceOf } from '../rules/user-agent';
import { type BatchReading, readBody } from './batches';

/** What a browser posts, to a function URL or an HTTP API: both have format 2.0. */
export function readHttp(event: APIGatewayProxyEventV2, received: number): BatchReading {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  return readBody(body, originOf(event.headers, received));
}

/** Header names are in lower case in format 2.0. */
function originOf(headers: Readonly<Record<string, string | undefined>>, received: number): Origin {
  const { synthetic, ...device } = deviceOf(headers['user-agent'] ?? '');
  const country = headers['cloudfront-viewer-country'];
  return {
    sender: 'browser',
    received,
    ...device,
    ...(/^[A-Z]{2}$/.test(country ?? '') && { country }),
    synthetic: synthetic || (headers.baggage ?? '').includes(SYNTHETIC_ATTRIBUTE),
  };
}
