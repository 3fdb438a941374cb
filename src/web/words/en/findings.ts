import type { words as german, Told } from '../de/findings.ts';

const none: Told = { kind: '', name: '', on: '', code: '', amount: 0 };
const at = (all: readonly Told[], index: number): Told => all[index] ?? none;
const both = (all: readonly Told[]) => all.map(({ name }) => name).join(' and ');
const DAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const PHASES: Record<string, string> = {
  case_finding: 'Case finding',
  intake: 'Intake',
  assessment: 'Assessment',
  planning: 'Planning',
  linking: 'Linking',
};

export const words: typeof german = {
  title: 'Findings',
  subtitle: 'found by the system, with evidence',
  none: 'Nothing open. Geleit looks at the case with every change and on every day.',
  groups: { gaps: 'Gaps', duplicates: 'Duplicates', deadlines: 'Deadlines', file: 'In the file' },
  severities: { alert: 'urgent', warn: 'clear up soon', info: 'hint' },
  since: (day) => `since ${day}`,
  snooze: 'Put off',
  snoozeOf: (title) => `${title}: put off`,
  snoozed: (day) => `put off until ${day}`,
  snoozedCount: (count) => (count === 1 ? '1 finding is put off' : `${count} findings are put off`),
  wake: 'Show again',
  until: 'Until when',
  untilHint: 'Three months at most.',
  reason: 'Why can this wait?',
  save: 'Put off until then',
  cancel: 'Cancel',
  done: 'Put off.',
  woken: 'The finding stands on top again.',
  someMeasure: 'Measure',
  someGoal: 'Goal',
  someTask: 'Task',
  somebody: 'a partner',
  actions: {
    'plan-measure': 'Plan a measure',
    'start-measure': 'Enter the start',
    'call-provider': 'Ask the service',
    'book-next-service': 'Find what follows',
    'apply-follow-up': 'Enter the follow-up application',
    'search-alternative': 'Find another service',
    'end-one-service': 'End one service',
    'clear-up-services': 'Clear up both services',
    'share-result': 'See the results',
    'reach-client': 'Enter a contact',
    'ask-partner': 'Ask the partner',
    'plan-measure-for-goal': 'Plan a measure',
    'complete-measure': 'Complete the measure',
    'rate-goal': 'Rate the goal',
    'hold-review': 'Enter a review',
    'renew-release': 'Obtain a release',
    'ask-client-view': 'Ask for her own view',
    'name-responsible': 'Say who is responsible',
    'move-on': 'See the next step',
    'solve-contradiction': 'Change the plan',
  },
  rules: {
    G1: {
      tag: 'Gap',
      title: (all) => `${at(all, 0).name}: need without measure`,
      text: (all) => `Assessment of ${at(all, 0).on}: need unmet. No measure planned, no “not now”.`,
    },
    G2: {
      tag: 'Gap',
      title: () => 'Measure not started',
      text: (all) => `${at(all, 0).name}: planned from ${at(all, 0).on}, no start entered.`,
    },
    G3: {
      tag: 'Gap',
      title: () => 'Service interrupted',
      text: (all) => `${at(all, 0).name}: last contact on ${at(all, 0).on}, agreed every ${at(all, 0).amount} days.`,
    },
    G4: {
      tag: 'Gap',
      title: () => 'Gap in the transition',
      text: (all) => {
        const [end, next] = [at(all, 0), all[1]];
        const ended = end.kind === 'stay' ? `Discharged from hospital on ${end.on}.` : `${end.name} ended on ${end.on}.`;
        return next
          ? `${ended} What follows begins only on ${next.on} (${next.amount} days later): ${next.name}.`
          : `${ended} Nothing booked to follow.`;
      },
    },
    G5: {
      tag: 'runs out',
      title: (all) => `Approval runs out: ${at(all, 0).name}`,
      text: (all) =>
        `${all.map(({ on, amount }) => (amount > 0 ? `${amount} % of the units used` : `valid until ${on}`)).join(', ')}. No follow-up application.`,
    },
    G6: {
      tag: 'Gap',
      title: () => 'Rejection without alternative',
      text: (all) => `${at(all, 0).name}: rejected or unanswered on ${at(all, 0).on}, nothing else asked since.`,
    },
    DU1: {
      tag: 'Duplicate',
      title: () => 'Two services that exclude each other',
      text: (all) => `${both(all)} run at the same time.`,
    },
    DU2: {
      tag: 'Duplicate',
      title: () => 'Two services for the same',
      text: (all) => `${both(all)} have run side by side for at least 14 days and are not marked as complementary.`,
    },
    DU3: {
      tag: 'Duplicate',
      title: () => 'The same instrument twice',
      text: (all) => `Results of ${at(all, 0).on} and of ${at(all, 1).on} by two partners.`,
    },
    OC: {
      tag: 'Overdue',
      title: () => 'Contact overdue',
      text: (all) =>
        at(all, 0).kind === 'contact'
          ? `Last reached on ${at(all, 0).on}, agreed every ${at(all, 0).amount} days.`
          : `Not reached since the opening on ${at(all, 0).on}, agreed every ${at(all, 0).amount} days.`,
    },
    RA: {
      tag: 'No answer',
      title: () => 'Referral without answer',
      text: (all) => `${at(all, 0).name}: sent on ${at(all, 0).on}, no answer.`,
    },
    GM: {
      tag: 'Plan',
      title: () => 'Goal without measure',
      text: (all) => `“${at(all, 0).name}”, agreed on ${at(all, 0).on}.`,
    },
    MG: {
      tag: 'Plan',
      title: () => 'Measure incomplete',
      text: (all) => {
        const { name, code } = at(all, 0);
        return `${name}: ${code === 'date' ? 'no start planned' : code === 'goal' ? 'no goal' : 'no goal and no start'}.`;
      },
    },
    GD: {
      tag: 'Overdue',
      title: () => 'Goal day passed, not rated',
      text: (all) => `“${at(all, 0).name}” until ${at(all, 0).on}.`,
    },
    RV: {
      tag: 'Overdue',
      title: () => 'Review of the plan overdue',
      text: (all) =>
        `${at(all, 0).kind === 'plan' ? 'Plan agreed' : 'Last reviewed'} on ${at(all, 0).on}, intended every ${at(all, 0).amount} days.`,
    },
    CO: {
      tag: 'Release',
      title: () => 'Release from secrecy missing',
      text: (all) => {
        const release = all.find(({ kind }) => kind === 'release');
        const rest = both(all.filter(({ kind }) => kind !== 'release'));
        if (!release) return `${rest}: there is none. The partner learns nothing.`;
        return release.code === 'withdrawn'
          ? `${rest}: withdrawn. Access has ended.`
          : `${rest}: held until ${release.on}. Access has ended.`;
      },
    },
    CV: {
      tag: 'Assessment',
      title: (all) => `${at(all, 0).name}: own view missing`,
      text: (all) => `Rated by a professional on ${at(all, 0).on}. Her own view is empty, without a reason.`,
    },
    RS: {
      tag: 'Responsibility',
      title: () => 'Nobody responsible',
      text: (all) => (all[1] ? `${at(all, 0).name}: away since ${at(all, 1).on}, no substitute.` : `${at(all, 0).name}: nobody entered.`),
    },
    ST: {
      tag: 'Phase',
      title: (all) => `${PHASES[at(all, 0).code] ?? 'Phase'} takes long`,
      text: (all) => `In this phase since ${at(all, 0).on}. Guide: ${at(all, 0).amount} days.`,
    },
    CT: {
      tag: 'Contradiction',
      title: () => 'Plans contradict each other',
      text: (all) =>
        at(all, 0).kind === 'goal'
          ? `${both(all)}: marked as incompatible.`
          : `${both(all)}: on ${DAYS[at(all, 0).amount] ?? ''} at the same time.`,
    },
  },
};
