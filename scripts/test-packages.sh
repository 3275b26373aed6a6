#!/usr/bin/env bash
# Installs the Debian packages that the tests with real peers need, when root; says what is skipped otherwise.
set -euo pipefail

# command:package, each with the tests that want it
wanted=(
  postfix:postfix swaks:swaks smtp-source:postfix msmtp:msmtp curl:curl
  promtool:prometheus amtool:prometheus-alertmanager docker-compose:docker-compose openssl:openssl chromium:chromium
  ip:iproute2 faketime:faketime systemd-analyze:systemd dovecot:dovecot-core
  pg_createcluster:postgresql unbound:unbound tshark:tshark pdftotext:poppler-utils
)
if [ "${1:-}" = containers ]; then
  wanted+=(dockerd:docker.io docker:docker.io iptables:iptables busybox:busybox-static objcopy:binutils python3:python3)
fi
missing=()
for entry in "${wanted[@]}"; do
  command=${entry%%:*} package=${entry#*:}
  PATH=$PATH:/usr/sbin:/sbin command -v "$command" >/dev/null || missing+=("$package")
done
# Debian's Exim and Postfix exclude each other as packages: Exim is unpacked beside, for testkit's Exim.
exim=${XDG_CACHE_HOME:-$HOME/.cache}/mailprobe-tests/exim4
[ -x "$exim/usr/sbin/exim4" ] || missing+=(exim4-daemon-light)
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
# Wireshark asks who may capture: only root.
command -v debconf-set-selections >/dev/null && echo 'wireshark-common wireshark-common/install-setuid boolean false' | debconf-set-selections
# Nor is PostgreSQL to make a database that nobody asked for.
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/mailprobe-tests.conf
if [ ! -x "$exim/usr/sbin/exim4" ]; then
  unpacked=$(mktemp -d)
  (cd "$unpacked" && apt-get download -qq exim4-daemon-light && dpkg-deb -x exim4-daemon-light_*.deb root)
  mapfile -t libraries < <(dpkg-deb -f "$unpacked"/exim4-daemon-light_*.deb Depends | tr ',' '\n' | grep -oE '^ *lib[^ |]+')
  apt-get install -y -qq --no-install-recommends "${libraries[@]// /}" >/dev/null
  mkdir -p "$(dirname "$exim")"
  rm -rf "$exim"
  mv "$unpacked/root" "$exim"
  rm -rf "$unpacked"
fi
installable=()
for package in "${missing[@]}"; do
  [ "$package" = exim4-daemon-light ] || installable+=("$package")
done
[ ${#installable[@]} -eq 0 ] || apt-get install -y -qq --no-install-recommends "${installable[@]}" >/dev/null
