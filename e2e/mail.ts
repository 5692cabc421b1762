import { z } from 'zod'
import { deadline } from './deadline.ts'

const mails = z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() }))

/** The newest mail to an address, once it is there, or once there are so many. */
export const mailTo = (mailUrl: string, email: string, count = 1) =>
  deadline(`a mail to ${email}`, async () => {
    const response = await fetch(`${mailUrl}/messages?to=${encodeURIComponent(email)}`)
    const found = mails.parse(await response.json())
    return found.length < count ? undefined : found[0]
  })

/** The sign-in code in the newest mail to an address, once it is there, or once there are so many. */
export async function codeMailedTo(mailUrl: string, email: string, count = 1): Promise<string> {
  const { subject } = await mailTo(mailUrl, email, count)
  return /\d{6}/.exec(subject)?.[0] ?? ''
}
