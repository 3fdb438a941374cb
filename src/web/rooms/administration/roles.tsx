import { ROLES } from '#kernel/codes.ts';
import { administration } from '../../words/administration.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';

/** Roles explained by one person's way through the network. */
export function RolesByExample() {
  const w = useWords(administration);
  const c = useWords(codes);
  return (
    <section className="card stack" aria-labelledby="h-roles">
      <h2 id="h-roles">{w.rolesTitle}</h2>
      <p className="voice">{w.rolesLead}</p>
      <div className="role-cards">
        {ROLES.map((role) => (
          <section key={role} className="role" aria-labelledby={`role-${role}`}>
            <h3 id={`role-${role}`}>{c.role[role]}</h3>
            <dl>
              <dt className="s yes b">{w.roleSees}</dt>
              <dd>{w.roleTexts[role].sees}</dd>
              <dt className="s q b">{w.roleNot}</dt>
              <dd className="q">{w.roleTexts[role].not}</dd>
            </dl>
          </section>
        ))}
      </div>
    </section>
  );
}
