export * from './journey-document';
export * from './part-fields';
export * from './parts';
export * from './quotations';
export * from './references';
