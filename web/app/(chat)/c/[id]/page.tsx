import { conversationPath } from '../../../../features/chat/paths.ts'
import { redirectUnlessSignedIn } from '../../../../features/session/server/redirects.ts'

export default async function ConversationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  await redirectUnlessSignedIn(conversationPath(decodeURIComponent(id)))
  return null
}
