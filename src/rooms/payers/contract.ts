export * from './contract/contract-lines.ts';
export * from './contract/payers.ts';
