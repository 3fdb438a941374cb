export const words = { signIn: 'Anmelden' };
