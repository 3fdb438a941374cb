import type { words as german } from '../de/problems.ts';

export const words: typeof german = {
  title: 'That did not work',
  offline: 'No connection. What you typed is still here.',
  'outcome-unknown': 'The server did not answer. It is not certain whether it worked. Check before you try again.',
  'signed-out': 'You are signed out.',
  fault: (reference) => `Something went wrong. We have noted it${reference ? ` (${reference})` : ''}.`,
  'version-old': 'Somebody has just changed this. Look at the new state.',
  tooMany: (seconds) => `Too many tries. It works again in ${seconds} seconds.`,
  field: {
    required: 'This is missing.',
    'too-long': 'This is too long.',
    'too-short': 'This is too short.',
    invalid: 'This does not fit.',
    unknown: 'The system does not know this.',
    'too-big': 'This is too long or too large.',
    'too-small': 'This is too short or too small.',
    'control-character': 'The text holds characters that cannot be seen. Type it here again.',
    'text-malformed': 'A character is damaged. Type the text here again.',
    'invalid-date': 'This day does not exist.',
    'invalid-email': 'The e-mail address is not complete yet.',
    'invalid-postal-code': 'The postal code has five digits.',
    'window-backwards': 'The end lies before the beginning.',
  },
};
