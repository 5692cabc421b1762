import { expect, test } from 'vitest'
import { emailAddress } from './email-address.ts'

const LOCAL_64 = 'a'.repeat(64)
const label = (length: number) => 'b'.repeat(length)

test.each([
  ['ada@people.example', 'ada@people.example'],
  ['  Ada.Lovelace@People.EXAMPLE ', 'ada.lovelace@people.example'],
  ['ada@münchen.example', 'ada@xn--mnchen-3ya.example'],
  ['ada@MÜNCHEN.example', 'ada@xn--mnchen-3ya.example'],
  ['ada@mu\u0308nchen.example', 'ada@xn--mnchen-3ya.example'],
  ['ada@xn--mnchen-3ya.example', 'ada@xn--mnchen-3ya.example'],
  ['ada@XN--Mnchen-3YA.example', 'ada@xn--mnchen-3ya.example'],
  ['ada@例え.テスト', 'ada@xn--r8jz45g.xn--zckzah'],
  ['ada@people。example', 'ada@people.example'],
  ["!#$%&'*+/=?^_`{|}~-@people.example", "!#$%&'*+/=?^_`{|}~-@people.example"],
  ['a/b=c&d%e!f#g@people.example', 'a/b=c&d%e!f#g@people.example'],
  ['ada+chat@people.example', 'ada+chat@people.example'],
  ['"ada"@people.example', 'ada@people.example'],
  ['a@b.co', 'a@b.co'],
  [`${LOCAL_64}@people.example`, `${LOCAL_64}@people.example`],
  [
    `a@${label(63)}.${label(63)}.${label(63)}.${label(57)}.de`,
    `a@${label(63)}.${label(63)}.${label(63)}.${label(57)}.de`,
  ],
])('%s is %s', (text, address) => {
  expect(emailAddress.parse(text)).toBe(address)
  expect(emailAddress.parse(address)).toBe(address)
})

test.each([
  '',
  'ada',
  '@people.example',
  'ada@',
  'ada@people',
  'a b@people.example',
  '"a b"@people.example',
  '"a@b"@people.example',
  '.ada@people.example',
  'ada.@people.example',
  'a..b@people.example',
  'a@b@people.example',
  'Ada <ada@people.example>',
  'ada@people.example, bob@people.example',
  'ada@people.example\r\nBcc: bob@people.example',
  'ada@people..example',
  'ada@.people.example',
  'ada@people.example.',
  'ada@-people.example',
  'ada@people_at.example',
  'ada@people.example:25',
  'ada@people.example/x',
  'ada@%61.example',
  'ada@[192.0.2.1]',
  'ada@192.0.2.1',
  'ada@0x7f.1',
  'ada@people.123',
  `ada@${label(64)}.example`,
  `a@${'b.'.repeat(130)}de`,
])('%j is no address', (text) => {
  expect(emailAddress.safeParse(text).error?.issues).toMatchObject([{ message: 'is not an e-mail address' }])
})

test.each([
  ['zoë@people.example', /ASCII/],
  // The Kelvin sign, whose lower case is a plain k.
  ['\u212Aate@people.example', /ASCII/],
  [`${'a'.repeat(65)}@people.example`, /more than 64 characters before the "@"/],
  [`${LOCAL_64}@${label(63)}.${label(63)}.${label(59)}.de`, /more than 254 characters/],
])('%s is refused, and told why', (text, why) => {
  expect(emailAddress.safeParse(text).error?.issues[0]?.message).toMatch(why)
})
