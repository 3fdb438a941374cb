export * from './contract/invoices.ts';
export * from './contract/month.ts';
