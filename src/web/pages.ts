import type { RoomKey } from './shell/rooms.ts';
import { access } from './words/access.ts';
import type { Book } from './words/book.ts';
import { codes } from './words/codes.ts';
import { placement } from './words/placement.ts';

export interface Page {
  path: string;
  /** Which door of the rail it lies behind. */
  room: RoomKey | 'bausteine';
  /** The module's default export is the page. */
  load: () => Promise<{ default: () => React.ReactNode }>;
  /** Words that are on their way together with the page when somebody begins there. */
  words?: readonly Pick<Book<unknown>, 'load'>[];
}

/** The one map of pages inside the frame. A room takes its page over by naming its own module in its line. */
export const PAGES: readonly Page[] = [
  {
    path: '/telefon/{-$requestId}',
    room: 'telefon',
    load: () => import('./rooms/placement/telefon.tsx'),
    words: [placement, codes, access],
  },
  { path: '/rueckruf/$callId', room: 'telefon', load: () => import('./rooms/placement/call-back.tsx') },
  { path: '/zur-seite', room: 'anfragen', load: () => import('./rooms/portal/aside.tsx') },
  { path: '/anfragen/{-$requestId}', room: 'anfragen', load: () => import('./rooms/placement/requests.tsx') },
  { path: '/netzwerk/{-$id}', room: 'netzwerk', load: () => import('./rooms/network/network.tsx') },
  { path: '/angebot', room: 'angebot', load: () => import('./rooms/offer/offer.tsx') },
  { path: '/kalender', room: 'kalender', load: () => import('./rooms/calendar/calendar.tsx') },
  { path: '/soziotherapie/{-$part}', room: 'sozio', load: () => import('./rooms/soziotherapie/overview.tsx') },
  { path: '/soziotherapie/akte/$id/{-$tab}', room: 'sozio', load: () => import('./rooms/soziotherapie/file.tsx') },
  { path: '/faelle/{-$part}', room: 'faelle', load: () => import('./rooms/cases/board.tsx') },
  { path: '/faelle/akte/$id/{-$tab}', room: 'faelle', load: () => import('./rooms/cases/file.tsx') },
  { path: '/faelle/platz/$requestId', room: 'faelle', load: () => import('./rooms/cases/linking/place-search.tsx') },
  { path: '/abrechnung/{-$part}', room: 'abrechnung', load: () => import('./rooms/billing/billing.tsx') },
  { path: '/notfaelle/{-$id}', room: 'notfaelle', load: () => import('./rooms/crisis/emergencies.tsx') },
  { path: '/aufgaben', room: 'aufgaben', load: () => import('./rooms/tasks/tasks.tsx') },
  { path: '/auswertung/{-$part}', room: 'auswertung', load: () => import('./rooms/reports/reports.tsx') },
  { path: '/verwaltung/{-$part}', room: 'verwaltung', load: () => import('./rooms/administration/administration.tsx') },
  { path: '/praxis/{-$part}', room: 'sozio', load: () => import('./rooms/practice/practice.tsx') },
  { path: '/konto', room: 'konto', load: () => import('./rooms/access/account.tsx') },
];

/** Parts that several pages show, and only once somebody has come that far; they are no weight of the first view. */
export const loadSafeContact = () => import('./rooms/messages/safe-contact.tsx');
export const loadBusyTimes = () => import('./rooms/people/busy-times.tsx');
export const loadTwoAtOnce = () => import('./rooms/people/two-at-once.tsx');

/** The page behind an address, by its first part; so that it can be on its way before the app is here. */
export const pageAt = (pathname: string) => PAGES.find(({ path }) => path.split('/')[1] === pathname.split('/')[1]);
