import type { ComponentType } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { BlockedSection } from './blocked-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TokensSection } from './tokens-section.tsx'

/** What there is to set, in the order in which it is shown. */
const SECTIONS: readonly { title: string; Section: ComponentType }[] = [
  { title: 'Privacy', Section: PrivacySection },
  { title: 'Blocked people', Section: BlockedSection },
  { title: 'Sessions', Section: SessionsSection },
  { title: 'Tokens', Section: TokensSection },
]

interface SettingsDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function SettingsDialog({ isOpen, onOpenChange }: SettingsDialogProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Settings">
      {SECTIONS.map(({ title, Section }) => (
        <section key={title} aria-label={title} className="border-b py-4 first:pt-0 last:border-b-0 last:pb-0">
          <h3 className="pb-1 text-xs font-semibold text-muted-foreground">{title}</h3>
          <Section />
        </section>
      ))}
    </Dialog>
  )
}
