import type { LucideIcon } from 'lucide-react';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Modal } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { type Chord, KeyHint } from '../ui/keys.tsx';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

export interface Command {
  key: string;
  label: string;
  detail?: string;
  icon?: LucideIcon;
  chord?: Chord;
  act: () => void;
}

export interface CommandGroup {
  title: string;
  commands: readonly Command[];
}

/** Looks for people, cases, therapists: given by the rooms that may know them. */
export type CommandSource = (text: string, signal: AbortSignal) => Promise<CommandGroup[]>;

const sources = new Set<CommandSource>();
const fixed = new Set<() => readonly Command[]>();

/** Adds a search to the palette; answers the way to take it out again. */
export function addCommandSource(source: CommandSource): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** Adds the commands of a page while it stands. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const give = () => latest.current;
    fixed.add(give);
    return () => {
      fixed.delete(give);
    };
  }, []);
}

const fits = (command: Command, words: readonly string[]) => words.every((word) => command.label.toLowerCase().includes(word));

export function CommandPalette({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const w = useWords(shell);
  const id = useId();
  const [text, setText] = useState('');
  const [found, setFound] = useState<CommandGroup[]>([]);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const own = [...[...fixed].flatMap((give) => [...give()]), ...commands].filter((command) => fits(command, words));
  const groups = [...found, { title: w.commands, commands: own }].filter((group) => group.commands.length > 0);
  const flat = groups.flatMap((group) => group.commands);
  const chosen = flat[Math.min(active, flat.length - 1)];

  useEffect(() => {
    const stop = new AbortController();
    if (text.trim().length < 2) setFound([]);
    else
      void Promise.all([...sources].map((source) => source(text.trim(), stop.signal).catch(() => []))).then((all) => {
        if (!stop.signal.aborted) setFound(all.flat());
      });
    return () => stop.abort();
  }, [text]);
  const act = (command: Command) => {
    onClose();
    command.act();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      act(chosen);
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const next = (Math.min(active, flat.length - 1) + (event.key === 'ArrowDown' ? 1 : flat.length - 1)) % Math.max(1, flat.length);
    setActive(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Modal className="palette" label={w.commands} onClose={onClose}>
      <div className="ask-in">
        <Icon of={Search} />
        <input
          role="combobox"
          aria-label={w.find}
          placeholder={w.find}
          aria-expanded={flat.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen ? `${id}-${chosen.key}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div className="found" id={`${id}-list`} role="listbox" aria-label={w.commands} ref={list}>
        {groups.map((group, index) => (
          // biome-ignore lint/a11y/useSemanticElements: groups of a listbox have no element of their own
          <div key={group.title} role="group" aria-labelledby={`${id}-group-${index}`}>
            <h3 id={`${id}-group-${index}`} role="presentation">
              {group.title}
            </h3>
            {group.commands.map((command) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
              <div
                key={command.key}
                id={`${id}-${command.key}`}
                className="option"
                role="option"
                tabIndex={-1}
                aria-selected={command === chosen}
                data-active={command === chosen}
                onClick={() => act(command)}
              >
                {command.icon && <Icon of={command.icon} />}
                {command.label}
                <span className="end q num">{command.chord ? <KeyHint chord={command.chord} /> : command.detail}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
      {flat.length === 0 && <p className="none">{w.nothingFound(text)}</p>}
      <span className="vh" role="status">
        {text ? w.found(flat.length) : ''}
      </span>
    </Modal>
  );
}
