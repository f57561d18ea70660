export * from './symbol-index.ts';
