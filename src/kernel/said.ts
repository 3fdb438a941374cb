import { z } from 'zod';
import { visibleLength } from './visible.ts';

/** A text that somebody must have said: ends trimmed, so many characters at least and at most, and they can be seen. */
export const said = (most: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    // what is too short is told once
    .refine((text) => text.length < least || visibleLength(text) >= least, 'required');
