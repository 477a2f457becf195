export * from './feature';
export * from './pinpoint-project';
export * from './pinpoint-project-grants';
export * from './transaction';
