import { expect, test } from 'vitest'
import { renderNewSignIn } from './new-sign-in.ts'

test('says from which device, where and when, and what to do if it was somebody else', () => {
  const { subject, text, html } = renderNewSignIn({
    id: '3b2f0f9e-5d0c-4b52-8c2f-0a4f5b1c7d11',
    type: 'new_sign_in',
    to: 'ada@people.example',
    expiresAt: '2026-11-22T09:30:00.000Z',
    signedInAt: '2026-11-21T09:30:00.000Z',
    ip: '192.0.2.7',
    userAgent: '<b>curl</b>',
  })
  expect(subject).toBe('New sign-in to your Colloquy account')
  for (const body of [text, html]) {
    expect(body).toContain('192.0.2.7')
    expect(body).toContain('21 November 2026 at 09:30 UTC')
    expect(body).toContain('end that session under Sessions')
  }
  expect(html).not.toContain('<b>curl')
})
