import { randomUUID } from 'node:crypto';
import type { Driver } from './driver';

export const MONITOR = 'AWS::RUM::AppMonitor';

export const arnOf = (name: string) => `arn:aws:rum:us-east-1:123456789012:appmonitor/${name}`;

export function allowEveryone(name: string, condition?: object) {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'rum:PutRumEvents', Resource: arnOf(name) };
  return { Version: '2012-10-17', Statement: [condition ? { ...statement, Condition: condition } : statement] };
}

/** Properties of an app monitor that anyone may send to. */
export function monitorOf(name: string, more: Record<string, unknown> = {}) {
  return {
    Name: name,
    DomainList: ['shop.example.com', '*.cloudfront.net'],
    CustomEvents: { Status: 'ENABLED' },
    ResourcePolicy: { PolicyDocument: JSON.stringify(allowEveryone(name)) },
    ...more,
  };
}

/** Deploys an app monitor; returns its id. */
export async function deployMonitor(driver: Driver, name: string, more: Record<string, unknown> = {}): Promise<string> {
  return (await driver.call('deploy', { type: MONITOR, properties: monitorOf(name, more) })).attributes.Id;
}

export function event(type: string, details: object = {}, more: Record<string, unknown> = {}) {
  return {
    id: randomUUID(),
    timestamp: Date.now() / 1000,
    type,
    metadata: '{"version":"1.0.0","browserName":"Chrome"}',
    details: JSON.stringify(details),
    ...more,
  };
}

export function batch(events: object[], more: Record<string, unknown> = {}) {
  return {
    BatchId: randomUUID(),
    AppMonitorDetails: { version: '1.0.0' },
    UserDetails: { userId: randomUUID(), sessionId: randomUUID() },
    RumEvents: events,
    ...more,
  };
}
