import { request as httpRequest } from 'node:http'
import { expect, inject, test } from 'vitest'
import { mailTo } from './mail.ts'
import { mailedCode, newAddress, refresh, request, requestCode, signIn, verify } from './client.ts'

const system = inject('system')
const ME = '{ me { id email username } }'

test('the mailed code signs in once, and makes the account of a new address', async () => {
  const email = newAddress()
  const mailed = await mailedCode(system, email.toUpperCase(), email)
  const first = await verify(system, mailed)
  expect(first.errors).toBeUndefined()
  expect(first.data.verifySignInCode.isNewUser).toBe(true)
  const again = await verify(system, mailed)
  expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['code'] }] })
  const me = await request(system, { query: ME }, first.data.verifySignInCode.accessToken)
  expect(me.data.me).toMatchObject({ id: first.data.verifySignInCode.user.id, email })
})

test('asking again too soon is refused, says when to ask, and leaves the first code working', async () => {
  const email = newAddress()
  const mailed = await mailedCode(system, email)
  const { errors } = await requestCode(system, email)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' })
  const retryAfter = Number(errors?.[0]?.extensions.retryAfter)
  expect(retryAfter).toBeGreaterThan(0)
  expect(retryAfter).toBeLessThanOrEqual(60)
  expect((await verify(system, mailed)).errors).toBeUndefined()
})

test('a device that has signed in before is not held up by what strangers ask for', async () => {
  const email = newAddress()
  const first = await verify(system, await mailedCode(system, email))
  expect((await requestCode(system, email)).errors?.[0]?.extensions.code).toBe('RATE_LIMITED')
  const { deviceToken } = first.data.verifySignInCode
  expect((await requestCode(system, email, deviceToken)).errors).toBeUndefined()
})

const wrongCodes = (code: string, count: number) =>
  Array.from({ length: count }, (_, guess) => String((Number(code) + guess + 1) % 1_000_000).padStart(6, '0'))

test('aliases win no guesses: a hundred of them, in five requests, leave the code as dead as five requests do', async () => {
  const { requestId, code } = await mailedCode(system, newAddress())
  const aliases = [...wrongCodes(code, 19), code].map(
    (guess, index) => `g${index}: verifySignInCode(requestId: "${requestId}", code: "${guess}") { accessToken }`,
  )
  for (let round = 0; round < 5; round += 1) {
    const { errors, data } = await request(system, { query: `mutation { ${aliases.join('\n')} }` })
    expect(errors?.length).toBeGreaterThan(0)
    expect(JSON.stringify(data ?? null)).not.toContain('accessToken')
  }
  expect((await verify(system, { requestId, code })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

test('five wrong guesses in parallel kill the code', async () => {
  const { requestId, code } = await mailedCode(system, newAddress())
  const answers = await Promise.all(wrongCodes(code, 5).map((wrong) => verify(system, { requestId, code: wrong })))
  for (const { errors } of answers) expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  expect((await verify(system, { requestId, code })).errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    guessesLeft: 0,
  })
})

test('guesses without the request of a code leave the code alone', async () => {
  const { requestId, code } = await mailedCode(system, newAddress())
  const invented = requestId.slice(0, 22) + requestId.slice(22).split('').toReversed().join('')
  const answers = await Promise.all(
    wrongCodes(code, 20).map((wrong) => verify(system, { requestId: invented, code: wrong })),
  )
  for (const { errors } of answers) expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  expect((await verify(system, { requestId, code })).errors).toBeUndefined()
})

test('the web says whose request it is, and no client can say otherwise', async () => {
  const email = newAddress()
  const status = await post(new URL('/api/session/code', system.webUrl), JSON.stringify({ email }), {
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': '203.0.113.1',
    'x-colloquy-peer': '203.0.113.2',
    'x-colloquy-client': '203.0.113.3',
  })
  expect(status).toBe(200)
  const { text } = await mailTo(system.mailUrl, email)
  expect(text).toContain('IP address: 127.0.0.2')
  expect(text).not.toContain('203.0.113')
})

test('the web too says when to ask again', async () => {
  const body = JSON.stringify({ email: newAddress() })
  const ask = () =>
    fetch(new URL('/api/session/code', system.webUrl), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    })
  expect((await ask()).status).toBe(200)
  const again = await ask()
  expect(again.status).toBe(429)
  const retryAfter = Number(again.headers.get('retry-after'))
  expect(retryAfter).toBeGreaterThan(0)
  expect(await again.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter } }] })
})

/** A request from a loopback address of its own: neither the web's nor the gateway's. */
const post = (url: URL, body: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const options = {
      method: 'POST',
      localAddress: '127.0.0.2',
      headers: { 'content-type': 'application/json', ...headers },
    }
    const address = new URL(url)
    address.hostname = '127.0.0.1'
    const sent = httpRequest(address, options, (response) =>
      response.resume().on('end', () => resolve(response.statusCode)),
    )
    sent.on('error', reject)
    sent.end(body)
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
  const third = await refresh(system, second.data.refreshSession.refreshToken)
  expect(third.errors).toBeUndefined()
  const reused = await refresh(system, ada.session.refreshToken)
  expect(reused.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  const successor = await refresh(system, third.data.refreshSession.refreshToken)
  expect(successor.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  const me = await request(system, { query: ME }, third.data.refreshSession.accessToken)
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
