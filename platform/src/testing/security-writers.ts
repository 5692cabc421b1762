import type { SecurityEvent } from '../security-log.ts'

type Type = SecurityEvent['type']
type Service = 'gateway' | 'users' | 'chat'

/** A new type of the closed list has to be named here, and then the tests of its services have to make them write it. */
const WRITERS: Record<Type, readonly [Service, ...Service[]]> = {
  'code-sent': ['users'],
  'signed-in': ['users'],
  'guess-refused': ['users'],
  'backed-off': ['users'],
  'limit-reached': ['gateway', 'users', 'chat'],
  'session-ended': ['users'],
  'token-refused': ['gateway', 'users', 'chat'],
  'access-token-created': ['users'],
  'access-token-revoked': ['users'],
  'members-changed': ['chat'],
  'block-changed': ['users'],
}

/** The types of security events that a service writes, sorted. */
export const securityEventsOf = (service: Service): string[] =>
  Object.entries(WRITERS)
    .filter(([, services]) => services.includes(service))
    .map(([type]) => type)
    .toSorted()
