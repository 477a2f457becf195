export * as canaries from './canaries';
export * as collector from './collector';
export * as events from './events';
export * as monitoring from './monitoring';
export * as rum from './rum';
export * from './user-telemetry';
export * from './user-telemetry-errors';
export * from './user-telemetry-options';
