/** "Frau Brandt", "Dr. Engel": how the desk speaks of a therapist. */
export function spokenName({ name, title, gender }: { name: string; title: string | null; gender: 'f' | 'm' | 'd' | null }): string {
  const family = name.trim().split(/\s+/).at(-1) ?? name;
  if (title) return `${title} ${family}`;
  return gender === 'f' ? `Frau ${family}` : gender === 'm' ? `Herr ${family}` : name;
}
