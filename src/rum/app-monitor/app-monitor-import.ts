import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import { AppMonitorBase, type IAppMonitor } from './app-monitor-base';
import { checkName } from './app-monitor-checks';
import { Platform } from './platform';

/** What is known of an app monitor that is defined elsewhere. */
export interface KnownAppMonitor {
  readonly appMonitorName: string;
  readonly appMonitorId?: string;
  readonly platform?: Platform;
}

export function importAppMonitor(scope: Construct, id: string, known: KnownAppMonitor): IAppMonitor {
  class Import extends AppMonitorBase {
    public readonly appMonitorName = known.appMonitorName;
    public readonly appMonitorArn = appMonitorArnOf(scope, known.appMonitorName);
    public readonly platform = known.platform ?? Platform.WEB;

    public get appMonitorId(): string {
      if (known.appMonitorId !== undefined) return known.appMonitorId;
      return fail(this, {
        what: 'appMonitorId',
        got: undefined,
        expected: 'the ID of the app monitor, which its name does not tell',
        fix: 'import it with fromAppMonitorAttributes()',
      });
    }
  }
  const imported = new Import(scope, id);
  checkName(imported, known.appMonitorName);
  checkPattern(imported, 'appMonitorId', known.appMonitorId, {
    pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
    expected: 'a UUID',
    fix: 'pass the ID that the console shows, not the name',
  });
  return imported;
}

/** The ARN from the name, also before there is a resource. */
export function appMonitorArnOf(scope: Construct, appMonitorName: string): string {
  return Stack.of(scope).formatArn({
    service: 'rum',
    resource: 'appmonitor',
    resourceName: appMonitorName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
