import type pg from 'pg';

/** Takes the memory of idempotency keys out of a copy of the database: for controls that must fail. */
export async function withoutKeys(client: pg.ClientBase): Promise<void> {
  await client.query(
    `create or replace function app.begin_command(p_key uuid, p_endpoint text, p_body_hash bytea)
     returns table (endpoint text, same_body boolean, status smallint, answer jsonb, etag integer)
     language plpgsql volatile security definer set search_path = pg_catalog as $$ begin return; end $$`,
  );
}
