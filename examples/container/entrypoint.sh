#!/bin/sh
# Activates this container, keeps it activated, and becomes the program that was asked for.
# KMS_STATE, KMS_LICENCE, KMS_KEY or KMS_KEY_FILE, and KMS_HOST say all that kms has to know.
set -eu

if [ "$#" -eq 0 ]; then
  echo "entrypoint: no program was named" >&2
  exit 2
fi
: "${KMS_STATE:=/run/kms/state}"
export KMS_STATE

# Without a lease the container is in its first grace period, as every computer is: the program decides what that means.
kms client activate --ephemeral >&2 || echo "entrypoint: not activated yet; this is tried again" >&2

# Renews the lease when half of it is over, and tries again after a failure. It ends with the container.
kms client run >&2 &

exec "$@"
