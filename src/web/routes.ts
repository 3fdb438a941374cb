import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery } from './me.ts';
import { PAGES, type Page } from './pages.ts';
import { to } from './paths.ts';
import { Frame } from './shell/frame.tsx';
import type { RoomKey } from './shell/rooms.ts';
import { PageFault, PageMissing, Root } from './shell/root.tsx';

/** Pages before somebody is signed in, and the one for home visits: it opens without network, and has a frame of its own. */
const OUTSIDE: readonly Omit<Page, 'room'>[] = [
  { path: '/', load: () => import('./rooms/access/start.tsx') },
  { path: '/anmelden', load: () => import('./rooms/access/sign-in.tsx') },
  { path: '/einladung', load: () => import('./rooms/access/invitation.tsx') },
  { path: '/unterschrift', load: () => import('./rooms/link/link.tsx') },
  { path: '/mein-plan', load: () => import('./rooms/plan-link/page.tsx') },
  { path: '/verweis', load: () => import('./rooms/referral-link/page.tsx') },
  { path: '/bausteine', load: () => import('./rooms/gallery/gallery.tsx') },
  { path: '/hausbesuch/{-$id}', load: () => import('./rooms/visit/visit.tsx') },
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
