export * from './feature';
export * from './pinpoint/pinpoint-project';
export * from './transaction';
