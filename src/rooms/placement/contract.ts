/** What the desk, therapists and the duty psychologist can ask and do here, said once for server and browser. */

export * from './contract/allocation.ts';
export { Criteria, REQUEST_STATES_LIVE } from './contract/criteria.ts';
export * from './contract/fit.ts';
export * from './contract/offer.ts';
export * from './contract/own-search.ts';
export * from './contract/request.ts';
export * from './contract/waiting.ts';
