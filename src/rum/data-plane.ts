import { Aws } from 'aws-cdk-lib';

/** The one thing that browsers do with an app monitor. */
export const PUT_EVENTS = 'rum:PutRumEvents';

/** Where they do it. */
export function dataPlaneHost(region: string): string {
  return `dataplane.rum.${region}.${Aws.URL_SUFFIX}`;
}
