import type { MailJob } from '@colloquy/schema/jobs'
import type { Mail } from '../mailer.ts'
import { describeDevice } from './device.ts'
import { signInCodeHtml } from './html.ts'

/** What the mail says, in words for both of its forms. */
export interface SignInCodeFacts {
  code: string
  /** Such as "5 minutes". */
  validFor: string
  /** Who asked: device, network address and time. */
  request: readonly [label: string, value: string][]
}

const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** The mail that brings a sign-in code. */
export function renderSignInCode(job: MailJob, code: string): Pick<Mail, 'subject' | 'text' | 'html'> {
  const requestedAt = new Date(job.requestedAt)
  const minutes = Math.round((new Date(job.expiresAt).getTime() - requestedAt.getTime()) / 60_000)
  const facts: SignInCodeFacts = {
    code,
    validFor: minutes === 1 ? '1 minute' : `${minutes} minutes`,
    request: [
      ['Device', describeDevice(job.userAgent)],
      ['IP address', job.ip ?? 'unknown'],
      ['Time', `${timeFormat.format(requestedAt)} UTC`],
    ],
  }
  return {
    subject: `${code} is your Colloquy sign-in code`,
    text: signInCodeText(facts),
    html: signInCodeHtml(facts),
  }
}

function signInCodeText({ code, validFor, request }: SignInCodeFacts): string {
  return `Your Colloquy sign-in code is

    ${code}

It works once, for ${validFor}. Never share it: nobody from Colloquy will ask you for it.

The code was asked for from:
${request.map(([label, value]) => `  ${label}: ${value}`).join('\n')}

If that was not you, ignore this mail: without the code nobody can sign in.
`
}
