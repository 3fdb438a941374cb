import type { words as german } from '../de/booked.ts';

export const words: typeof german = {
  toCase: 'Back to the case',
  title: 'Booked',
  readBack: (name, when, who, where) =>
    `“${name ? `${name}, your` : 'Your'} appointment is on ${when}, with ${who}${where ? `, ${where}` : ''}.`,
  kind: (kind) => `The first appointment is: ${kind}. Your place after it is reserved for you.`,
  bringStatutory: (ptv11) => `Please bring your health card${ptv11 ? ', the PTV 11' : ''} and reports if you have any.`,
  bring: 'Please bring reports if you have any.',
  noFit: 'If you find after the first sessions that it does not fit, call us. Then we go on looking, and you come first.',
  crisis: 'If it gets very hard before that, call one of these numbers at any time.”',
  byEmail: (email) => `The confirmation goes by e-mail${email ? ` to ${email}` : ''}.`,
  byLetter: 'The confirmation goes as a letter.',
  bySms: 'The confirmation goes as a text message.',
  print: 'Print the confirmation',
  sent: {
    title: 'Confirmation',
    sent: (at) => `Confirmation sent ${at}`,
    printed: (at) => `Letter printed ${at}`,
    waits: 'Confirmation is being sent',
    letterWaits: 'Letter waits for the printer',
    cancelled: 'Confirmation taken back',
    failed: 'The confirmation did not arrive.',
    call: 'Ring up and tell day, place and time.',
    again: 'Send again',
    againDone: 'The confirmation goes out once more.',
  },
};
