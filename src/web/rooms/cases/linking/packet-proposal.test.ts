import { expect, test } from 'vitest';
import { needsProposal, planProposal } from './packet-proposal.ts';

const goal = (
  status: 'proposed' | 'agreed' | 'active' | 'dropped',
  text: string,
  targetOn: string | null = null,
  soziotherapieGoalId: string | null = null,
) => ({ status, targetOn, soziotherapieGoalId, words: { text } }) as Parameters<typeof planProposal>[0][number];

test('Of the plan only goals that hold are proposed, in her words', () => {
  const goals = [
    goal('agreed', 'Ich öffne meine Post.', '2026-05-31'),
    goal('proposed', 'Noch offen.'),
    goal('active', 'Ich schlafe durch.'),
  ];
  expect(planProposal(goals, (on) => `bis ${on}`)).toBe('„Ich öffne meine Post.“ (bis 2026-05-31)\n„Ich schlafe durch.“');
  expect(planProposal([goal('dropped', 'Vorbei.'), goal('agreed', 'Der Praxis.', null, 'g1')], String)).toBe('');
});

test('Of the assessment the unmet needs of the last completed round are proposed by name, what matters most first', () => {
  const rating = (domain: string, client: string | null, professional: string | null, priority = false) => ({
    domain,
    priority,
    client: { need: client },
    professional: { need: professional, note: 'geheim' },
  });
  const data = {
    domains: [
      { code: 'D4', de: 'Wohnen und Haushalt', en: 'Housing' },
      { code: 'D10', de: 'Geld', en: 'Money' },
      { code: 'D1', de: 'Gesundheit', en: 'Health' },
    ],
    rounds: [
      { completedOn: '2026-03-01', ratings: [rating('D4', 'unmet', null), rating('D1', 'met', 'met'), rating('D10', null, 'unmet', true)] },
      { completedOn: null, ratings: [rating('D1', 'unmet', 'unmet')] },
    ],
  } as unknown as Parameters<typeof needsProposal>[0];
  expect(needsProposal(data, 'de')).toBe('Geld, Wohnen und Haushalt');
  expect(needsProposal({ ...data, rounds: data.rounds.slice(1) }, 'en')).toBe('');
});
