import type { MailJobOf } from '@colloquy/schema/jobs'
import { factsHtml, heading, mailHtml } from '../mail-html.ts'
import type { Mail } from '../mailer.ts'
import { factsText, requesterOf } from '../requester.ts'

const SUBJECT = 'New sign-in to your Colloquy account'
const IF_IT_WAS_YOU = 'If that was you, there is nothing to do.'
const IF_IT_WAS_NOT = 'If it was not, open Colloquy, go to Settings, and end that session under Sessions.'
const MAILBOX = 'Whoever signed in could read this mailbox: change its password too.'

/** The mail that tells of a sign-in from a device that is new to the account, and what to do about it. */
export function renderNewSignIn(job: MailJobOf<'new_sign_in'>): Pick<Mail, 'subject' | 'text' | 'html'> {
  const facts = requesterOf(job, new Date(job.signedInAt))
  const text = `Somebody signed in to your Colloquy account from a device that had not been used for it before:

${factsText(facts)}

${IF_IT_WAS_YOU}

${IF_IT_WAS_NOT} ${MAILBOX}
`
  const html = mailHtml({
    title: SUBJECT,
    preview: facts.map(([, value]) => value).join(', '),
    body: `${heading('New sign-in to your account')}
<p class="muted" style="margin:0 0 20px;color:#64748b">Somebody signed in from a device that had not been used for it before.</p>
${factsHtml(facts)}
<p style="margin:0 0 16px">${IF_IT_WAS_YOU}</p>
<p style="margin:0"><strong>${IF_IT_WAS_NOT}</strong> ${MAILBOX}</p>`,
  })
  return { subject: SUBJECT, text, html }
}
