import { expect, test } from 'vitest'
import { createSecurityLog, shortened } from './security-log.ts'
import type { SecurityEvent } from './security-log.ts'
import { recordLog } from './testing/recorded-log.ts'

function recorded(now?: () => number) {
  const { logger, lines, securityEvents } = recordLog()
  return { lines, securityEvents, log: createSecurityLog(logger, now) }
}

test('an event is one line, with the network it came from', () => {
  const { lines, log } = recorded()
  log({ type: 'token-refused', userId: 'u1' }, { ip: '192.0.2.7' })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      msg: 'security',
      security: { type: 'token-refused', userId: 'u1', network: '192.0.2.0/24' },
    },
  ])
})

test('what an event carries besides its own fields is not written', () => {
  const { lines, log } = recorded()
  const session = {
    userId: 'u1',
    sessionId: 's1',
    refreshToken: 'a secret',
    code: '123456',
    email: 'ada@people.example',
  }
  log({ type: 'session-ended', reason: 'revoked', ...session }, { ip: '2001:db8:1:2::7' })
  expect(lines.join('')).toContain('"network":"2001:db8:1::/48"')
  expect(lines.join('')).not.toMatch(/a secret|123456|ada@|2001:db8:1:2/)
})

test('what anybody can repeat is written once a minute for each subject', () => {
  const clock = { ms: 1_000_000 }
  const { log, securityEvents } = recorded(() => clock.ms)
  const here = { ip: '192.0.2.7' }
  const repeatable: [SecurityEvent, { ip: string }?][] = [
    [{ type: 'limit-reached', limit: 'cost', userId: 'u1' }, here],
    [{ type: 'limit-reached', limit: 'cost', userId: 'u2' }, here],
    [{ type: 'limit-reached', limit: 'uploads', userId: 'u1' }],
    [{ type: 'limit-reached', limit: 'sockets' }, here],
    [{ type: 'limit-reached', limit: 'sockets' }, { ip: '198.51.100.7' }],
    [{ type: 'token-refused' }, here],
    [{ type: 'token-refused', userId: 'u1' }, here],
    [{ type: 'backed-off', account: 'a1', retryAfter: 60 }, here],
    [{ type: 'guess-refused', account: null, guessesLeft: 0 }, here],
  ]
  const logAll = () => repeatable.forEach(([event, from]) => log(event, from))
  logAll()
  clock.ms += 59_999
  logAll()
  expect(securityEvents()).toHaveLength(repeatable.length)
  clock.ms += 1
  logAll()
  expect(securityEvents()).toHaveLength(2 * repeatable.length)
})

test('guesses at a request that there is are all written', () => {
  const { log, securityEvents } = recorded()
  for (const guessesLeft of [4, 3]) log({ type: 'guess-refused', account: 'a1', guessesLeft }, { ip: '192.0.2.7' })
  expect(securityEvents()).toMatchObject([{ guessesLeft: 4 }, { guessesLeft: 3 }])
})

test.each([
  ['192.0.2.7', '192.0.2.0/24'],
  ['::ffff:192.0.2.7', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['::1', '0:0:0::/48'],
  ['nonsense', 'unknown'],
])('%s is shortened to %s', (ip, network) => expect(shortened(ip)).toBe(network))
