/** Who asks in these tests. */
export type Viewer = { kind: 'anonymous' } | { kind: 'user'; id: string; scopes: string[] } | { kind: 'service' }

export const user = (id: string, ...scopes: string[]): Viewer => ({ kind: 'user', id, scopes })
export const anonymous: Viewer = { kind: 'anonymous' }
export const nameOf = (viewer: Viewer): string => (viewer.kind === 'user' ? viewer.id : viewer.kind)
