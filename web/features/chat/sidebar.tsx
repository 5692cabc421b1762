import { Search, SquarePen, X } from 'lucide-react'
import type { KeyboardEvent as ReactKeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { goByArrows } from '../../ui/arrow-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { onDemand } from '../../ui/on-demand.tsx'
import { Wordmark } from '../../ui/wordmark.tsx'
import { ConversationList } from '../conversations/conversation-list.tsx'
import { FindResults } from '../people/find-results.tsx'
import { ViewerMenu } from '../profile/viewer-menu.tsx'

const NewGroupDialog = onDemand(async () => (await import('../people/new-group-dialog.tsx')).NewGroupDialog)

/** The conversations, and the ways to new ones. */
export function Sidebar() {
  const [text, setText] = useState('')
  const [isNewGroupOpen, setIsNewGroupOpen] = useState(false)
  const search = useRef<HTMLInputElement>(null)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      search.current?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  const results = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: ReactKeyboardEvent<HTMLElement>) => {
    if (text === '') return goByArrows(event)
    if (event.key === 'Escape') {
      setText('')
      search.current?.focus()
    } else if (event.key === 'Enter' && event.target === search.current && !event.nativeEvent.isComposing) {
      results.current?.querySelector<HTMLElement>('a[href], button')?.click()
    } else goByArrows(event)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of the field and the list in it
    <div className="flex h-full flex-col bg-sidebar" onKeyDown={onKeyDown}>
      <header className="pt-safe">
        <div className="flex h-[4.25rem] items-center gap-1 pr-3 pl-5">
          <h1 className="flex-1">
            <Wordmark />
          </h1>
          <Button
            variant="ghost"
            size="icon"
            aria-label="New group"
            title="New group"
            onClick={() => setIsNewGroupOpen(true)}
          >
            <SquarePen />
          </Button>
          <ViewerMenu />
        </div>
        <div className="relative px-3 pb-2">
          <Search className="pointer-events-none absolute top-3.5 left-6.5 size-4 text-muted-foreground" />
          <Input
            ref={search}
            type="search"
            aria-label="Find people and groups"
            placeholder="Find people and groups"
            value={text}
            onChange={(event) => setText(event.target.value)}
            data-arrow-stop
            className="pr-10 pl-10 [&::-webkit-search-cancel-button]:hidden"
          />
          {text !== '' && (
            <button
              type="button"
              aria-label="Stop looking"
              onClick={() => setText('')}
              className="absolute top-0 right-3 flex size-11 items-center justify-center text-muted-foreground"
            >
              <X className="size-4" />
            </button>
          )}
        </div>
      </header>
      <div ref={results} data-arrow-stops className="pb-safe min-h-0 flex-1 overflow-y-auto overscroll-contain px-2">
        {text.trim() === '' ? <ConversationList /> : <FindResults text={text} onDone={() => setText('')} />}
      </div>
      <NewGroupDialog isOpen={isNewGroupOpen} onOpenChange={setIsNewGroupOpen} />
    </div>
  )
}
