import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './problem.ts';
import { makeRouter } from './routes.ts';
import { languageOfDevice } from './words/device.ts';
import { LanguageProvider } from './words/language.tsx';
import { problems } from './words/problems.ts';
import { shell } from './words/shell.ts';

/** Puts the app into the page, once its words are at hand. */
export async function start(): Promise<void> {
  const place = document.getElementById('app');
  if (!place) throw new Error('the page has no place for the app');
  const language = languageOfDevice();
  document.documentElement.lang = language;
  await Promise.all([shell.load(language), problems.load(language)]);
  const queries = new QueryClient({
    defaultOptions: {
      // `call` tries again by itself where that makes sense; a refusal stays a refusal.
      queries: { retry: (count, fault) => !(fault instanceof Problem) && count < 1, staleTime: 5_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
  const router = makeRouter(queries);
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LanguageProvider start={language}>
          <RouterProvider router={router} />
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
