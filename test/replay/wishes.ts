import type { GuardianChange } from '#rooms/people/contract.ts';
import type { Criteria } from '#rooms/placement/contract.ts';
import type { Intake } from '#test/demo/calls.ts';
import type { Chance } from '../../bench/lib/random.ts';

/** What somebody who calls is looking for, and who calls. */
export interface Wish {
  criteria: Partial<Criteria> & { age?: [number, number] };
  intake: Intake;
  minor: boolean;
}

const LANGUAGES = ['de', 'tr', 'ar', 'en', 'pl', 'ru', 'uk', 'fa', 'it', 'es', 'fr'];
const SPOKEN = [880, 24, 22, 18, 12, 12, 12, 8, 6, 4, 2];
const WEEK = [1, 2, 3, 4, 5] as const;

/** Draws a wish: mostly adults with public insurance who speak German; some children, some other languages, evenings, forms. */
export function wishOf(chance: Chance, day: Temporal.PlainDate): Wish {
  const { coin, below, weighted } = chance;
  const minor = coin(0.13);
  const language = LANGUAGES[weighted(SPOKEN)] ?? 'de';
  const criteria: Wish['criteria'] = {
    languages: language === 'de' ? ['de'] : coin(0.6) ? [language, 'de'] : [language],
    ...(coin(0.3) ? { windows: WEEK.filter(() => coin(0.6)).map((weekday) => ({ weekday, ...(coin(0.5) ? EVENING : MORNING) })) } : {}),
    ...(coin(0.25) ? { ptv11: { date: day.subtract({ days: 5 + below(60) }).toString(), recommendations: ['therapy'] as const } } : {}),
    ...(coin(0.25) ? { maxTravelMinutes: 30 + 15 * below(4) } : {}),
    ...(coin(0.05) ? { accessNeeds: ['step-free'] as const } : {}),
  } as Wish['criteria'];
  if (criteria.windows?.length === 0) delete criteria.windows;
  if (!minor) return { criteria, minor, intake: coin(0.06) ? { callerRole: 'relative' } : {} };
  const joint = coin(0.3);
  const parent = (name: string): GuardianChange => ({
    relation: 'parent',
    hasCustody: true,
    phone: null,
    contactAllowed: true,
    scope: null,
    name,
    agrees: 'yes',
  });
  const guardians = joint ? [parent('Mutter'), parent('Vater')] : [parent('Mutter')];
  return {
    criteria: {
      ...criteria,
      age: [7, 17],
      insurance: 'GKV',
      custody: joint ? 'joint' : 'sole',
      problems: [coin(0.4) ? 'ANX' : coin(0.5) ? 'CHD' : 'DEP'],
    },
    minor,
    intake: { callerRole: 'parent', guardians },
  };
}

const EVENING = { from: '16:00', to: '20:00' };
const MORNING = { from: '08:00', to: '13:00' };
