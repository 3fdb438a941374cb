/** Who is to be invited, handed over by a page that knows her (the network); read once by the form. */
export interface InvitationWish {
  email: string;
  name: string;
  organisationId: string | null;
  practitioner: { id: string; name: string } | null;
}

let wish: InvitationWish | null = null;

export function wishInvitation(next: InvitationWish): void {
  wish = next;
}

export const invitationWished = () => wish;

export function forgetWish(): void {
  wish = null;
}
