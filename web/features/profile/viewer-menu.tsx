import { FlaskConical, LogOut, Settings, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { errorText } from '../../graphql/errors.ts'
import { DropdownMenu, DropdownMenuItem, DropdownMenuSeparator } from '../../ui/dropdown-menu.tsx'
import { onDemand } from '../../ui/on-demand.tsx'
import { toast } from '../../ui/toast.ts'
import { useChat } from '../chat/chat-provider.tsx'
import { navigate } from '../chat/navigation.ts'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { useConnection } from '../session/session-provider.tsx'
import { ThemeToggle } from '../theme/theme-toggle.tsx'

const ProfileDialog = onDemand(async () => (await import('./profile-dialog.tsx')).ProfileDialog)
const SettingsDialog = onDemand(async () => (await import('../settings/settings-dialog.tsx')).SettingsDialog)

/** What concerns the viewer: profile, settings, appearance, playground, signing out. */
export function ViewerMenu() {
  const { viewer } = useChat()
  const { session } = useConnection()
  const [shown, setShown] = useState<'profile' | 'settings' | null>(null)
  const onOpenChange = (isOpen: boolean) => !isOpen && setShown(null)
  const signOut = async () => {
    try {
      // Who signs in next here may be somebody else: not to what is open now.
      navigate('/')
      await session.signOut()
    } catch (error) {
      toast.error(`You are still signed in. ${errorText(error)}`)
    }
  }

  return (
    <>
      <DropdownMenu
        trigger={
          <button type="button" aria-label="Your account" className="rounded-full p-0.5">
            <PersonAvatar person={viewer} />
          </button>
        }
      >
        <div className="px-3 pt-1.5 pb-2.5">
          <p className="truncate font-medium">{viewer.name}</p>
          <p className="truncate text-sm text-muted-foreground">
            @{viewer.username} · {viewer.email}
          </p>
        </div>
        <div className="px-1.5 pb-1.5">
          <ThemeToggle />
        </div>
        <DropdownMenuItem onSelect={() => setShown('profile')}>
          <UserRound /> Profile
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => setShown('settings')}>
          <Settings /> Settings
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link href="/playground" prefetch={false}>
            <FlaskConical /> API playground
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut /> Sign out
        </DropdownMenuItem>
      </DropdownMenu>
      <ProfileDialog viewer={viewer} isOpen={shown === 'profile'} onOpenChange={onOpenChange} />
      <SettingsDialog isOpen={shown === 'settings'} onOpenChange={onOpenChange} />
    </>
  )
}
