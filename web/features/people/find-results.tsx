import { SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useChat, useChatState } from '../chat/chat-provider.tsx'
import { byLatest } from '../chat/chat-state.ts'
import { ConversationListItem } from '../conversations/conversation-list-item.tsx'
import { conversationName } from '../conversations/conversation-name.ts'
import { useNow } from '../time/use-now.ts'
import { PersonRow } from './person-row.tsx'
import { useOpenDirect } from './use-open-direct.ts'
import { usePeopleSearch } from './use-people-search.ts'

interface FindResultsProps {
  text: string
  onDone: () => void
}

/** What was looked for: groups known here by their title, and people everywhere. */
export function FindResults({ text, onDone }: FindResultsProps) {
  const { viewer } = useChat()
  const { people, isSearching, problem } = usePeopleSearch(text)
  const openDirect = useOpenDirect()
  const groups = useGroupsNamed(text)
  const nowMs = useNow()
  const others = people?.filter(({ id }) => id !== viewer.id) ?? []

  if (problem) return <p className="px-3 py-6 text-sm text-destructive">{problem}</p>
  if (isSearching && others.length === 0 && groups.length === 0) return <Spinner className="m-6" label="Searching" />
  if (others.length === 0 && groups.length === 0) {
    return (
      <EmptyState icon={<SearchX />} title="Nobody found">
        Names and usernames are found by how their words begin.
      </EmptyState>
    )
  }
  return (
    <div data-testid="find-results">
      {groups.length > 0 && <Heading>Groups</Heading>}
      {groups.map((group) => (
        // The link inside does the work; this only tidies up after it.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
        <div key={group.id} onClick={onDone}>
          <ConversationListItem conversation={group} viewerId={viewer.id} isOpen={false} nowMs={nowMs} />
        </div>
      ))}
      {others.length > 0 && <Heading>People</Heading>}
      <ul>
        {others.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              data-testid="person-result"
              className="w-full rounded-2xl px-3 hover:bg-accent/70"
              onClick={() => {
                onDone()
                void openDirect(person.id)
              }}
            >
              <PersonRow person={person} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const Heading = ({ children }: { children: string }) => (
  <h2 className="px-3 pt-3 pb-1 text-xs font-semibold text-muted-foreground">{children}</h2>
)

function useGroupsNamed(text: string) {
  const byId = useChatState((state) => state.conversations)
  return useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase()
    return byLatest({ conversations: byId }).filter(
      (conversation) =>
        conversation.kind === 'GROUP' && conversationName(conversation).toLocaleLowerCase().includes(wanted),
    )
  }, [byId, text])
}
