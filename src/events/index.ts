export * from './catalog/event-catalog';
export * from './catalog/event-property';
export * from './feature';
export * from './pinpoint/pinpoint-project';
export * from './pipeline/event-pipeline';
export * from './pipeline/event-pipeline-grants';
export * from './pipeline/event-pipeline-props';
export * from './transaction';
