export * from './contract/link.ts';
export * from './contract/referrals.ts';
