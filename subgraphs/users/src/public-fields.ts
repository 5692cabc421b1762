import type { PublicFields } from '@colloquy/platform/public-fields'

/** What anybody may know of a user, and an event may tell to many at once. All other fields are the viewer's. */
export const PUBLIC_FIELDS = {
  User: ['id', 'username', 'name', 'bio', 'createdAt'],
} satisfies PublicFields
