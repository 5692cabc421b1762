import { expect, test } from 'vitest'
import type { MailJobOf } from '@colloquy/schema/jobs'
import { renderSignInCode } from './sign-in-code.ts'

const job: MailJobOf<'send_otp'> = {
  id: '3b2f0f9e-5d0c-4b52-8c2f-0a4f5b1c7d11',
  type: 'send_otp',
  to: 'ada@people.example',
  sealedCode: '',
  requestedAt: '2026-11-21T09:30:00.000Z',
  expiresAt: '2026-11-21T09:35:00.000Z',
  ip: '192.0.2.7',
  userAgent: null,
}

test('says the code, how long it works, who asked, and to keep it secret', () => {
  const { subject, text, html } = renderSignInCode(job, '012345')
  expect(subject).toBe('012345 is your Colloquy sign-in code')
  for (const body of [text, html]) {
    expect(body).toContain('012345')
    expect(body).toContain('5 minutes')
    expect(body).toContain('192.0.2.7')
    expect(body).toContain('21 November 2026 at 09:30 UTC')
    expect(body).toMatch(/never share/i)
  }
})

test('what a stranger put into their User-Agent is text in the HTML', () => {
  const { html } = renderSignInCode({ ...job, userAgent: '<img src=x onerror=alert(1)>' }, '012345')
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
})
