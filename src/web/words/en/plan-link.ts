import type { words as de } from '../de/plan-link.ts';

export const words: typeof de = {
  title: 'My plan',
  incomplete: 'The address is not complete. Open the whole link once more.',
  codeLead: 'You were given a code of six digits. Enter it here.',
  code: 'Code',
  codeMissing: 'The code has six digits.',
  open: 'Open the plan',
  question: 'Do you agree to the plan?',
  consequence: 'If you say yes, the plan holds from today. You can have it changed later.',
  yes: 'Yes, I agree',
  asking: 'I have a question',
  no: 'No, not like this',
  ask: 'Your question',
  why: 'What shall be different?',
  write: 'Write a sentence.',
  send: 'Send',
  back: 'Back',
  closed: 'This plan no longer waits for an answer.',
  done: {
    agreed: 'Thank you. You said yes. The plan holds now.',
    'asked-back': 'Thank you. Your question has arrived. We will answer you.',
    declined: 'Thank you. Your no has arrived. We will talk with you.',
  },
};
