export * from './alarms/alarms';
export * from './alarms/app-monitor-guards';
export * from './alarms/collector-alarms';
export * from './alarms/journey-alarms';
export * from './alarms/notifications';
export * from './alarms/transaction-alarms';
export * from './alarms/web-app-alarms';
export * from './dashboard/telemetry-dashboard';
