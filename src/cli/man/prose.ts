/** What the manual page says that the table does not. */
export const DESCRIPTION = [
  "kms is volume activation for a publisher's own software: the publisher's authority, the Key Management Service (KMS) host of a " +
  "customer, the client on each computer, and the dashboard to watch it.",
  "A host counts computers and activates them once there are enough. An activation is a lease of 180 days, renewed every 7 and signed; " +
  "anybody can verify it offline. A host is activated by its publisher, online or by telephone.",
  "Without an option kms opens the dashboard of the host, on a terminal: attached to the host that runs, else starting one.",
  "Whoever knows slmgr knows these options. Each may be written /ipk, -ipk, --ipk or ipk, in small letters or capitals.",
] as const;

export const EXAMPLES: readonly (readonly [text: string, typed: string])[] = [
  [
    "Set up a host, and run it:",
    "kms /ilc publisher.lic\nkms /ipk XXXXX-XXXXX-XXXXX-XXXXX-XXXXX\nkms /ato\nkms serve",
  ],
  [
    "Activate it by telephone:",
    "kms /dti                    # read out to the publisher\nkms /atp CONFIRMATION-ID    # what the publisher answers",
  ],
  [
    "Set up a client:",
    "kms /ilc publisher.lic\nkms /ipk XXXXX-XXXXX-XXXXX-XXXXX-XXXXX\nkms /skms kms.example.com\nkms /ato",
  ],
  ["Say what a code means:", "kms error 0xC004F074"],
];

export const SEE_ALSO =
  "kms help OPTION says this of one option, kms help topics lists what else there is to read, kms error --all lists every code.";
