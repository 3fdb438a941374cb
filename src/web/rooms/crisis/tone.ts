/** The alarm's sound, made in code: two tones, a rising fourth, three times, then a pause. Browsers need a gesture first. */

const FIRST_HZ = 659;
const SECOND_HZ = 880;
const TONE_SECONDS = 0.18;
const LOUD = 0.35;
/** From one call to the next, milliseconds. */
const AGAIN = 4_000;
const GESTURES = ['pointerdown', 'keydown'] as const;

let context: AudioContext | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Whether the browser lets this page sound. */
export const soundReady = (): boolean => context?.state === 'running';

export function onSound(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** To be called from a click or a key; answers whether sound is on now. */
export async function wakeSound(): Promise<boolean> {
  if (!('AudioContext' in globalThis)) return false;
  if (!context) {
    context = new AudioContext();
    context.addEventListener('statechange', tell);
  }
  // A browser that wants a gesture leaves this promise open: it is not waited for longer than a moment.
  await Promise.race([context.resume().catch(() => undefined), new Promise((go) => setTimeout(go, 300))]);
  tell();
  return soundReady();
}

/** The first touch or key anywhere on the page is gesture enough. */
export function wakeSoundAtFirstTouch(): () => void {
  const stop = () => {
    for (const gesture of GESTURES) window.removeEventListener(gesture, wake, { capture: true });
  };
  const wake = () => void wakeSound().then((on) => on && stop());
  for (const gesture of GESTURES) window.addEventListener(gesture, wake, { capture: true, passive: true });
  return stop;
}

/** Sounds once, about a second and a half. */
export function soundOnce(): void {
  if (context?.state !== 'running') return;
  for (let turn = 0; turn < 3; turn += 1) {
    const at = context.currentTime + turn * 0.5;
    tone(context, FIRST_HZ, at);
    tone(context, SECOND_HZ, at + TONE_SECONDS);
  }
}

function tone(audio: AudioContext, hz: number, at: number): void {
  const wave = audio.createOscillator();
  const gain = audio.createGain();
  wave.type = 'triangle';
  wave.frequency.value = hz;
  // Swells and fades, so that it does not click.
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(LOUD, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + TONE_SECONDS);
  wave.connect(gain).connect(audio.destination);
  wave.start(at);
  wave.stop(at + TONE_SECONDS + 0.02);
}

/** Sounds until the answer is called; begins by itself once the browser allows it. */
export function soundUntilStopped(): () => void {
  soundOnce();
  const timer = setInterval(soundOnce, AGAIN);
  return () => clearInterval(timer);
}
