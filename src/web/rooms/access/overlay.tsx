export function SignInOverlay() {
  return null;
}
