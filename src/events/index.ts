export * from './feature';
export * from './pinpoint/pinpoint-project';
export * from './pinpoint/pinpoint-project-grants';
export * from './transaction';
