import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery } from './me.ts';
import { to } from './paths.ts';
import { Frame } from './shell/frame.tsx';
import type { RoomKey } from './shell/rooms.ts';
import { PageFault, PageMissing, Root } from './shell/root.tsx';

interface Page {
  path: string;
  /** Which door of the rail it lies behind. */
  room: RoomKey | 'bausteine';
  /** The module's default export is the page. */
  load: () => Promise<{ default: () => React.ReactNode }>;
}

/** The one map of pages inside the frame. A room takes its page over by naming its own module in its line. */
export const PAGES: readonly Page[] = [
  { path: '/telefon/{-$requestId}', room: 'telefon', load: () => import('./rooms/placement/telefon.tsx') },
  { path: '/anfragen/{-$requestId}', room: 'anfragen', load: () => import('./rooms/placement/requests.tsx') },
  { path: '/netzwerk/{-$id}', room: 'netzwerk', load: () => import('./rooms/network/network.tsx') },
  { path: '/angebot', room: 'angebot', load: () => import('./rooms/offer/offer.tsx') },
  { path: '/kalender', room: 'kalender', load: () => import('./rooms/calendar/calendar.tsx') },
  { path: '/aufgaben', room: 'aufgaben', load: () => import('./rooms/tasks/tasks.tsx') },
  { path: '/verwaltung/{-$part}', room: 'verwaltung', load: () => import('./rooms/administration/administration.tsx') },
  { path: '/konto', room: 'konto', load: () => import('./rooms/access/account.tsx') },
];

/** Pages before somebody is signed in. */
const OUTSIDE: readonly Omit<Page, 'room'>[] = [
  { path: '/', load: () => import('./rooms/access/start.tsx') },
  { path: '/anmelden', load: () => import('./rooms/access/sign-in.tsx') },
  { path: '/einladung', load: () => import('./rooms/access/invitation.tsx') },
  { path: '/bausteine', load: () => import('./rooms/gallery/gallery.tsx') },
];

export interface RouterContext {
  queries: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Root, errorComponent: PageFault, notFoundComponent: PageMissing });

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: to.start(), search: { weiter: location.href } });
  },
});

const inside = PAGES.map((page) =>
  createRoute({
    getParentRoute: () => frame,
    path: page.path,
    component: lazyRouteComponent(page.load),
    errorComponent: PageFault,
    staticData: { room: page.room },
  }),
);
const outside = OUTSIDE.map((page) =>
  createRoute({ getParentRoute: () => root, path: page.path, component: lazyRouteComponent(page.load), errorComponent: PageFault }),
);

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([frame.addChildren(inside), ...outside]),
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingMs: 400,
  });
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    room?: RoomKey | 'bausteine';
  }
}
