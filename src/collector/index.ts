export * from './adot-sidecar';
export * from './collector-config';
export * from './lambda-instrumentation';
