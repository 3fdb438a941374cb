import type { words as german } from '../de/phone-links.ts';

export const words: typeof german = {
  links: 'Telephone systems',
  linksText:
    'A telephone system reports when it rings, when somebody answers and hangs up. The call bar, call backs after missed calls and the figures on availability are made of it. Numbers stay encrypted, for 14 days at most.',
  linkName: 'Name of the system',
  makeLink: 'Connect a system',
  linkMade: 'Key of the system',
  linkOnce: 'This key is shown only now. Enter it in the telephone system.',
  linkDone: 'Entered',
  linkSince: (when) => `connected since ${when}`,
  linkUsed: (when) => `last report ${when}`,
  linkUnused: 'has not reported yet',
  endLink: 'Disconnect',
  endLinkNamed: (name) => `Disconnect ${name}`,
  noLink: 'No system is connected yet. Without one the phone desk counts its calls itself.',
  missing: 'This is missing.',
  howTo: 'How the system reports',
  howToLink: 'Software at the desk opens this address when it rings. What stands behind the # never leaves the browser.',
};
