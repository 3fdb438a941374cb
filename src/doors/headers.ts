/**
 * Content-Security-Policy: nothing but our own files. The one style hash is that of the `<style>` which react-aria-components
 * puts in the page to make scrolling predictable while something is pressed; a browser test fails when it changes.
 */
export const REACT_ARIA_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

const PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${REACT_ARIA_STYLE}`,
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
  "trusted-types geleit 'allow-duplicates'",
].join('; ');
const API = "default-src 'none'; frame-ancestors 'none'";
const FILE = `${API}; sandbox`;

/** The policy of an address: pages, the interface, files. */
export function contentSecurityPolicy(url: string): string {
  if (/\.(pdf|ics|csv)(\?|$)/.test(url)) return FILE;
  return url.startsWith('/api/') || url.startsWith('/health/') || url.startsWith('/metrics') ? API : PAGE;
}
