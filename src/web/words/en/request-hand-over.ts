import type { words as de } from '../de/request-hand-over.ts';

export const words: typeof de = {
  title: 'Hand over',
  cases: {
    open: 'Hand over to Case Management',
    lead: 'For people who need several kinds of help at once. The search for a therapy place goes on.',
    where: 'To which service',
    note: 'What is it about?',
    noteHint: 'One sentence is enough. Only Case Management reads it.',
    agreed: 'The person was asked and wants this',
    next: 'Case Management gets a task and calls within three days. You do not see the case afterwards.',
    act: 'Hand over',
    done: (service) => `Handed over to ${service}. A task stands there now.`,
    none: 'No service takes cases at the moment.',
  },
  soziotherapie: {
    open: 'Hand over to Soziotherapie',
    lead: 'For people with a severe illness who cannot make use of treatment on their own (section 37a SGB V).',
    where: 'To which practice',
    note: 'What is it about?',
    noteHint: 'One sentence is enough. Only the practice reads it.',
    agreed: 'The person was asked and wants this',
    next: 'The practice finds the inquiry among its clients and calls. Name and contact go along.',
    act: 'Hand over',
    done: (service) => `Handed over to ${service}. The practice calls.`,
    none: 'No practice is entered.',
  },
  after: 'The request here stays open. Close it when no therapy place is wanted any more.',
  choose: 'Please choose',
  cancel: 'Cancel',
};
