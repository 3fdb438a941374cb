// Nothing but our own files; no inline style, no inline script, no policy that could make a string into script.
const PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  // one policy each, for the address of a worker: the one that wakes a device (src/web/rooms/crisis/push.ts), and the one that keeps the
  // page of home visits (src/web/rooms/visit/device/shell.ts)
  'trusted-types alarm offline',
].join('; ');
const API = "default-src 'none'; frame-ancestors 'none'";
const FILE = `${API}; sandbox`;

/** The policy of an address: pages, the interface, files. */
export function contentSecurityPolicy(url: string): string {
  if (/\.(pdf|ics|csv)(\?|$)|^\/api\/records\/files\/[^/?]+\/content/.test(url)) return FILE;
  return url.startsWith('/api/') || url.startsWith('/health/') || url.startsWith('/metrics') ? API : PAGE;
}
