import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createSecurityLog, shortened } from './security-log.ts'

function recorded() {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, log: createSecurityLog(pino({ base: {} }, stream)) }
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

test.each([
  ['192.0.2.7', '192.0.2.0/24'],
  ['::ffff:192.0.2.7', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['::1', '0:0:0::/48'],
  ['nonsense', 'unknown'],
])('%s is shortened to %s', (ip, network) => expect(shortened(ip)).toBe(network))
