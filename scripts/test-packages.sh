#!/usr/bin/env bash
# Installs the Debian packages that the tests with real peers need, when root; says what is skipped otherwise.
set -euo pipefail

# command:package, each with the tests that want it
wanted=(
  postfix:postfix swaks:swaks smtp-source:postfix msmtp:msmtp curl:curl
  promtool:prometheus amtool:prometheus-alertmanager docker-compose:docker-compose openssl:openssl chromium:chromium
)
missing=()
for entry in "${wanted[@]}"; do
  command=${entry%%:*} package=${entry#*:}
  PATH=$PATH:/usr/sbin:/sbin command -v "$command" >/dev/null || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Tests that need these Debian packages are skipped: ${missing[*]}" >&2
  exit 0
fi
echo "Installing for the tests: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# No service is to start by itself: the tests start their own, in folders of their own.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d.mailprobe
chmod +x /usr/sbin/policy-rc.d.mailprobe
[ -e /usr/sbin/policy-rc.d ] || { mv /usr/sbin/policy-rc.d.mailprobe /usr/sbin/policy-rc.d; trap 'rm -f /usr/sbin/policy-rc.d' EXIT; }
rm -f /usr/sbin/policy-rc.d.mailprobe
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
