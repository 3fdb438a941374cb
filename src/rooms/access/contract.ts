export * from './contract/accounts.ts';
export * from './contract/demo.ts';
export * from './contract/door.ts';
export * from './contract/duty.ts';
export * from './contract/exports.ts';
export { NEXT_STEPS, type NextStep } from './contract/fields.ts';
export * from './contract/invitations.ts';
export * from './contract/log.ts';
