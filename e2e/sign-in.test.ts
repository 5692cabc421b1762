import { expect, inject, test } from 'vitest'
import { mailedCode, newAddress, refresh, request, signIn, verify } from './client.ts'

const system = inject('system')
const ME = '{ me { id email username } }'

test('the mailed code signs in once, and makes the account of a new address', async () => {
  const email = newAddress()
  const code = await mailedCode(system, email)
  const first = await verify(system, email.toUpperCase(), code)
  expect(first.errors).toBeUndefined()
  expect(first.data.verifySignInCode.isNewUser).toBe(true)
  const again = await verify(system, email, code)
  expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['code'] }] })
  const me = await request(system, { query: ME }, first.data.verifySignInCode.accessToken)
  expect(me.data.me).toMatchObject({ id: first.data.verifySignInCode.user.id, email })
})

test('asking again too soon is refused, says when to ask, and leaves the first code working', async () => {
  const email = newAddress()
  const code = await mailedCode(system, email)
  const { errors } = await request(system, {
    query: 'mutation ($email: EmailAddress!) { requestSignInCode(email: $email) { resendAt } }',
    variables: { email },
  })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' })
  const retryAfter = Number(errors?.[0]?.extensions.retryAfter)
  expect(retryAfter).toBeGreaterThan(0)
  expect(retryAfter).toBeLessThanOrEqual(60)
  expect((await verify(system, email, code)).errors).toBeUndefined()
})

test('aliases win no guesses: a hundred of them, in five requests, leave the code as dead as five requests do', async () => {
  const email = newAddress()
  const code = await mailedCode(system, email)
  const wrong = Array.from({ length: 19 }, (_, guess) =>
    String((Number(code) + guess + 1) % 1_000_000).padStart(6, '0'),
  )
  const aliases = [...wrong, code].map(
    (guess, index) => `g${index}: verifySignInCode(email: "${email}", code: "${guess}") { accessToken }`,
  )
  for (let round = 0; round < 5; round += 1) {
    const { errors, data } = await request(system, { query: `mutation { ${aliases.join('\n')} }` })
    expect(errors?.length).toBeGreaterThan(0)
    expect(JSON.stringify(data ?? null)).not.toContain('accessToken')
  }
  expect((await verify(system, email, code)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

test('five wrong guesses in parallel kill the code', async () => {
  const email = newAddress()
  const code = await mailedCode(system, email)
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  const answers = await Promise.all(Array.from({ length: 5 }, () => verify(system, email, wrong)))
  for (const { errors } of answers) expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  expect((await verify(system, email, code)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

test('a bad address is named as the field at fault', async () => {
  const { errors } = await request(system, {
    query: 'mutation ($email: EmailAddress!) { requestSignInCode(email: $email) { resendAt } }',
    variables: { email: 'not an address' },
  })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['email'] }] })
})

test('refresh tokens rotate, and using an old one ends the session', async () => {
  const ada = await signIn(system)
  const second = await refresh(system, ada.session.refreshToken)
  expect(second.errors).toBeUndefined()
  const reused = await refresh(system, ada.session.refreshToken)
  expect(reused.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  const successor = await refresh(system, second.data.refreshSession.refreshToken)
  expect(successor.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  const me = await request(system, { query: ME }, second.data.refreshSession.accessToken)
  expect(me.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test('signing out ends tokens and sockets at once, those of this session alone', async () => {
  const ada = await signIn(system)
  const other = await signIn(system)
  await using mine = ada.connect()
  await using theirs = other.connect()
  const inbox = mine.subscribe({ query: 'subscription { inbox { __typename } }' })
  await theirs.subscribe({ query: '{ me { id } }' }).count(1)
  await mine.subscribe({ query: '{ me { id } }' }).count(1)
  await ada.ask('mutation { signOut }')
  expect(await mine.closed).toBe(4403)
  await inbox.ended
  expect(await ada.refused(ME)).toBe('UNAUTHENTICATED')
  expect((await refresh(system, ada.session.refreshToken)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect((await other.ask(ME)).me.id).toBe(other.id)
})

test('without a token, and with a broken one, nothing private is answered', async () => {
  expect((await request(system, { query: ME })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect((await request(system, { query: ME }, 'eyJhbGciOiJub25lIn0.e30.')).errors?.[0]?.extensions.code).toBe(
    'UNAUTHENTICATED',
  )
  expect((await request(system, { query: '{ serverTime }' })).data.serverTime).toMatch(/^\d{4}-/)
})
