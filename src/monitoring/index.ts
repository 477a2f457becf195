export * from './alarms';
export * from './app-monitor-guards';
export * from './backend';
export * from './journey-alarms';
export * from './notifications';
export * from './telemetry-dashboard';
export * from './transaction-alarms';
export * from './web-app-alarms';
