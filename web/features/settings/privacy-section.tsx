import { RadioGroup } from '../../ui/radio-group.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useSettings, useUpdatePrivacy } from './settings.ts'

const INVITERS = [
  { value: 'EVERYBODY', label: 'Everybody' },
  { value: 'PEOPLE_I_KNOW', label: 'People I share a conversation with' },
  { value: 'NOBODY', label: 'Nobody' },
] as const

/** What others see of the viewer, and may do. */
export function PrivacySection() {
  const { settings, problem } = useSettings()
  const { update, isBusy } = useUpdatePrivacy()
  if (problem) return <p className="text-sm text-destructive">{problem}</p>
  if (!settings?.privacy) return <Spinner className="my-4" />
  const { findableByEmail, presenceVisible, readReceipts, whoMayInvite } = settings.privacy
  return (
    <>
      <Switch
        label="Show when I am online"
        hint="To people you share a conversation with. Nobody else ever sees it."
        isOn={presenceVisible}
        isDisabled={isBusy}
        onChange={(isOn) => update({ presenceVisible: isOn })}
      />
      <Switch
        label="Show what I have read"
        hint="To the members of your conversations."
        isOn={readReceipts}
        isDisabled={isBusy}
        onChange={(isOn) => update({ readReceipts: isOn })}
      />
      <Switch
        label="Let people find me by my e-mail address"
        hint="Only by the complete address. It is never shown."
        isOn={findableByEmail}
        isDisabled={isBusy}
        onChange={(isOn) => update({ findableByEmail: isOn })}
      />
      <RadioGroup
        label="Who can start a conversation with me or add me to groups"
        value={whoMayInvite}
        options={INVITERS}
        isDisabled={isBusy}
        onChange={(value) => update({ whoMayInvite: value })}
      />
    </>
  )
}
