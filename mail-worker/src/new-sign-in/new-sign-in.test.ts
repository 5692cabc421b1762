import type { MailJobOf } from '@colloquy/schema/jobs'
import { expect, test } from 'vitest'
import { renderNewSignIn } from './new-sign-in.ts'

const job: MailJobOf<'new_sign_in'> = {
  id: '3b2f0f9e-5d0c-4b52-8c2f-0a4f5b1c7d11',
  type: 'new_sign_in',
  to: 'ada@people.example',
  expiresAt: '2026-11-22T09:30:00.000Z',
  signedInAt: '2026-11-21T09:30:00.000Z',
  ip: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
}

test('says from which device, where and when, and what to do if it was somebody else', () => {
  const { subject, text, html } = renderNewSignIn(job)
  expect(subject).toBe('New sign-in to your Colloquy account')
  for (const body of [text, html]) {
    expect(body).toContain('Firefox on Windows')
    expect(body).toContain('192.0.2.7')
    expect(body).toContain('21 November 2026 at 09:30 UTC')
    expect(body).toContain('end that session under Sessions')
  }
})

test('says what it does not know, and shows an unknown device as it calls itself', () => {
  expect(renderNewSignIn({ ...job, ip: null, userAgent: null }).text).toMatch(
    /Device: Unknown device\n *IP address: unknown/,
  )
  const { text, html } = renderNewSignIn({ ...job, userAgent: '<b>curl</b>' })
  expect(text).toContain('Device: <b>curl</b>')
  expect(html).not.toContain('<b>curl')
})
