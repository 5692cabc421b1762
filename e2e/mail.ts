import { z } from 'zod'
import { deadline } from './deadline.ts'

const mails = z.array(z.object({ to: z.array(z.string()), subject: z.string() }))

/** The sign-in code in the newest mail to an address, once it is there. */
export const codeMailedTo = (mailUrl: string, email: string): Promise<string> =>
  deadline(`a mail to ${email}`, async () => {
    const response = await fetch(`${mailUrl}/messages`)
    const newest = mails.parse(await response.json()).find(({ to }) => to.includes(email))
    return newest?.subject.match(/\d{6}/)?.[0]
  })
