import type { MailJobOf } from '@colloquy/schema/jobs'
import type { Mail } from '../mailer.ts'
import type { Facts } from '../mail-html.ts'
import { factsText, requesterOf } from '../requester.ts'
import { signInCodeHtml } from './html.ts'

/** What the mail says, in words for both of its forms. */
export interface SignInCodeFacts {
  code: string
  /** Such as "5 minutes". */
  validFor: string
  /** Who asked: device, network address and time. */
  request: Facts
}

/** The mail that brings a sign-in code. */
export function renderSignInCode(job: MailJobOf<'send_otp'>, code: string): Pick<Mail, 'subject' | 'text' | 'html'> {
  const requestedAt = new Date(job.requestedAt)
  const minutes = Math.round((new Date(job.expiresAt).getTime() - requestedAt.getTime()) / 60_000)
  const facts: SignInCodeFacts = {
    code,
    validFor: minutes === 1 ? '1 minute' : `${minutes} minutes`,
    request: requesterOf(job, requestedAt),
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
${factsText(request)}

If that was not you, ignore this mail: without the code nobody can sign in.
`
}
