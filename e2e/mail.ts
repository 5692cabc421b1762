import { z } from 'zod'
import { deadline } from './deadline.ts'

const mails = z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() }))

/** The newest mail to an address, once it is there. */
export const mailTo = (mailUrl: string, email: string) =>
  deadline(`a mail to ${email}`, async () => {
    const response = await fetch(`${mailUrl}/messages?to=${encodeURIComponent(email)}`)
    return mails.parse(await response.json())[0]
  })

/** The sign-in code in the newest mail to an address, once it is there. */
export async function codeMailedTo(mailUrl: string, email: string): Promise<string> {
  const { subject } = await mailTo(mailUrl, email)
  return /\d{6}/.exec(subject)?.[0] ?? ''
}
