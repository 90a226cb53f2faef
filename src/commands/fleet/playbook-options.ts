import { shippedPlaybooks } from '../../fleet/playbook/made/shipped.ts';

/** A playbook of the analyst's, or one that ships. */
export const playbookOperand = {
  kind: 'localPath',
  proposes: Object.keys(shippedPlaybooks),
  about: 'YAML or INI; or the name of one that ships',
} as const;

/** Of whatever runs a playbook. */
export const playbookOptions = {
  set: {
    kind: 'text',
    repeat: true,
    value: 'NAME=VALUE',
    about: 'a parameter; NAME=@FILE reads it, @- from stdin: so a secret',
  },
} as const;

/** Of whatever goes on with a run: secrets lie on no disk. */
export const secretOptions = {
  set: {
    kind: 'text',
    repeat: true,
    value: 'NAME=@FILE',
    about: 'a secret of its playbook; asked for when not said',
  },
} as const;
