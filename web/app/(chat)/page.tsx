import { redirectUnlessSignedIn } from '../../features/session/server/redirects.ts'

export default async function ConversationsPage() {
  await redirectUnlessSignedIn('/')
  return null
}
