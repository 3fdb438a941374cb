/** The one builder of links: every address of the staff app is made here. */
export const to = {
  start: () => '/',
  signIn: () => '/anmelden',
  invitation: () => '/einladung',
  telefon: () => '/telefon',
  call: (id: string) => `/telefon/${id}`,
  requests: () => '/anfragen',
  request: (id: string) => `/anfragen/${id}`,
  network: () => '/netzwerk',
  practitioner: (id: string) => `/netzwerk/${id}`,
  offer: () => '/angebot',
  calendar: () => '/kalender',
  tasks: () => '/aufgaben',
  admin: () => '/verwaltung',
  adminPart: (part: string) => `/verwaltung/${part}`,
  account: () => '/konto',
  gallery: () => '/bausteine',
};
