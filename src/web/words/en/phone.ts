import type { PhoneWords } from '../phone.ts';

export const words: PhoneWords = {
  talk: 'Call',
  end: 'End',
  endNamed: 'End the call',
  ended: 'Call ended',
  begin: 'Begin the call',
  begun: 'Call begun',
  rings: 'New call',
  ringsKnown: 'Call from a known number',
  waiting: 'Answered, at no desk yet',
  take: 'Take it',
  calls: 'Calls',
  parkQuestion: 'Park this call and take the new one?',
  parkText: 'What you have typed is saved. The request stays in the list and is not lost.',
  park: 'Park and take',
  stay: 'Stay with this call',
  withheld: 'The call came without a number. Ask for it first.',
  missedTitle: 'Missed call',
  callBack: 'Call back and begin a request',
  openKnown: 'Open the request',
  noNumber: 'There is no number for this call any more. Numbers are kept for 14 days at most.',
};
