import { REFERRAL_WORDS } from './rules/words.ts';

/** Words of this room's refusals. */
export const REFERRALS_PROBLEMS = { ...REFERRAL_WORDS };
