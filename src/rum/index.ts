export * from './app-monitor';
export * from './app-monitor-base';
export * from './app-monitor-grants';
export * from './authorization';
export * from './telemetry';
export * from './web-app';
export * from './web-client-options';
